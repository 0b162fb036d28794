import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addEntries, testdir } from '../../packages/core/src/testdir.test-support.js';
import type { PrismaMigration } from './prisma-engine.js';
import { repositoryRoot } from './repository.js';
import { type DatabaseKind, readContents, type SchemaDescription, type TestDatabase } from './test-database.js';

/** The fragment that the extension `added` gets. */
const FRAGMENT = 'extensions/added/prisma/schema.prisma';

/** Which project of `test/fixtures/existing-projects`, and how it is configured. */
export interface ExistingProjectOptions {
  readonly on: DatabaseKind;
  readonly name: string;
  /** `?schema=` of its URL. */
  readonly schema?: string | undefined;
  /** 7 unless given: the version whose configuration it has. */
  readonly prisma?: 6 | 7 | undefined;
}

/** A project of Prisma's own in a temporary directory, with nothing of orchestrate in it, and its empty database. */
export interface ExistingProject {
  readonly root: string;
  readonly database: TestDatabase;
  /** As they are on disk at the moment, in the order in which Prisma applies them. */
  readonly migrations: readonly PrismaMigration[];
  /** Writes a migration; null removes its directory. */
  writeMigration(name: string, sql: string | null): void;
  /** The files of its schema without what Prisma 7 does not know any more. */
  readonly schema: Readonly<Record<string, string>>;
  /** Puts the extension of the fixture beside it. */
  addExtension(): void;
}

/** Copies a project to a directory of its own. */
export async function existingProject(options: ExistingProjectOptions): Promise<ExistingProject> {
  const { on, name, schema, prisma = 7 } = options;
  const fixture = join(repositoryRoot, 'test/fixtures/existing-projects', on.provider, name);
  const root = testdir();
  cpSync(join(fixture, 'prisma'), join(root, 'prisma'), { recursive: true });
  const database = await on.create(root, undefined, schema);
  addEntries(root, prisma === 7 ? configOfPrisma7(database.url) : configOfPrisma6(database.url));
  return {
    root,
    database,
    get migrations() {
      return readMigrations(join(root, 'prisma/migrations'));
    },
    writeMigration: (migration, sql) => {
      if (sql === null) rmSync(join(root, 'prisma/migrations', migration), { recursive: true });
      else addEntries(root, { [`prisma/migrations/${migration}/migration.sql`]: sql });
    },
    schema: readSchema(join(root, 'prisma')),
    addExtension: () => addEntries(root, { [FRAGMENT]: readFileSync(join(fixture, 'extension.prisma'), 'utf8') }),
  };
}

/** Everything in a database, core's history to the bit. */
export async function readAll(database: TestDatabase) {
  const { schema, tables } = await readContents(database);
  return { schema, tables, core: await database.history('core') };
}

/** The names of what one description has and another has not, by kind: `table`, `enum`. */
export function addedNames(kind: string, before: SchemaDescription, after: SchemaDescription): readonly string[] {
  const added = Object.keys(after).filter((object) => !Object.hasOwn(before, object) && object.startsWith(`${kind} `));
  return added.map((object) => object.slice(kind.length + 1));
}

function configOfPrisma7(url: string): Readonly<Record<string, string>> {
  return {
    'package.json': '{ "name": "shop", "private": true, "type": "module" }\n',
    '.env': `DATABASE_URL="${url}"\n`,
    'prisma.config.ts': `import { defineConfig, env } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: env('DATABASE_URL') },
});
`,
  };
}

function configOfPrisma6(url: string): Readonly<Record<string, string>> {
  return {
    'package.json': '{ "name": "shop", "private": true, "prisma": { "schema": "./prisma" } }\n',
    '.env': `DATABASE_URL="${url}"\nDIRECT_URL="${url}"\n`,
  };
}

function readMigrations(directory: string): readonly PrismaMigration[] {
  const names = readdirSync(directory).filter((name) => statSync(join(directory, name)).isDirectory());
  return names.sort().map((name) => ({ name, sql: readFileSync(join(directory, name, 'migration.sql'), 'utf8') }));
}

function readSchema(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.prisma'),
  );
  const texts = files.map((file) =>
    readFileSync(join(directory, file), 'utf8').replaceAll(/^ *(url|directUrl) .*\n/gm, ''),
  );
  return Object.fromEntries(files.map((file, at) => [file, texts[at] ?? '']));
}
