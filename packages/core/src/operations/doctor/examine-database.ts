import type { Database } from '../../database/database.js';
import type { DiagnosedPlace, DriverChecks } from '../../database/doctor-checks.js';
import type { Diagnosis, DiagnosisGroup } from '../../diagnosis.js';
import { historyTables } from '../run/applied-state.js';
import { readDatasourceOf } from '../run/datasource-of.js';
import type { LocatedDatabase } from '../run/open-database.js';
import { shadowOptions } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { checkHistories } from './checks/check-histories.js';
import type { DoctorContext } from './doctor-context.js';
import { diagnosed, type GroupedDiagnosis, runCheck } from './run-check.js';

/** Looks at the driver and the database. */
export async function examineDatabase(
  context: DoctorContext,
  { offline }: { readonly offline: boolean },
): Promise<readonly GroupedDiagnosis[]> {
  const { open, located } = context;
  if (open === null) return skipped('the workspace has to be read first, to know which database is meant');
  if (located === null) return skipped('nothing says which one orchestrate could open');
  const { checks, place } = await preparations(context, { open, located });
  const unopened = checks.unopened.filter(({ group }) => !offline || group === 'drivers');
  const [before, after] = await Promise.all([
    Promise.all(unopened.map((check) => runCheck(check, place, context))),
    offline
      ? skipped('it was not looked at, as --offline says')
      : openAndExamine(context, { open, checks, place, located }),
  ]);
  return [...before.flat(), ...after];
}

interface Preparations {
  readonly checks: DriverChecks;
  readonly place: DiagnosedPlace;
}

async function preparations(
  { options }: DoctorContext,
  {
    open: { workspace },
    located: { driver, target },
  }: { readonly open: OpenWorkspace; readonly located: LocatedDatabase },
): Promise<Preparations> {
  const [checks, { schemas }, shadow] = await Promise.all([
    driver.doctorChecks(),
    readDatasourceOf(workspace),
    shadowOptions(workspace, { driver, extension: 'core', options }),
  ]);
  return { checks, place: { target, backup: workspace.config.backup, shadow, schemas: schemas ?? [] } };
}

interface Parts extends Preparations {
  readonly open: OpenWorkspace;
  readonly located: LocatedDatabase;
}

async function openAndExamine(context: DoctorContext, parts: Parts): Promise<readonly GroupedDiagnosis[]> {
  const { driver, target } = parts.located;
  const { signal } = context;
  const late = new AbortController();
  const opened = await diagnosed(
    'the database',
    () =>
      driver.open({
        ...target,
        mode: 'read',
        signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
      }),
    context,
  );
  if ('failure' in opened) {
    late.abort();
    return [{ group: 'database', ...opened.failure }, ...skippedAfter('the database could not be opened')];
  }
  const database = opened.value;
  try {
    if (database.isMissing) {
      const message = `${database.display} is not there yet; the first orchestrate upgrade --all makes it`;
      return [
        { group: 'database', code: 'DOCTOR.DATABASE', status: 'ok', message, fix: null },
        ...skippedAfter('the database is not there yet'),
      ];
    }
    return await examineOpen(context, { ...parts, database });
  } finally {
    // One that does not answer any more does not say goodbye either.
    await diagnosed('the end of the connection', () => database.close(), { ...context, signal: undefined });
  }
}

async function examineOpen(
  context: DoctorContext,
  { database, open, checks, place }: Parts & { readonly database: Database },
): Promise<readonly GroupedDiagnosis[]> {
  const { workspace } = open;
  const subject = { ...place, database, historyTables: historyTables(workspace, database) };
  const histories = {
    group: 'leftovers' as const,
    subject: 'the histories',
    run: () => checkHistories(database, open),
  };
  const results: GroupedDiagnosis[] = [
    { group: 'database', code: 'DOCTOR.DATABASE', status: 'ok', message: 'the database answers', fix: null },
  ];
  // One after the other: they share a connection.
  for (const check of [...checks.opened, histories]) {
    results.push(...(await runCheck(check, subject, context)));
    if (results.some(({ code }) => code === 'DOCTOR.TIMED_OUT'))
      return [...results, ...skippedAfter('the database stopped answering')];
  }
  return results;
}

function skipped(reason: string): readonly GroupedDiagnosis[] {
  return [skip('database', { code: 'DOCTOR.DATABASE', message: `the database: ${reason}` }), ...skippedAfter(reason)];
}

function skippedAfter(reason: string): readonly GroupedDiagnosis[] {
  return [
    skip('privileges', { code: 'DOCTOR.PRIVILEGES', message: `what the role may do: ${reason}` }),
    skip('leftovers', { code: 'DOCTOR.HISTORY', message: `the histories: ${reason}` }),
  ];
}

function skip(group: DiagnosisGroup, { code, message }: Pick<Diagnosis, 'code' | 'message'>): GroupedDiagnosis {
  return { group, code, status: 'skipped', message, fix: null };
}
