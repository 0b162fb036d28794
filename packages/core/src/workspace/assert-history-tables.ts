import { OrchestrateError } from '../errors.js';
import { historyTableName } from '../extension.js';
import { groupBy } from '../group-by.js';
import type { Extension } from './workspace.js';

/** What PostgreSQL keeps of a name; those of extensions are ASCII. */
const LONGEST_NAME = 63;

/** What PostgreSQL adds to a table's name for that of its primary key, and there is one namespace for both. */
const PRIMARY_KEY = '_pkey';

/**
 * Databases keep so little of a table's name that two long names of extensions can come to one history table, in which
 * each would take the other's revisions for its own, as where one has the name that the other had; and that of an extension `pkey` would be called as the primary key
 * of core's. Where it would do no harm it is refused as well: the same extensions are to fit every database.
 *
 * @throws OrchestrateError `WORKSPACE.HISTORY_TABLE_CLASH`
 */
export function assertHistoryTables(
  extensions: readonly Pick<Extension, 'name' | 'historyTable' | 'formerNames'>[],
): void {
  const all = extensions.flatMap(({ name, historyTable, formerNames }) => [
    { name, historyTable },
    ...formerNames.map((former) => ({
      name: `${name} (formerly ${former})`,
      historyTable: historyTableName(former),
    })),
  ]);
  const tables = all.map(({ name, historyTable }) => ({ name, relation: historyTable.slice(0, LONGEST_NAME) }));
  const keys = all.map(({ name, historyTable }) => ({
    name,
    relation: `${historyTable.slice(0, LONGEST_NAME - PRIMARY_KEY.length)}${PRIMARY_KEY}`,
  }));
  const taken = new Set(tables.map(({ relation }) => relation));
  // Of two keys with one name, the database itself gives the second another.
  const groups = groupBy(
    [...tables, ...keys.filter(({ relation }) => taken.has(relation))],
    ({ relation }) => relation,
  );
  const clashes = [...groups]
    .filter(([, owners]) => owners.length > 1)
    .map(([relation, owners]): Clash => ({ relation, extensions: owners.map(({ name }) => name) }));
  if (clashes.length > 0) throw historyTableClash(clashes);
}

interface Clash {
  readonly relation: string;
  readonly extensions: readonly string[];
}

function historyTableClash(clashes: readonly Clash[]): OrchestrateError {
  const lines = clashes.map(({ relation, extensions }) => `- ${extensions.join(' and ')}: ${relation}`);
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.HISTORY_TABLE_CLASH',
    message: `The names of extensions, and those they had, would make their history tables meet in the database, which keeps ${LONGEST_NAME} bytes of a name and gives a primary key the name of its table with ${PRIMARY_KEY}:\n${lines.join('\n')}`,
    fix: 'Give one a shorter name, or one that differs earlier: "orchestrate": { "name": "…" } in its package.json. Keep the name of the one that was migrated already. A former name can be taken out of "formerNames" once every database was upgraded since.',
    meta: { clashes },
  });
}
