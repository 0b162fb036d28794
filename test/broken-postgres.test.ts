// What can be wrong with a database on a server.
import { describe, it } from 'vitest';
import { type Broken, expectClear, INIT_FILES, UPGRADE } from './support/broken-input.js';
import { POSTGRESQL } from './support/postgres-test-database.js';

const edited = (edit: (url: URL) => void): NonNullable<Broken['url']> => {
  return ({ url }) => {
    const other = new URL(url);
    edit(other);
    return other.href;
  };
};

const BROKEN: readonly Broken[] = [
  {
    is: 'a server that does not answer',
    files: INIT_FILES,
    args: UPGRADE,
    // Nothing listens on the port of a service that hands out random characters.
    url: edited((url) => {
      url.port = '19';
    }),
    code: 'DATABASE.UNREACHABLE',
    exitCode: 1,
    says: ['127.0.0.1', '(19)'],
  },
  {
    is: 'a wrong password',
    files: INIT_FILES,
    args: ['status'],
    url: edited((url) => {
      url.password = 'wrong-s3cr3t';
    }),
    code: 'DATABASE.AUTHENTICATION',
    exitCode: 1,
    says: ['"postgres"', 'percent-encoded'],
  },
  {
    is: 'a database that is not there, for a command that writes',
    files: INIT_FILES,
    args: UPGRADE,
    url: edited((url) => {
      url.pathname = '/no_such_database';
    }),
    code: 'DATABASE.MISSING',
    exitCode: 3,
    says: ['"no_such_database"', '--create-database'],
  },
  {
    is: 'a URL of another kind of database',
    files: INIT_FILES,
    args: UPGRADE,
    url: () => 'file:./prisma/dev.db',
    code: 'DATABASE.URL_MISMATCH',
    exitCode: 2,
    says: ['"postgresql"', 'file:./prisma/dev.db', '--database-url'],
  },
];

describe('a clear error, and nothing touched, for', () => {
  it.each(BROKEN)('$is', (broken) => expectClear(POSTGRESQL, broken));
});
