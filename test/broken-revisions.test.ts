import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import {
  type Broken,
  CREATE_USER,
  expectClear,
  INIT,
  INIT_FILES,
  INIT_SQL,
  UPGRADE,
  upgraded,
} from './support/broken-input.js';
import { DATABASES } from './support/databases.js';

type Files = NonNullable<Broken['files']>;

const INIT_JSON = `prisma/migrations/${INIT}/revision.json`;

/** Files with a revision.json of core. */
const manifest = (text: string): Files => ({ ...INIT_FILES, [INIT_JSON]: text });

const REVISIONS: readonly Broken[] = [
  {
    is: 'a revision.json that is no JSON',
    files: manifest('{\n  "message": "Init",\n  "parent": nil\n}\n'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [`${INIT_JSON}:3:13`, 'Not valid JSON'],
  },
  {
    is: 'revisions of another database',
    files: { ...INIT_FILES, 'prisma/migrations/migration_lock.toml': '# Kept by Prisma.\nprovider = "mysql"\n' },
    args: UPGRADE,
    code: 'REVISION.OTHER_PROVIDER',
    exitCode: 1,
    says: ['prisma/migrations/migration_lock.toml:1:1', 'The revisions of core are for mysql'],
  },
  {
    is: 'an empty revision.json',
    files: manifest(''),
    args: ['status'],
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [`${INIT_JSON}:1:1`, 'The file is empty'],
  },
  {
    is: 'a revision.json with wrong types',
    files: manifest('{\n  "message": "Init",\n  "parent": 7,\n  "requires": ["core"]\n}\n'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [
      `${INIT_JSON}:3:3`,
      '"parent" must be',
      `${INIT_JSON}:4:`,
      '"requires" must be a list of "extension/revision"',
    ],
  },
  {
    is: 'a revision.json with an unknown key',
    files: manifest('{ "message": "Init", "parent": null, "require": [], "requires": [] }'),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [INIT_JSON, '"require"', 'did you mean "requires"?'],
  },
  {
    is: 'a revision.json of a megabyte',
    files: manifest(JSON.stringify({ message: 'x'.repeat(1_200_000), parent: null, requires: [] })),
    args: UPGRADE,
    code: 'REVISION.MANIFEST_INVALID',
    exitCode: 1,
    says: [INIT_JSON, 'larger than'],
  },
  {
    is: 'a revision.json that is a directory',
    files: { ...INIT_FILES, [`${INIT_JSON}/x`]: '' },
    args: UPGRADE,
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: [`<cwd>/${INIT_JSON}`, 'it is a directory where a file is expected'],
  },
  {
    is: 'a migration.sql that is missing',
    files: { [`prisma/migrations/${INIT}/down.sql`]: '' },
    args: UPGRADE,
    code: 'REVISION.MISSING_SQL',
    exitCode: 1,
    says: [`${INIT_SQL}`, 'version control'],
  },
  {
    is: 'a migration.sql that is a directory',
    files: { [`${INIT_SQL}/x`]: '' },
    args: UPGRADE,
    code: 'FILE.UNREADABLE',
    exitCode: 1,
    says: [`<cwd>/${INIT_SQL}`, 'it is a directory where a file is expected'],
  },
  {
    is: 'an applied revision that was edited',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      writeFileSync(join(cwd, INIT_SQL), `${CREATE_USER}-- changed\n`);
    },
    args: UPGRADE,
    code: 'HISTORY.EDITED',
    exitCode: 1,
    says: [`core/${INIT} was edited`, 'migration.sql', 'orchestrate revision --extension core', 'orchestrate repair'],
  },
  {
    is: 'an applied revision without a directory',
    files: INIT_FILES,
    prepare: async (cwd) => {
      await upgraded(cwd);
      rmSync(join(cwd, 'prisma/migrations', INIT), { recursive: true });
    },
    args: UPGRADE,
    code: 'HISTORY.MISSING_REVISION',
    exitCode: 1,
    says: [`core/${INIT} is applied, but its directory does not exist`, 'version control'],
  },
  {
    is: 'a history row of a revision that nobody knows',
    files: INIT_FILES,
    prepare: async (cwd, database) => {
      await upgraded(cwd);
      await database.execute(`INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
        SELECT 'x', 'x', "finished_at", '20270101000000_future', 1 FROM "_prisma_migrations"`);
    },
    args: ['downgrade', '--target', 'base'],
    code: 'HISTORY.MISSING_REVISION',
    exitCode: 1,
    says: ['core/20270101000000_future', 'version control'],
  },
  {
    is: 'a requirement that points nowhere',
    files: manifest('{ "message": "Init", "parent": null, "requires": ["blog/20250101000000_gone"] }'),
    args: UPGRADE,
    code: 'REVISION.MISSING_REQUIREMENT',
    exitCode: 1,
    says: [INIT_JSON, 'blog/20250101000000_gone'],
  },
  {
    is: 'a parent that points nowhere',
    files: manifest('{ "message": "Init", "parent": "20250101000000_gone", "requires": [] }'),
    args: UPGRADE,
    code: 'REVISION.MISSING_PARENT',
    exitCode: 1,
    says: [INIT_JSON, '20250101000000_gone'],
  },
  {
    is: 'a cycle between revisions',
    files: {
      ...manifest('{ "message": "Init", "parent": null, "requires": ["blog/1_init"] }'),
      'extensions/blog/prisma/migrations/1_init/migration.sql': 'SELECT 1;',
      'extensions/blog/prisma/migrations/1_init/revision.json': `{ "message": "", "parent": null, "requires": ["core/${INIT}"] }`,
    },
    args: UPGRADE,
    code: 'REVISION.CYCLE',
    exitCode: 1,
    says: [`core/${INIT}`, 'blog/1_init', 'revision.json'],
  },
  {
    is: 'a diverged extension that is to be revised',
    files: {
      ...manifest('{ "message": "Init", "parent": null, "requires": [] }'),
      ...child('20260102000000_left'),
      ...child('20260103000000_right'),
    },
    args: ['revision', '-m', 'More'],
    code: 'REVISION.DIVERGED',
    exitCode: 1,
    says: ['core', '20260102000000_left', '20260103000000_right'],
  },
];

function child(name: string): Files {
  return {
    [`prisma/migrations/${name}/migration.sql`]: 'SELECT 1;',
    [`prisma/migrations/${name}/revision.json`]: JSON.stringify({ message: name, parent: INIT, requires: [] }),
  };
}

describe.each(DATABASES)('on $name, a clear error, and nothing touched, for', (on) => {
  it.each(REVISIONS)('$is', (broken) => expectClear(on, broken));
});
