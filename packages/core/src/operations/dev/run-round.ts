import type { Composition } from '../../composition/composition.js';
import { driverFor } from '../../database/driver-for.js';
import { preloadEngine } from '../../engine/engine-runtime.js';
import type { Finding } from '../../findings.js';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Extension } from '../../workspace/workspace.js';
import type { WrittenFile } from '../../workspace/write-composition.js';
import { writeComposition } from '../../workspace/write-composition.js';
import { assertClient, generateClient, hasClient } from '../generate/generate-client.js';
import { writeWhileUnchanged } from '../make-revision/write-while-unchanged.js';
import { assertOwnFiles } from '../run/assert-own-files.js';
import { composeChecked } from '../run/compose-checked.js';
import { providerOf } from '../run/datasource-of.js';
import type { MigrationResult } from '../run/migrate.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { openSoundWorkspace } from '../run/open-workspace.js';
import type { ComposedWorkspace } from '../run/read-composed.js';
import { selectExtension } from '../run/select-extension.js';
import { agreeOnChanges, type DevAnswers, type PendingRevision, pendingOf } from './agree-on-changes.js';
import { type DraftedChange, draftChanges } from './draft-changes.js';
import { upgradeAfter } from './upgrade-after.js';
import { type WrittenChange, writeDrafts } from './write-drafts.js';

/** What one round of the daily loop takes. */
export interface RoundOptions extends DevAnswers {
  /** Makes revisions of these extensions only; of all that are part of the workspace unless given. */
  readonly extensions?: readonly string[] | undefined;
  /** Whether to apply what is pending; true unless given. */
  readonly upgrade?: boolean | undefined;
  /** Whether to generate the client; where it is not given, `confirmGenerate` is asked when the composed schema has changed. */
  readonly generate?: boolean | undefined;
}

/** A revision that a round has made. */
export interface MadeInRound extends PendingRevision {
  /** `extension/name`. */
  readonly revision: string;
  readonly message: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly requires: readonly string[];
}

/** What one round of the daily loop did. */
export interface DevResult {
  /** What is wrong in the fragments; where one is an error, nothing else was done. */
  readonly findings: readonly Finding[];
  /** Changes that got no revision, as there was no message; only while watching. */
  readonly pending: readonly PendingRevision[];
  /** In the order in which they are applied. */
  readonly revisions: readonly MadeInRound[];
  /** Null where nothing was to be applied by this round. */
  readonly upgrade: MigrationResult | null;
  readonly composition: {
    /** Relative to the workspace root. */
    readonly directory: string;
    readonly files: readonly WrittenFile[];
  };
  /** Whether the client was generated. */
  readonly generated: boolean;
}

/**
 * Goes once from what the fragments say to revisions, the database, the composed schema and the client.
 *
 * @param unanswered what becomes of changes for which there is no message: an error, or they are only told of
 */
export async function runRound(options: RoundOptions, unanswered: 'refuse' | 'tell'): Promise<DevResult> {
  const open = await openSoundWorkspace(options, 'Cannot go on');
  const { workspace } = open;
  const selected = options.extensions?.map((name) => selectExtension(workspace, name));
  assertOwnFiles(selected ?? [], 'make a revision');
  const chosen = selected?.map(({ name }) => name);
  const sources = await readFragments(workspace);
  const { whole, findings } = await composeChecked(workspace, { sources });
  const directory = workspace.config.output;
  const nothing = { findings, pending: [], revisions: [], upgrade: null, generated: false };
  if (hasErrors(findings)) return { ...nothing, composition: { directory, files: [] } };

  // Before anything is changed, not after everything.
  if (options.generate === true) assertClient(workspace.root, sources);
  const changes = await findChanges(open, { sources, whole, chosen, options });
  const agreement = changes.length === 0 ? null : await agreeOnChanges(changes, { options, unanswered });
  const compose = async () => ({
    directory,
    files: await writeComposition({ root: workspace.root, directory, files: whole.files, check: false }),
  });
  if (agreement?.kind === 'told') {
    return { ...nothing, pending: changes.map(pendingOf), composition: await compose() };
  }
  const written =
    agreement === null
      ? []
      : await writeWhileUnchanged(open, { sources, options }, () => writeDrafts(open, changes, agreement.messageOf));
  const upgraded = options.upgrade === false ? null : await upgradeAfter(written, options);
  const composition = await compose();
  const generated = await offerClient({ composed: { workspace, sources, whole, findings }, options, composition });
  return { findings, pending: [], revisions: written.map(describe), upgrade: upgraded, composition, generated };
}

interface FindOptions {
  readonly sources: readonly ExtensionSource[];
  readonly whole: Composition;
  readonly chosen: readonly string[] | undefined;
  readonly options: RoundOptions;
}

/** The shadow database is gone again before anyone is asked anything. */
async function findChanges(
  open: OpenWorkspace,
  { sources, whole, chosen, options }: FindOptions,
): Promise<readonly DraftedChange[]> {
  const { workspace } = open;
  preloadEngine();
  const driver = await driverFor(providerOf(sources));
  const mayChange = (extension: Extension): boolean => chosen?.includes(extension.name) ?? !extension.isInstalled;
  await using shadow = await openShadow(workspace, { driver, extension: chosen?.[0] ?? 'dev', options });
  return await draftChanges(open, { sources, whole, mayChange, driver, shadow, options });
}

interface OfferOptions {
  readonly composed: ComposedWorkspace;
  readonly options: RoundOptions;
  readonly composition: DevResult['composition'];
}

async function offerClient({ composed, options, composition }: OfferOptions): Promise<boolean> {
  const { workspace, sources } = composed;
  const { generate, confirmGenerate } = options;
  if (generate === false) return false;
  if (generate !== true) {
    const isStale = composition.files.some(({ state }) => state !== 'unchanged');
    if (!isStale || confirmGenerate === undefined || !hasClient(workspace, sources)) return false;
    if (!(await confirmGenerate())) return false;
  }
  const { state } = await generateClient({ ...options, generators: undefined, composed });
  return state === 'generated';
}

function describe({ change, revision, directory, message, requires }: WrittenChange): MadeInRound {
  return { ...pendingOf(change), revision, message, directory, requires };
}
