import { catalogDifferences } from '../../database/catalog-differences.js';
import type { CatalogEntry } from '../../database/database.js';
import type { Finding } from '../../findings.js';
import { isJsonObject } from '../../json/parse-json-object.js';
import type { Revision } from '../../revisions/revision.js';
import type { AppliedState } from '../run/applied-state.js';
import { readAppliedState } from '../run/applied-state.js';
import { openDatabase } from '../run/open-database.js';
import type { ReplayedEntity } from '../run/replay.js';
import { replay } from '../run/replay.js';
import { appliedRevisions } from './applied-revisions.js';
import { chainLinks } from './chain-links.js';
import type { CheckContext } from './check-context.js';
import type { UnownedObject } from './drift.js';
import { findDrift } from './drift.js';
import { failureFinding } from './failure-finding.js';
import { historyFindings } from './history-findings.js';
import { isCatalogEntry, isReplayedEntity, listOf } from './kept-shapes.js';

/** What {@link checkDatabase} looks at. */
export interface CheckDatabaseOptions {
  /** The extensions whose revisions are looked at. */
  readonly extensions: readonly string[];
  /** Only what this extension has made is looked for in the database. */
  readonly only: string | undefined;
  readonly strict: boolean;
}

/** What a database is like. */
export interface CheckedDatabase {
  /** The database, without secrets. */
  readonly display: string | null;
  readonly findings: readonly Finding[];
  readonly unowned: readonly UnownedObject[];
}

/** Compares a database with the revisions, and with what those make that it has. Writes nothing. */
export async function checkDatabase(context: CheckContext, options: CheckDatabaseOptions): Promise<CheckedDatabase> {
  const { open } = context;
  const { extensions, only, strict } = options;
  const { database } = await openDatabase(open.workspace, context.options, 'read');
  await using _open = database;
  const { display } = database;
  let state: AppliedState;
  try {
    state = await readAppliedState({ database, open });
  } catch (error) {
    return { display, findings: [failureFinding(error)], unowned: [] };
  }
  const history = historyFindings({ state, extensions, root: open.workspace.root });
  const applied = appliedRevisions(state, open.revisions);
  const reason = applied === null ? 'directories of folded revisions are gone' : whyUnknown(state);
  if (applied === null || reason !== null) {
    return { display, findings: [...history, unknownDrift(reason ?? '')], unowned: [] };
  }
  const live = await database.readCatalog();
  try {
    const expected = await replayApplied(context, applied);
    const { findings, unowned } = findDrift({
      differences: catalogDifferences(expected.catalog, live),
      creators: new Map(expected.creators.map((entity) => [entity.name, entity])),
      initial: expected.initial,
      extension: only,
      strict,
    });
    return { display, findings: [...history, ...findings], unowned };
  } catch (error) {
    return { display, findings: [...history, failureFinding(error)], unowned: [] };
  }
}

/** What stands in the way of knowing what the database should be like; null for nothing. */
function whyUnknown({ problems, halfDone }: AppliedState): string | null {
  const [id] = halfDone.keys();
  if (id !== undefined) return `${id} stopped half-way`;
  const problem = problems.find(({ kind }) => kind !== 'parent-not-applied' && kind !== 'requirement-not-applied');
  return problem === undefined ? null : `of what is said about ${problem.id}`;
}

function unknownDrift(reason: string): Finding {
  return {
    code: 'CHECK.DRIFT_UNKNOWN',
    severity: 'warning',
    message: `The database was not compared with what its revisions make, because ${reason}`,
    extension: null,
    where: null,
    fix: 'Resolve what is said about that revision, then check again.',
    related: [],
  };
}

/** What revisions make of an empty database. */
interface Replayed {
  /** Before the first of them. */
  readonly initial: readonly CatalogEntry[];
  readonly catalog: readonly CatalogEntry[];
  readonly creators: readonly ReplayedEntity[];
}

const SLOT = 'applied';

async function replayApplied(context: CheckContext, revisions: readonly Revision[]): Promise<Replayed> {
  const { open, cache, ground, driver, options } = context;
  const { root } = open.workspace;
  const links = chainLinks({ ground, revisions, downScripts: new Map(), root });
  const key = links.at(-1)?.key ?? ground;
  const kept = cache.read(SLOT, key, parseReplayed);
  if (kept !== null) return kept;
  const shadow = await context.shadow.fresh();
  const initial = await shadow.readCatalog();
  const { onEvent, signal } = options;
  const creators = await replay({ shadow, driver, revisions, extension: 'the database', root, onEvent, signal });
  const replayed: Replayed = { initial, catalog: await shadow.readCatalog(), creators: [...creators.values()] };
  cache.write(SLOT, key, replayed);
  return replayed;
}

function parseReplayed(content: unknown): Replayed | null {
  if (!isJsonObject(content)) return null;
  const isCatalog = listOf(isCatalogEntry);
  const [initial, catalog] = [isCatalog(content['initial']), isCatalog(content['catalog'])];
  const creators = listOf(isReplayedEntity)(content['creators']);
  return initial !== null && catalog !== null && creators !== null ? { initial, catalog, creators } : null;
}
