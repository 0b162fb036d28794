import { fitName } from '../../composition/sample/fit-name.js';
import { CORE, EXTENSION_NAME, historyTableName } from '../../extension.js';
import { assertHistoryTables } from '../../workspace/assert-history-tables.js';
import type { Workspace } from '../../workspace/workspace.js';
import { nameTaken, unfitNewName } from './init-extension-errors.js';

/**
 * @throws OrchestrateError `SCAFFOLD.NAME`, `SCAFFOLD.TAKEN`, `WORKSPACE.HISTORY_TABLE_CLASH`
 */
export function assertNewName(name: string, { extensions }: Workspace): void {
  if (name === CORE || !EXTENSION_NAME.test(name)) throw unfitNewName(name, fitName(name));
  const same = extensions.find((each) => each.name === name);
  if (same !== undefined) {
    const whose = same.packageName === null ? same.directory : `the npm package ${same.packageName}`;
    // A run that was killed has its files in place before the database is touched.
    const rest =
      same.packageName === null ? ` If it is what a stopped run has made: orchestrate upgrade --extension ${name}` : '';
    throw nameTaken(name, `there is one already, in ${whose}`, rest);
  }
  const formerly = extensions.find(({ formerNames }) => formerNames.includes(name));
  if (formerly !== undefined) {
    throw nameTaken(name, `${formerly.name} had that name, and databases may have its history under it`);
  }
  assertHistoryTables([...extensions, { name, historyTable: historyTableName(name), formerNames: [] }]);
}
