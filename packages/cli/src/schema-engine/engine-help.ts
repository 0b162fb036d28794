import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readVersion } from '../version.js';

/** What the executable says to a person. */
export const ENGINE_HELP = `orchestrate-schema-engine: Prisma's schema engine as WebAssembly

The Prisma CLI starts it in place of its native engine, which is a download, on
SQLite, PostgreSQL and CockroachDB:

  npm install --save-dev prisma-orchestrate
  export PRISMA_SCHEMA_ENGINE_BINARY="$PWD/node_modules/.bin/orchestrate-schema-engine"
  npx prisma migrate status

It takes what the native engine takes:

  --datasource <JSON>                the URLs: {"url": "file:./dev.db"}
  -d, --datamodels <FILE>...         the files of the schema, or folders of them
  --enabled-preview-features <LIST>  taken; the schema says it as well
  --extension-types <JSON>           taken, and not used
  cli can-connect-to-database        says whether the database is there
  cli create-database                creates it
  -V, --version                      its version, and that of the engine inside
`;

/** Its version, Prisma's that it stands for, and a word where the Prisma CLI of a project does not fit. */
export function engineVersion(directory: string): string {
  const engine = engineDependency();
  const own = `orchestrate-schema-engine ${readVersion()} (Prisma ${plain(engine)}, schema-engine-wasm ${engine})`;
  const cli = prismaVersion(directory);
  return cli === null || major(cli) === major(engine)
    ? own
    : `${own}; it does not fit Prisma ${cli}, which is installed here`;
}

function engineDependency(): string {
  const core = createRequire(import.meta.url).resolve('@prisma-orchestrate/core/package.json');
  const { dependencies } = readJson(core) as { readonly dependencies: Readonly<Record<string, string>> };
  return dependencies['@prisma/schema-engine-wasm'] ?? '';
}

/** Of the project that starts this, if anybody's. */
const PRISMA = 'prisma/package.json';

/** The version of the Prisma CLI that a directory uses; null without one. */
function prismaVersion(directory: string): string | null {
  try {
    const file = createRequire(path.join(directory, 'package.json')).resolve(PRISMA);
    const { version } = readJson(file) as { readonly version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function plain(version: string): string {
  return version.split('-')[0] ?? version;
}

function major(version: string): string | undefined {
  return version.split('.')[0];
}
