import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { applyChanges, type TextChange } from '../../fragment/text-change.js';
import { groupBy } from '../../group-by.js';
import { setJson } from '../../json/edit-json.js';
import type { FileEdit, LintFinding } from '../../lint/lint-finding.js';
import { type FileChange, writeChanges } from '../../workspace/write-changes.js';
import { writeWhileUnchanged } from '../make-revision/write-while-unchanged.js';
import type { ChangedFile } from '../run/changed-file.js';
import { describeChange } from '../run/changed-file.js';
import { composeChecked } from '../run/compose-checked.js';
import type { LintContext } from './lint-context.js';
import { mendableRevisions } from './mendable-revisions.js';

/** What {@link applyFixes} mends. */
export interface ApplyFixesOptions {
  readonly findings: readonly LintFinding[];
  readonly mode: 'write' | 'show';
}

/** What was mended, or would be. */
export interface AppliedFixes {
  readonly mended: readonly LintFinding[];
  readonly files: readonly ChangedFile[];
}

/**
 * Mends what findings say how to mend: as many as can be mended at once without making anything else wrong. All files are
 * written, or none. The scripts of revisions stay as they are where a database or a commit may have them.
 *
 * @throws OrchestrateError `FILE.CHANGED`, `FILE.UNWRITABLE`, `REVISION.CHANGED_MEANWHILE`, `REVISION.BUSY`
 */
export async function applyFixes(context: LintContext, { findings, mode }: ApplyFixesOptions): Promise<AppliedFixes> {
  const { open, sources, options } = context;
  const { root } = open.workspace;
  const isMendable = await mendableFiles(context);
  const wanted = withoutOverlaps(findings.filter(({ edits }) => edits?.every(({ file }) => isMendable(file))));
  const mended = await soundOnes(context, wanted);
  const changes = changesOf(root, mended);
  if (mode === 'write' && changes.length > 0) {
    await writeWhileUnchanged(open, { sources, options }, async () => {
      writeChanges(changes);
      return [];
    });
  }
  return { mended, files: changes.map((change) => describeChange(change, root)) };
}

/** Fragments and manifests may be changed; scripts only where nobody has them yet. */
async function mendableFiles(context: LintContext): Promise<(file: string) => boolean> {
  const scripts = new Set(context.revisions.flatMap(({ files }) => Object.values(files)));
  const free = new Set((await mendableRevisions(context)).flatMap(({ files }) => Object.values(files)));
  return (file) => !scripts.has(file) || free.has(file);
}

/** Those that can be made at once, the first of two that meet; insertions at one place keep their order. */
function withoutOverlaps(findings: readonly LintFinding[]): readonly LintFinding[] {
  const taken = new Map<string, TextChange[]>();
  return findings.filter(({ edits = [] }) => {
    const isFree = edits.every(({ file, changes }) =>
      changes.every((change) => (taken.get(file) ?? []).every((other) => !overlap(change, other))),
    );
    if (isFree) for (const { file, changes } of edits) taken.set(file, [...(taken.get(file) ?? []), ...changes]);
    return isFree;
  });
}

function overlap(left: TextChange, right: TextChange): boolean {
  return left.start < right.end && right.start < left.end;
}

/** All of them, where nothing is wrong afterwards that was not before; else those that do no harm one after the other. */
async function soundOnes(context: LintContext, findings: readonly LintFinding[]): Promise<readonly LintFinding[]> {
  const before = await problemsOf(context, context.sources);
  const isSound = async (some: readonly LintFinding[]): Promise<boolean> => {
    const after = sourcesAfter(context, some);
    return after === context.sources || !hasNew(before, await problemsOf(context, after));
  };
  if (await isSound(findings)) return findings;
  let sound: readonly LintFinding[] = [];
  for (const finding of findings) if (await isSound([...sound, finding])) sound = [...sound, finding];
  return sound;
}

async function problemsOf(
  { open }: LintContext,
  sources: readonly ExtensionSource[],
): Promise<ReadonlyMap<string, number>> {
  const { findings } = await composeChecked(open.workspace, { sources });
  return new Map([...groupBy(findings, ({ code }) => code)].map(([code, all]) => [code, all.length]));
}

function hasNew(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): boolean {
  return [...after].some(([code, amount]) => amount > (before.get(code) ?? 0));
}

/** The fragments and what they depend on, with the findings mended. */
function sourcesAfter({ sources, open }: LintContext, findings: readonly LintFinding[]): readonly ExtensionSource[] {
  const edits = editsByFile(findings);
  if (edits.size === 0) return sources;
  return sources.map((source) => {
    const manifest = edits.get(source.manifestPath) ?? [];
    const dropped = new Set(manifest.flatMap((edit) => edit.dropsDependency ?? []));
    const files = source.files.map((file) => {
      const own = edits.get(file.path);
      return own === undefined ? file : { ...file, text: editedText(file.text, own) };
    });
    const isInstalled = open.workspace.extensions.find(({ name }) => name === source.name)?.isInstalled ?? false;
    if (isInstalled) return source;
    return {
      ...source,
      files,
      dependsOn: source.dependsOn.filter((name) => !dropped.has(name)),
    };
  });
}

function changesOf(root: string, findings: readonly LintFinding[]): readonly FileChange[] {
  return [...editsByFile(findings)].flatMap(([file, edits]): readonly FileChange[] => {
    const target = path.resolve(root, file);
    const before = readTextFile(target);
    if (before === null) return [];
    const after = editedText(before, edits);
    return after === before ? [] : [{ file: target, before, after }];
  });
}

function editsByFile(findings: readonly LintFinding[]): ReadonlyMap<string, readonly FileEdit[]> {
  return groupBy(
    findings.flatMap(({ edits = [] }) => edits),
    ({ file }) => file,
  );
}

function editedText(text: string, edits: readonly FileEdit[]): string {
  const changed = applyChanges(
    text,
    edits.flatMap(({ changes }) => changes),
  );
  const transactional = edits.find((edit) => edit.transactional !== undefined)?.transactional;
  return transactional === undefined ? changed : setJson(changed, ['transactional'], transactional);
}
