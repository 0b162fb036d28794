// Writes a workspace of any size, the same for the same numbers:
// `node scripts/bench/generate-workspace.mjs DIRECTORY [--extensions N] [--revisions M] [--models K] [--hub]
// [--provider postgresql]`.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../support/run.mjs';

const GROUP = 5;
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/**
 * Extensions come in groups of five, each depending on the one before it. The first revision of an extension creates
 * its tables; each later one adds a column, or an index on the column before.
 *
 * @param {string} directory is emptied first
 * @param {{ extensions: number, revisions: number, models: number, hub?: boolean,
 *   provider?: 'sqlite' | 'postgresql' }} size `hub` makes the last
 *   extension depend on all others
 * @returns {{ extensions: readonly string[], scripts: readonly string[] }} names, and the paths of all migration.sql
 *   in plan order
 */
export function generateWorkspace(directory, { extensions, revisions, models, hub = false, provider = 'sqlite' }) {
  rmSync(directory, { recursive: true, force: true });
  const write = (path, text) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const names = Array.from({ length: extensions }, (_, index) => `ext-${String(index).padStart(3, '0')}`);
  const dependenciesOf = (index) => {
    if (hub && index === extensions - 1) return names.slice(0, -1);
    return index % GROUP === 0 ? [] : [names[index - 1]];
  };
  const revisionName = (index, revision) =>
    `${timestamp(1 + revision * extensions + index)}_${revision === 0 ? 'init' : `change_${revision}`}`;
  const coreRevision = `${timestamp(0)}_init`;

  write('package.json', json({ name: 'bench-workspace', private: true, type: 'module' }));
  write('prisma.config.ts', prismaConfig(provider));
  write('prisma/schema.prisma', coreSchema(provider));
  const scripts = [];
  writeRevision('prisma/migrations', coreRevision, {
    up: `CREATE TABLE "users" (\n    ${ID[provider]},\n    "name" TEXT NOT NULL\n);\n`,
    down: 'DROP TABLE "users";\n',
    parent: null,
    requires: [],
  });
  for (let revision = 0; revision < revisions; revision += 1) {
    for (const [index, name] of names.entries()) {
      writeRevision(`extensions/${name}/prisma/migrations`, revisionName(index, revision), {
        ...sqlOf({ name, revision, models, dependency: dependenciesOf(index)[0], provider }),
        parent: revision === 0 ? null : revisionName(index, revision - 1),
        requires: requirementsOf(index, revision),
      });
    }
  }
  for (const [index, name] of names.entries()) {
    const dependencies = dependenciesOf(index);
    write(
      `extensions/${name}/package.json`,
      json({ name: `@bench/${name}`, private: true, orchestrate: { dependsOn: ['core', ...dependencies] } }),
    );
    write(
      `extensions/${name}/prisma/schema.prisma`,
      Array.from({ length: models }, (_, model) =>
        modelText({ name, model, models, revisions, dependency: dependencies[0] }),
      ).join('\n'),
    );
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction');
  return { extensions: names, scripts };

  function requirementsOf(index, revision) {
    const required = revision === 0 ? [`core/${coreRevision}`] : [];
    for (const dependency of dependenciesOf(index)) {
      required.push(`${dependency}/${revisionName(names.indexOf(dependency), revision)}`);
    }
    return required;
  }

  function writeRevision(folder, name, { up, down, parent, requires }) {
    write(`${folder}/${name}/migration.sql`, up);
    write(`${folder}/${name}/down.sql`, down);
    write(`${folder}/${name}/revision.json`, json({ message: name.slice(15), parent, requires }));
    scripts.push(join(directory, folder, name, 'migration.sql'));
  }
}

const ID = {
  sqlite: '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT',
  postgresql: '"id" SERIAL NOT NULL PRIMARY KEY',
};

const prismaConfig = (provider) => `import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  datasource: { url: ${provider === 'sqlite' ? "'file:./prisma/dev.db'" : "process.env.DATABASE_URL ?? ''"} },
});
`;

const coreSchema = (provider) => `datasource db {
  provider = "${provider}"
}

generator client {
  provider = "prisma-client"
  output   = "../generated/client"
}

model User {
  id   Int    @id @default(autoincrement())
  name String

  @@map("users")
}
`;

const tableOf = (name, model) => `${name.replaceAll('-', '_')}_model_${model}`;
const modelOf = (name, model) => `${name.replace('ext-', 'Ext')}Model${model}`;

/** Revision 1 adds a column to model 0, 2 its index, 3 a column to model 1, and so on round the models. */
function changeOf(revision, models) {
  const column = revision % 2 === 1 ? revision : revision - 1;
  return { model: ((column - 1) / 2) % models, field: `field${column}`, isColumn: column === revision };
}

function sqlOf({ name, revision, models, dependency, provider }) {
  if (revision > 0) {
    const { model, field, isColumn } = changeOf(revision, models);
    const table = tableOf(name, model);
    const index = `${table}_${field}_idx`;
    return isColumn
      ? {
          up: `ALTER TABLE "${table}" ADD COLUMN "${field}" TEXT;\n`,
          down: `ALTER TABLE "${table}" DROP COLUMN "${field}";\n`,
        }
      : { up: `CREATE INDEX "${index}" ON "${table}"("${field}");\n`, down: `DROP INDEX "${index}";\n` };
  }
  const tables = Array.from({ length: models }, (_, model) => tableOf(name, model));
  return {
    up: tables.map((table, model) => createTable(table, model === 0 ? dependency : undefined, provider)).join('\n'),
    down: tables.map((table) => `DROP TABLE "${table}";\n`).join(''),
  };
}

function createTable(table, dependency, provider) {
  const action = 'ON UPDATE CASCADE';
  const lines = [
    ID[provider],
    '"name" TEXT NOT NULL',
    '"userId" INTEGER NOT NULL',
    ...(dependency ? ['"beforeId" INTEGER'] : []),
    `CONSTRAINT "${table}_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users" ("id") ON DELETE RESTRICT ${action}`,
    ...(dependency
      ? [
          `CONSTRAINT "${table}_beforeId_fkey" FOREIGN KEY ("beforeId") REFERENCES "${tableOf(dependency, 0)}" ("id") ON DELETE SET NULL ${action}`,
        ]
      : []),
  ];
  return `CREATE TABLE "${table}" (\n${lines.map((line) => `    ${line}`).join(',\n')}\n);\n`;
}

function modelText({ name, model, models, revisions, dependency }) {
  const lines = [
    'id Int @id @default(autoincrement())',
    'name String',
    'userId Int',
    'user User @relation(fields: [userId], references: [id])',
  ];
  if (model === 0 && dependency) {
    lines.push('beforeId Int?', `before ${modelOf(dependency, 0)}? @relation(fields: [beforeId], references: [id])`);
  }
  const changes = Array.from({ length: Math.max(revisions - 1, 0) }, (_, index) => changeOf(index + 1, models));
  for (const change of changes.filter((one) => one.model === model)) {
    lines.push(change.isColumn ? `${change.field} String?` : `@@index([${change.field}])`);
  }
  lines.push(`@@map("${tableOf(name, model)}")`);
  return `model ${modelOf(name, model)} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`;
}

function timestamp(minutes) {
  return new Date(START + minutes * MINUTE).toISOString().replace(/\D/g, '').slice(0, 14);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      extensions: { type: 'string', default: '5' },
      revisions: { type: 'string', default: '3' },
      models: { type: 'string', default: '2' },
      hub: { type: 'boolean', default: false },
      provider: { type: 'string', default: 'sqlite' },
    },
  });
  const [directory] = positionals;
  if (directory === undefined) throw new Error('Name the directory to write: generate-workspace.mjs DIRECTORY');
  const { scripts } = generateWorkspace(resolve(directory), {
    extensions: Number(values.extensions),
    revisions: Number(values.revisions),
    models: Number(values.models),
    hub: values.hub,
    provider: values.provider,
  });
  console.log(`${directory}: ${values.extensions} extensions, ${scripts.length} revisions`);
}
