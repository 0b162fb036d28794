import { hasDriver, unsupportedProvider } from '../database/driver-for.js';
import { otherProvider } from '../database/other-providers.js';
import { CORE } from '../extension.js';
import { ancestorsOf } from '../revisions/closure.js';
import type { RevisionId } from '../revisions/revision.js';
import { extensionOf } from '../revisions/revision.js';
import { directDependencies } from '../workspace/dependencies.js';
import { readFragments } from '../workspace/read-fragments.js';
import type { Extension } from '../workspace/workspace.js';
import { blankDraft } from './make-revision/blank-draft.js';
import type { DestructiveStep } from './make-revision/destructive-steps.js';
import { draftRevision } from './make-revision/draft-revision.js';
import { requirementsOf } from './make-revision/requirements.js';
import { destructiveWithoutConsent, divergedExtension, emptyMessage } from './make-revision/revision-errors.js';
import { writeMadeRevision } from './make-revision/write-made-revision.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { asOperation } from './run/as-operation.js';
import { assertOwnFiles } from './run/assert-own-files.js';
import { readDatasourceOf } from './run/datasource-of.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** What asks for consent gets to show. */
export interface ConsentRequest {
  readonly extension: string;
  readonly steps: readonly DestructiveStep[];
}

/** What {@link makeRevision} takes. */
export interface MakeRevisionOptions extends RunOptions {
  /** `core` unless given. */
  readonly extension?: string | undefined;
  /** One line that says what the revision changes; part of its directory's name. */
  readonly message: string;
  /** Fill it with the SQL between the extension's revisions and its fragment; without it the SQL is yours to write. */
  readonly auto?: boolean | undefined;
  /** Consent to losing data, given beforehand. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for consent; not called where `allowDestructive` is set or nothing is lost. */
  readonly confirm?: ((request: ConsentRequest) => Promise<boolean>) | undefined;
}

/** What {@link makeRevision} did. */
export type RevisionResult =
  | {
      readonly kind: 'created';
      readonly revision: RevisionId;
      /** Relative to the workspace root. */
      readonly directory: string;
      readonly migrationSql: string;
      readonly downSql: string;
      readonly requires: readonly RevisionId[];
      readonly destructive: readonly DestructiveStep[];
      /** Whether `down.sql` was seen to restore the schema; false where the SQL is still to be written. */
      readonly reversible: boolean;
      /** Whether `upgrade` can apply it; false for a database that only Prisma's own CLI migrates. */
      readonly canUpgrade: boolean;
    }
  | { readonly kind: 'no-change'; readonly extension: string };

/**
 * Makes the next revision of one extension. With `auto`, its revisions and those of its dependencies are replayed in a
 * shadow database of its own and compared with the composed schema; what comes out touches the extension's own tables
 * only, and is tried in the shadow database, up, down and up again, before it is written.
 *
 * @throws OrchestrateError `REVISION.DESTRUCTIVE` (kind `consent`) when data would be lost without consent,
 * `REVISION.DEPENDENCY_PENDING` naming the extension to migrate first, `REVISION.DIVERGED`, `REPLAY.REVISION_FAILED`, or
 * the first finding of a schema that is not valid; nothing is written then
 *
 * @example
 * ```ts
 * const result = await makeRevision({ cwd: process.cwd(), extension: 'blog', message: 'Add notes', auto: true });
 * if (result.kind === 'created') console.log(result.requires); // [ 'core/20260101000000_init' ]
 * ```
 */
export function makeRevision(options: MakeRevisionOptions): Promise<RevisionResult> {
  return asOperation(options, makeOne);
}

async function makeOne(options: MakeRevisionOptions): Promise<RevisionResult> {
  if (options.message.trim() === '') throw emptyMessage();
  const open = await openSoundWorkspace(options, 'Cannot make a revision');
  const { workspace, graph } = open;
  const extension = selectExtension(workspace, options.extension ?? CORE);
  assertOwnFiles([extension], 'make a revision');
  const parents = graph.headsOf(extension.name);
  if (parents.length > 1) throw divergedExtension(extension.name, parents);

  const { provider } = await readDatasourceOf(workspace);
  const canUpgrade = hasDriver(provider);
  if (!canUpgrade && otherProvider(provider)?.hasMigrations !== true) throw unsupportedProvider(provider);
  const sources = options.auto === true ? await readFragments(workspace) : null;
  const draft =
    sources === null ? blankDraft(options.message) : await draftRevision(open, { extension, sources, options });
  if (draft === null) return { kind: 'no-change', extension: extension.name };
  if (draft.destructive.length > 0 && options.allowDestructive !== true) {
    const request = { extension: extension.name, steps: draft.destructive };
    const isAgreed = (await options.confirm?.(request)) ?? false;
    if (!isAgreed) throw destructiveWithoutConsent(extension.name, draft.destructive);
  }

  const requires = requirementsOf({ extension, graph, moved: draft.moved });
  const made = {
    extension,
    message: options.message,
    parents,
    requires,
    migrationSql: draft.up,
    downSql: draft.down,
    // From here on the former owner no longer drops them where no fragment holds them any more.
    adopts: draft.moved.map(({ table }) => table),
  };
  const write = async () => [await writeMadeRevision(open, made)] as const;
  // What other extensions get meanwhile is no concern of it: revisions of several can be made side by side.
  const extensions = reliedUpon(extension, open);
  const [written] = await writeWhileUnchanged(open, { sources, extensions, options }, write);
  return {
    kind: 'created',
    ...written,
    migrationSql: draft.up,
    downSql: draft.down,
    requires,
    destructive: draft.destructive,
    reversible: draft.reversible,
    canUpgrade,
  };
}

/** An extension, what it depends on, and whatever the revisions of those require. */
function reliedUpon({ name }: Extension, { workspace, graph }: OpenWorkspace): ReadonlySet<string> {
  const names = new Set([name]);
  // A set visits what is added while it is walked.
  for (const each of names) {
    const found = workspace.extensions.find((extension) => extension.name === each);
    for (const dependency of found === undefined ? [] : directDependencies(found)) names.add(dependency);
  }
  const heads = [...names].flatMap((each) => graph.headsOf(each));
  for (const id of ancestorsOf(graph, heads)) names.add(extensionOf(id));
  return names;
}
