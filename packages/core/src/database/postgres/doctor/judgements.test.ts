import { describe, expect, it } from 'vitest';
import { judgeSchemas, judgeTables } from './check-privileges.js';
import { judgeRoom } from './check-room.js';
import { judgeSettings, type ServerSettings } from './check-settings.js';

const SETTINGS: ServerSettings = {
  version: '18.4',
  major: 18,
  role: 'app',
  database: 'shop',
  encoding: 'UTF8',
  isStandby: false,
  isReadOnly: false,
  statementTimeoutMs: 0,
};

describe('judgeSettings', () => {
  it.each<[string, Partial<ServerSettings>, number | null, readonly string[]]>([
    ['of a server as it should be', {}, null, []],
    ['of a server that is too new', { major: 19, version: '19beta1' }, null, ['DOCTOR.SERVER warning']],
    ['of a database without an encoding', { encoding: 'SQL_ASCII' }, null, ['DOCTOR.ENCODING warning']],
    ['of a standby', { isStandby: true }, null, ['DOCTOR.WRITABLE error']],
    ['of a role that only reads', { isReadOnly: true }, null, ['DOCTOR.WRITABLE error']],
    ['with a short limit', { statementTimeoutMs: 30_000 }, null, ['DOCTOR.STATEMENT_TIMEOUT warning']],
    ['with a short limit that the configuration lifts', { statementTimeoutMs: 30_000 }, 900_000, []],
    [
      'with a long limit that the configuration cuts',
      { statementTimeoutMs: 900_000 },
      1_000,
      ['DOCTOR.STATEMENT_TIMEOUT warning'],
    ],
  ])('weighs settings %s', (_what, change, own, expected) => {
    const found = judgeSettings({ ...SETTINGS, ...change }, own).filter(({ status }) => status !== 'ok');
    expect(found.map(({ code, status }) => `${code} ${status}`)).toEqual(expected);
    expect(found.every(({ fix }) => fix !== null)).toBe(true);
  });
});

describe('judgeRoom', () => {
  it.each([
    [50, 'ok'],
    [3, 'warning'],
    [-2, 'warning'],
  ])('finds %i free connections %s', (free, status) => {
    expect(judgeRoom({ free, most: 100 })).toMatchObject({ status, message: expect.not.stringContaining('-2') });
  });
});

describe('judgeSchemas', () => {
  const role = { role: 'o"neill', database: 'shop' };

  it.each([
    [{ isThere: true, mayUse: true, mayCreate: true }, null],
    [{ isThere: false, mayUse: true, mayCreate: true }, null],
    [{ isThere: true, mayUse: true, mayCreate: false }, 'GRANT USAGE, CREATE ON SCHEMA "Sales" TO "o""neill";'],
    [{ isThere: true, mayUse: false, mayCreate: false }, 'GRANT USAGE, CREATE ON SCHEMA "Sales" TO "o""neill";'],
    [{ isThere: false, mayUse: true, mayCreate: false }, 'GRANT CREATE ON DATABASE "shop" TO "o""neill";'],
  ])('says what %j takes', (privileges, grant) => {
    const [found] = judgeSchemas([{ schema: 'Sales', ...privileges }], role);
    expect(found?.fix ?? null).toEqual(grant === null ? null : expect.stringContaining(grant));
  });
});

describe('judgeTables', () => {
  const role = { role: 'app', database: 'shop' };
  const table = (name: string, more = {}) => ({
    schema: 'public',
    name,
    owner: 'ada',
    isHistory: false,
    mayWrite: false,
    ...more,
  });

  it('names some of many tables, and counts the rest', () => {
    const [found] = judgeTables(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => table(name)),
      role,
    );
    expect(found).toMatchObject({
      code: 'DOCTOR.TABLE_OWNER',
      status: 'warning',
      message: expect.stringContaining('public.e (of ada), and 2 more'),
    });
  });

  it('wants rows of histories only, not the tables', () => {
    const histories = [
      table('_prisma_migrations', { isHistory: true, mayWrite: true }),
      table('_prisma_migrations_blog', { isHistory: true }),
    ];
    expect(judgeTables(histories, role).map(({ code, status }) => `${code} ${status}`)).toEqual([
      'DOCTOR.HISTORY_PRIVILEGE error',
      'DOCTOR.TABLE_OWNER ok',
    ]);
  });
});
