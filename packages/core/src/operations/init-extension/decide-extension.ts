import path from 'node:path';
import type { Composition } from '../../composition/composition.js';
import type { SampleNames } from '../../composition/sample/sample-names.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { parseJsonObject } from '../../json/parse-json-object.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Extension } from '../../workspace/workspace.js';
import { draftRevision } from '../make-revision/draft-revision.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import { composeExtensions, lintComposition } from '../run/compose-checked.js';
import { assertNoErrors, findingsError } from '../run/findings-error.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { openSoundWorkspace } from '../run/open-workspace.js';
import { selectExtension } from '../run/select-extension.js';
import type { RunOptions } from '../run-options.js';
import { Assembly } from './assemble-extension.js';
import { assertNewName } from './assert-new-name.js';
import { extendWorkspace } from './extend-workspace.js';
import { type ListedInConfig, listInConfig } from './list-in-config.js';
import type { NewFile } from './new-file.js';
import { placeExtension } from './place-extension.js';
import { planFiles, type Template } from './plan-files.js';
import { planPackage } from './plan-package.js';
import { probeDatabase } from './probe-database.js';
import { type AssembledExtension, readAssembled } from './read-assembled.js';
import { type Monorepo, readMonorepo } from './read-monorepo.js';

/** What a new extension is to be. */
export interface ExtensionRequest {
  readonly name: string;
  /** Without core, or with it. */
  readonly dependsOn: readonly string[];
  /** Absolute; the usual place unless given. */
  readonly directory: string | undefined;
  readonly template: Template;
  readonly makesRevision: boolean;
  readonly applies: boolean;
  /** Whether nothing may be left behind. */
  readonly isOnlyAsked: boolean;
}

/** A new extension, put together out of sight and found to fit. */
export interface DecidedExtension {
  /** Without the extension. */
  readonly open: OpenWorkspace;
  readonly sources: readonly ExtensionSource[];
  /** All fragments, composed without the extension. */
  readonly before: Composition;
  /** And with it. */
  readonly after: Composition;
  readonly extension: Extension;
  readonly dependsOn: readonly string[];
  readonly files: readonly NewFile[];
  readonly packageName: string;
  readonly sample: SampleNames | null;
  readonly owner: string | null;
  /** Null where no revision is made. */
  readonly draft: Draft | null;
  /** Null where it is found anyway. */
  readonly listed: ListedInConfig | null;
  readonly monorepo: Monorepo | null;
  /** Whether the database had anything by its name; null where nobody looked. */
  readonly recorded: 'no history' | 'attempts only' | null;
}

/**
 * Decides everything about a new extension, and changes nothing but what is out of sight.
 *
 * @param assemble makes what the extension is put together in; the caller disposes of it
 */
export async function decideExtension(
  request: ExtensionRequest,
  { options, keep }: { readonly options: RunOptions; readonly keep: (assembly: Assembly) => Assembly },
): Promise<DecidedExtension> {
  const { name, template } = request;
  const open = await openSoundWorkspace(options, 'Cannot make an extension');
  const { workspace } = open;
  assertNewName(name, workspace);
  const dependsOn = [...new Set([CORE, ...request.dependsOn.map((each) => selectExtension(workspace, each).name)])];
  const place = placeExtension(workspace, { name, directory: request.directory });
  const listed = place.entry === null ? null : await listInConfig(place.entry, workspace);

  const sources = await readFragments(workspace);
  const { whole: before, findings } = composeExtensions(workspace, { sources });
  const job = 'The workspace has errors already, before anything was made of the new extension; nothing was made';
  assertNoErrors([...findings, ...(await lintComposition(workspace, before))], job);
  const monorepo = await readMonorepo(workspace.root, workspace.environment);
  const planned = planPackage(workspace, { name, directory: place.directory, dependsOn, monorepo });
  const candidates = planFiles({
    name,
    template,
    dependsOn,
    package: planned,
    directory: place.directory,
    root: workspace.root,
    sources,
  });
  const recorded = request.applies ? await probeDatabase(open, { name, options }) : null;

  const assembly = keep(request.isOnlyAsked ? Assembly.apart(place) : Assembly.beside(place));
  const described = template.kind === 'directory' ? template.directory : template.kind;
  let refused: readonly Finding[] = [];
  for (const { files, sample, owner } of candidates) {
    assembly.fill(files);
    const assembled = readAssembled(assembly, { workspace, name, directory: place.directory, template: described });
    for (const each of assembled.extension.dependsOn) selectExtension(workspace, each);
    const extended = extendWorkspace({ open, sources }, assembled);
    const composed = composeExtensions(extended.open.workspace, { sources: extended.sources });
    if (hasErrors(composed.findings)) {
      refused = refused.length === 0 ? composed.findings : refused;
      continue;
    }
    const fit = 'The schema of the new extension does not fit; nothing was made';
    assertNoErrors(await lintComposition(extended.open.workspace, composed.whole), fit);
    const { extension } = assembled;
    const draft = request.makesRevision
      ? await draftRevision(extended.open, { extension, sources: extended.sources, options })
      : null;
    const packageName = packageNameIn(files) ?? planned.name;
    const own = { extension, dependsOn: withCore(assembled), files, packageName, sample, owner, draft };
    return { open, sources, before, after: composed.whole, ...own, listed, monorepo, recorded };
  }
  throw findingsError(refused, 'The schema of the new extension does not fit; nothing was made');
}

function withCore({ extension }: AssembledExtension): readonly string[] {
  return [...new Set([CORE, ...extension.dependsOn])];
}

function packageNameIn(files: readonly NewFile[]): string | null {
  const content = files.find((file) => path.posix.normalize(file.path) === 'package.json')?.content;
  const { name } = parseJsonObject(typeof content === 'string' ? content : '') ?? {};
  return typeof name === 'string' ? name : null;
}
