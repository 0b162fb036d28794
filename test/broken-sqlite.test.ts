// What can be wrong with a database that is a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { type Broken, expectClear, INIT_FILES, UPGRADE, upgraded } from './support/broken-input.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';

const BROKEN: readonly Broken[] = [
  {
    is: 'a file that is not a database',
    files: { ...INIT_FILES, 'prisma/dev.db': 'hello, this is text, and not a short one'.repeat(50) },
    args: UPGRADE,
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db is not a SQLite database', 'database URL'],
  },
  {
    is: 'a truncated database',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      const file = join(cwd, 'prisma/dev.db');
      writeFileSync(file, readFileSync(file).subarray(0, 5000));
    },
    args: ['status'],
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db', 'damaged'],
  },
  {
    is: 'a damaged database',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      const file = join(cwd, 'prisma/dev.db');
      writeFileSync(file, readFileSync(file).fill(0xab, 4096));
    },
    args: UPGRADE,
    code: 'DATABASE.NOT_A_DATABASE',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db', 'damaged'],
  },
  {
    is: 'a read-only database',
    files: INIT_FILES,
    prepare: async (cwd, database) => {
      const file = join(cwd, 'prisma/dev.db');
      await database.execute('CREATE TABLE "Other" ("x")');
      const bytes = readFileSync(file);
      // A write version above 2 makes a file read-only to SQLite, for root too: https://www.sqlite.org/fileformat.html
      bytes[18] = 3;
      writeFileSync(file, bytes);
    },
    args: UPGRADE,
    code: 'DATABASE.READ_ONLY',
    exitCode: 1,
    says: ['<cwd>/prisma/dev.db cannot be written', 'permission'],
  },
  {
    is: 'a database in a directory that does not exist',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'file:./no/such/dev.db'],
    code: 'DATABASE.NO_DIRECTORY',
    exitCode: 1,
    says: ['<cwd>/no/such/dev.db', 'Create the directory'],
  },
  {
    is: 'a database that is a directory',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'file:./prisma'],
    code: 'DATABASE.CANNOT_OPEN',
    exitCode: 1,
    says: ['<cwd>/prisma'],
  },
  {
    is: 'a URL of another kind of database',
    files: INIT_FILES,
    args: [...UPGRADE, '--database-url', 'postgresql://localhost/app'],
    code: 'DATABASE.URL_MISMATCH',
    exitCode: 2,
    says: ['"sqlite"', 'postgresql://localhost/app', '--database-url', 'file:./prisma/dev.db'],
  },
  {
    is: 'a kind of database that is not supported',
    files: {
      ...INIT_FILES,
      'prisma/schema.prisma': SMALL_WORKSPACE['prisma/schema.prisma'].replace('sqlite', 'mysql'),
    },
    args: UPGRADE,
    env: { DATABASE_URL: 'mysql://localhost/app' },
    code: 'DATABASE.UNSUPPORTED_PROVIDER',
    exitCode: 2,
    says: ['"mysql"', 'can still be validated', 'sqlite'],
  },
];

describe('a clear error, and nothing touched, for', () => {
  it.each(BROKEN)('$is', (broken) => expectClear(SQLITE, broken));
});
