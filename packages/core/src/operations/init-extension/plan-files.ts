import path from 'node:path';
import { resolveDependencies } from '../../composition/dependencies.js';
import { upperCamelCase } from '../../composition/opposite-name.js';
import { readSchema } from '../../composition/read-schema.js';
import { findOwner } from '../../composition/sample/find-owner.js';
import { emptyFragment, sampleFragment } from '../../composition/sample/sample-fragment.js';
import { type SampleNames, sampleNames, tablePrefix } from '../../composition/sample/sample-names.js';
import { rootRelative } from '../../config/root-relative.js';
import { hasDriver } from '../../database/driver-for.js';
import { CORE, historyTableName } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { setJson } from '../../json/edit-json.js';
import { parseJsonObject } from '../../json/parse-json-object.js';
import { currentProviderName } from '../run/datasource-of.js';
import { fillTemplate, type PlaceholderValues, usesPlaceholder } from './fill-template.js';
import { unfitTemplate } from './init-extension-errors.js';
import type { NewFile } from './new-file.js';
import type { PlannedPackage } from './plan-package.js';
import { readTemplate } from './read-template.js';
import { renderExtensionReadme } from './render-extension-readme.js';

/** What a new extension starts with. */
export type Template =
  | { readonly kind: 'basic' | 'empty' }
  /** A directory, absolute. */
  | { readonly kind: 'directory'; readonly directory: string };

/** What the files of a new extension are made from. */
export interface PlanFilesOptions {
  readonly name: string;
  readonly template: Template;
  /** With core. */
  readonly dependsOn: readonly string[];
  readonly package: PlannedPackage;
  /** Absolute. */
  readonly directory: string;
  readonly root: string;
  /** The fragments that are there. */
  readonly sources: readonly ExtensionSource[];
}

/** One way to make the extension. */
export interface FilesCandidate {
  readonly files: readonly NewFile[];
  /** Null where no sample model is among them. */
  readonly sample: SampleNames | null;
  /** The model of core that the sample relates to. */
  readonly owner: string | null;
}

/**
 * The ways to make the files of an extension, the best first; they differ in the names of the sample model, as those may
 * be taken.
 *
 * @throws OrchestrateError `SCAFFOLD.TEMPLATE`, `SCAFFOLD.PLACEHOLDER`, `FILE.UNREADABLE`
 */
export function planFiles(options: PlanFilesOptions): readonly FilesCandidate[] {
  const { template, name } = options;
  if (template.kind === 'directory') return fromDirectory(options, template.directory);
  const own = ownFiles(options);
  if (template.kind === 'empty') {
    return [
      {
        files: [...own, { path: SCHEMA, content: emptyFragment(name, canMigrate(options.sources)) }],
        sample: null,
        owner: null,
      },
    ];
  }
  const owner = findOwner(options.sources);
  const provider = providerIn(options.sources);
  return sampleNames(name).map((names) => {
    const schema = { path: SCHEMA, content: sampleFragment({ extension: name, names, owner, provider }) };
    return { files: [...own, schema], sample: names, owner: owner?.name ?? null };
  });
}

const SCHEMA = 'prisma/schema.prisma';
const PACKAGE = 'package.json';

function ownFiles({ name, dependsOn, package: planned, sources }: PlanFilesOptions): readonly NewFile[] {
  const historyTable = canMigrate(sources) ? historyTableName(name) : null;
  const readme = renderExtensionReadme({ name, dependsOn, historyTable });
  return [{ path: 'README.md', content: readme }, packageFile(planned)];
}

function packageFile({ manifest }: PlannedPackage): NewFile {
  return { path: PACKAGE, content: `${JSON.stringify(manifest, null, 2)}\n` };
}

/** Whether orchestrate can migrate the database; where nothing says what it is, it may yet be one of those. */
export function canMigrate(sources: readonly ExtensionSource[]): boolean {
  const provider = providerIn(sources);
  return provider === null || hasDriver(currentProviderName(provider));
}

function providerIn(sources: readonly ExtensionSource[]): string | null {
  const core = sources.filter(({ name }) => name === CORE);
  return readSchema(core, { dependencies: resolveDependencies(core) }).dialect.provider;
}

function fromDirectory(options: PlanFilesOptions, template: string): readonly FilesCandidate[] {
  const files = readTemplate(template);
  const isNamed = usesPlaceholder(files, ['model', 'table']);
  const candidates = isNamed ? sampleNames(options.name) : sampleNames(options.name).slice(0, 1);
  return candidates.map((names) => {
    const filled = fillTemplate(files, { root: template, values: valuesOf(options, names) });
    return { files: withManifest(filled, options, template), sample: isNamed ? names : null, owner: null };
  });
}

function valuesOf(options: PlanFilesOptions, { model, table }: SampleNames): PlaceholderValues {
  const { name, dependsOn, root, directory, sources } = options;
  return {
    name,
    prefix: tablePrefix(name),
    pascal: upperCamelCase(name),
    model,
    table,
    dependsOn: JSON.stringify(dependsOn).replaceAll(',', ', '),
    package: options.package.name,
    directory: rootRelative(root, directory),
    historyTable: historyTableName(name),
    provider: providerIn(sources) ?? '',
  };
}

/** The template's own package.json with what it does not say and has to; that of other extensions where it has none. */
function withManifest(
  files: readonly NewFile[],
  { name, dependsOn, directory, package: planned }: PlanFilesOptions,
  template: string,
): readonly NewFile[] {
  const own = files.find((file) => file.path === PACKAGE);
  if (own === undefined) return [...files, packageFile(planned)];
  const manifest = typeof own.content === 'string' ? parseJsonObject(own.content) : null;
  if (typeof own.content !== 'string' || manifest === null) {
    throw unfitTemplate(template, 'its package.json is no JSON object', 'Correct the file.');
  }
  let text = own.content;
  const written = manifest['orchestrate'] as { dependsOn?: unknown; name?: unknown } | undefined;
  const declared: readonly unknown[] = Array.isArray(written?.dependsOn) ? written.dependsOn : [];
  const missing = dependsOn.filter((each) => !declared.includes(each));
  const isUnsaid = written?.dependsOn === undefined || missing.some((each) => each !== CORE);
  if (isUnsaid) text = setJson(text, ['orchestrate', 'dependsOn'], [...missing, ...declared]);
  if (path.basename(directory) !== name && written?.name === undefined)
    text = setJson(text, ['orchestrate', 'name'], name);
  return files.map((file) => (file === own ? { ...own, content: text } : file));
}
