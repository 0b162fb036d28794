import { OrchestrateError } from '../errors.js';
import { groupBy } from '../group-by.js';
import type { Extension } from './workspace.js';

/** What PostgreSQL keeps of a name; those of extensions are ASCII. */
const LONGEST_NAME = 63;

/**
 * Databases keep so much of a table's name that two long names of extensions can come to one history table, in which
 * each would take the other's revisions for its own. Where it would do no harm it is refused as well: the same
 * extensions are to fit every database.
 *
 * @throws OrchestrateError `WORKSPACE.HISTORY_TABLE_CLASH`
 */
export function assertHistoryTables(extensions: readonly Pick<Extension, 'name' | 'historyTable'>[]): void {
  const groups = groupBy(extensions, ({ historyTable }) => historyTable.slice(0, LONGEST_NAME));
  const clashes = [...groups]
    .filter(([, owners]) => owners.length > 1)
    .map(([table, owners]): Clash => ({ table, extensions: owners.map(({ name }) => name) }));
  if (clashes.length > 0) throw historyTableClash(clashes);
}

interface Clash {
  readonly table: string;
  readonly extensions: readonly string[];
}

function historyTableClash(clashes: readonly Clash[]): OrchestrateError {
  const lines = clashes.map(({ table, extensions }) => `- ${extensions.join(' and ')}: ${table}`);
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.HISTORY_TABLE_CLASH',
    message: `Extensions would keep their histories in the same table, whose name is cut after ${LONGEST_NAME} bytes:\n${lines.join('\n')}`,
    fix: 'Give one a shorter name, or one that differs earlier: "orchestrate": { "name": "…" } in its package.json. Keep the name of the one that was migrated already.',
    meta: { clashes },
  });
}
