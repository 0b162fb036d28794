import type { Diagnosis } from '../../../diagnosis.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { listLeftRestores } from '../backup/drop-leftovers.js';
import { replacedName } from '../backup/restored-name.js';
import { parsePostgresUrl } from '../connection/postgres-url.js';
import { quoteIdentifier } from '../quote.js';
import { listLeftShadows } from '../shadow/server-leftovers.js';
import { leftovers } from '../test-ground/test-leftovers.js';
import { surveyServer } from '../test-ground/test-server.js';

/** Databases on the server that killed runs left, and those that restores have kept. */
export async function findLeftDatabases({ database, target }: DiagnosedDatabase): Promise<readonly Diagnosis[]> {
  const { database: name } = parsePostgresUrl(target.url, target);
  const shadows = await listLeftShadows(database);
  const restores = await listLeftRestores(database, name);
  const { candidates, time } = await surveyServer(database);
  const tests = leftovers(candidates, time);
  const replaced = await listReplaced(database, name);
  return [...judgeLeft({ shadows, restores, tests }), ...judgeReplaced(replaced)];
}

interface LeftDatabases {
  readonly shadows: readonly string[];
  readonly restores: readonly string[];
  readonly tests: readonly string[];
}

function judgeLeft({ shadows, restores, tests }: LeftDatabases): readonly Diagnosis[] {
  const kinds = [
    ['shadow databases of killed runs', shadows],
    ['databases of killed restores', restores],
    ['test databases that nobody uses', tests],
  ] as const;
  const left = kinds.filter(([, names]) => names.length > 0);
  if (left.length === 0) {
    return [
      { code: 'DOCTOR.LEFT_DATABASES', status: 'ok', message: 'no run has left a database on the server', fix: null },
    ];
  }
  return left.map(([what, names]) => ({
    code: 'DOCTOR.LEFT_DATABASES',
    status: 'warning',
    message: `There are ${what} on the server: ${names.join(', ')}. The next run of the kind drops them.`,
    fix: `To drop them now: ${dropAll(names)}`,
  }));
}

function judgeReplaced(names: readonly string[]): readonly Diagnosis[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'DOCTOR.REPLACED',
      status: 'warning',
      message: `Restores have kept what they replaced: ${names.join(', ')}.`,
      fix: `Once nobody needs them: ${dropAll(names)}`,
    },
  ];
}

function dropAll(names: readonly string[]): string {
  return names.map((name) => `DROP DATABASE ${quoteIdentifier(name)};`).join(' ');
}

async function listReplaced(database: DiagnosedDatabase['database'], target: string): Promise<readonly string[]> {
  const sample = replacedName(target, new Date(0));
  const start = sample.slice(0, sample.lastIndexOf(SEPARATOR) + SEPARATOR.length);
  const rows = await database.query<{ readonly name: string }>(
    `SELECT datname::text AS name FROM pg_database
WHERE starts_with(datname, ?) AND pg_has_role(datdba, 'USAGE') ORDER BY 1`,
    [start],
  );
  return rows.map(({ name }) => name);
}

const SEPARATOR = '_replaced_';
