import { describe, expect, it } from 'vitest';
import { downgrade, makeRevision } from '../packages/core/src/index.js';
import { DATABASES } from './support/databases.js';
import { tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

/** A change of a fragment; `%` stands for the row's own name, so that all rows can share a database. */
interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const model = (body: string, more = ''): string => `model %Item {\n  id Int @id\n  ${body}\n}\n${more}`;
const OTHER = '\nmodel %Other {\n  id Int @id\n  code String?\n  items %Item[]\n}\n';
const RELATION = 'otherId Int?\n  other %Other? @relation(fields: [otherId], references: [id])';
const STATE = '\nenum %State {\n  ON\n  OFF\n}\n';

const CHANGES: readonly Change[] = [
  { what: 'a new table', before: '', after: model('name String') },
  { what: 'a dropped table', before: model('name String @unique'), after: '' },
  { what: 'an optional column', before: model(''), after: model('name String?') },
  { what: 'a dropped column', before: model('name String?\n  rank Int'), after: model('rank Int') },
  { what: 'an index', before: model('a Int\n  b Int'), after: model('a Int\n  b Int\n  @@index([a, b(sort: Desc)])') },
  { what: 'an index less', before: model('a Int\n  @@index([a])'), after: model('a Int') },
  { what: 'a unique column', before: model('name String'), after: model('name String @unique') },
  {
    what: 'an index by another name',
    before: model('a Int\n  @@index([a], map: "%one")'),
    after: model('a Int\n  @@index([a], map: "%two")'),
  },
  { what: 'a relation', before: model(''), after: model(RELATION, OTHER) },
  { what: 'a relation less', before: model(RELATION, OTHER), after: model('') },
  {
    what: 'another action of a relation',
    before: model(RELATION, OTHER),
    after: model(RELATION.replace('[id])', '[id], onDelete: Cascade)'), OTHER),
  },
  {
    what: 'a relation to itself',
    before: model(''),
    after: model(
      'parentId Int?\n  parent %Item? @relation("Tree", fields: [parentId], references: [id])\n  children %Item[] @relation("Tree")',
    ),
  },
  {
    what: 'a relation to core',
    before: model(''),
    after: model('userId Int @default(1)\n  user User @relation(fields: [userId], references: [id])'),
  },
  { what: 'a many-to-many relation', before: model(''), after: model('others %Other[]', OTHER) },
  {
    what: 'a many-to-many relation less',
    before: model('others %Other[]', OTHER),
    after: model('', OTHER.replace('  items %Item[]\n', '')),
  },
  {
    what: 'a default',
    before: model('name String\n  rank Int @default(1)'),
    after: model('name String @default("it\'s")\n  rank Int'),
  },
  { what: 'optional to required', before: model('name String?'), after: model('name String @default("")') },
  { what: 'required to optional', before: model('name String'), after: model('name String?') },
  { what: 'an enum', before: model(''), after: model('state %State @default(ON)', STATE) },
  {
    what: 'another default of an enum',
    before: model('state %State @default(ON)', STATE),
    after: model('state %State @default(OFF)', STATE),
  },
  {
    what: 'a composite key',
    before: 'model %Item {\n  a Int\n  b Int\n  @@id([a])\n}\n',
    after: 'model %Item {\n  a Int\n  b Int\n  @@id([a, b])\n}\n',
  },
  {
    what: 'a composite unique key',
    before: model('a Int\n  b Int'),
    after: model('a Int\n  b Int\n  @@unique([a, b])'),
  },
  {
    what: 'a table by another name',
    before: model('name String @unique'),
    after: model('name String @unique\n  @@map("%renamed")'),
  },
  { what: 'a column by another name', before: model('name String?'), after: model('name String? @map("title")') },
  {
    what: 'columns of every type',
    before: model(''),
    after: model(
      'a Decimal @default(1.5)\n  b DateTime @default(now())\n  c Json?\n  d Bytes?\n  e BigInt @default(0)\n  f Float?\n  g Boolean @default(true)',
    ),
  },
  {
    what: 'other types',
    before: model('a Int\n  b Float?\n  c BigInt?'),
    after: model('a BigInt\n  b Decimal?\n  c String?'),
  },
];

const COLUMN_STATE = 'state %State @default(OFF)';

/** Changes that only PostgreSQL has. */
const ON_POSTGRESQL: readonly Change[] = [
  {
    what: 'one more value of an enum',
    before: model(COLUMN_STATE, STATE),
    after: model(COLUMN_STATE, STATE.replace('  ON\n', '  ON\n  IDLE\n')),
  },
  {
    what: 'one value of an enum less',
    before: model(`${COLUMN_STATE.replace('OFF', 'ON')}\n  more %State[]`, STATE),
    after: model(`${COLUMN_STATE.replace('OFF', 'ON')}\n  more %State[]`, STATE.replace('  OFF\n', '')),
  },
  {
    what: 'a value less between two others',
    before: model(`state %State @default(OFF)\n  more %State[]`, STATE.replace('  OFF\n', '  IDLE\n  OFF\n')),
    after: model(`state %State @default(OFF)\n  more %State[]`, STATE),
  },
  {
    what: 'columns that begin to count',
    before: model('rank Int\n  other BigInt'),
    after: model('rank Int @default(autoincrement())\n  other BigInt @default(autoincrement())'),
  },
  { what: 'an enum less', before: model('name String?\n  state %State?', STATE), after: model('name String?') },
  {
    what: 'an enum by another name',
    before: model('name String', STATE),
    after: model('name String', STATE.replace('OFF\n', 'OFF\n  @@map("%Renamed")\n')),
  },
  {
    what: 'columns of native types',
    before: model(''),
    after: model(
      'a String @default("") @db.VarChar(20)\n  b DateTime @default(now()) @db.Timestamptz(6)\n  c DateTime? @db.Date\n  d Json? @db.Json\n  e Decimal? @db.Money\n  f String? @db.Xml',
    ),
  },
  {
    what: 'other native types',
    before: model('a String @db.VarChar(20)\n  b DateTime'),
    after: model('a String @db.VarChar(40)\n  b DateTime @db.Timestamptz(3)'),
  },
  { what: 'lists', before: model(''), after: model('tags String[]\n  sizes Int[] @default([1, 2])') },
  {
    what: 'a default of the database',
    before: model('name String'),
    after: model(
      'name String @default(dbgenerated("upper(\'x\'::text)"))\n  key String @default(dbgenerated("gen_random_uuid()")) @db.Uuid',
    ),
  },
  {
    what: 'a type that Prisma does not know',
    before: model(''),
    after: model('at Unsupported("point")?\n  zone Unsupported("int4range")?'),
  },
  {
    what: 'an index of another type',
    before: model('tags String[]'),
    after: model('tags String[]\n  @@index([tags], type: Gin)'),
  },
];

const extensionOf = (row: number): string => `row-${row}`;
const fragmentOf = (text: string, row: number): string => text.replaceAll('%', `R${row}`);

/** How many revisions are made at a time: most of the time is that of the server with the shadow databases. */
const AT_A_TIME = 4;

/** A revision for every row, without a process for each; what is not reversible, or made nothing. */
async function makeRevisions(workspace: TestWorkspace, changes: readonly Change[]): Promise<readonly string[]> {
  const make = async ({ what }: Change, row: number): Promise<readonly string[]> => {
    const options = { extension: extensionOf(row), message: what, auto: true, allowDestructive: true };
    const result = await makeRevision({ cwd: workspace.root, environment: {}, ...options });
    if (result.kind === 'no-change') return [`${what}: no change`];
    return result.reversible ? [] : [`${what}: not reversible`];
  };
  const wrong: string[] = [];
  for (let first = 0; first < changes.length; first += AT_A_TIME) {
    const some = changes.slice(first, first + AT_A_TIME);
    wrong.push(...(await Promise.all(some.map((change, at) => make(change, first + at)))).flat());
  }
  return wrong;
}

/** What belongs to each row, by what the row is about. */
async function schemaByRow(
  workspace: TestWorkspace,
  changes: readonly Change[],
): Promise<Readonly<Record<string, unknown>>> {
  const objects = Object.entries(await workspace.database.schema());
  const rows = changes.map(({ what }, row) => {
    const own = new RegExp(`^\\w+ _?R${row}(?!\\d)`);
    return [what, objects.filter(([name]) => own.test(name))];
  });
  return Object.fromEntries(rows);
}

/** How many rows each table has that is among those given. */
async function rowsOf(workspace: TestWorkspace, tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(workspace.database)) {
    if (tables.includes(table)) counts[table] = (await workspace.database.rows(table)).length;
  }
  return counts;
}

describe.each(DATABASES)('a revision and its down.sql on $name', (on) => {
  const changes = on.provider === 'postgresql' ? [...CHANGES, ...ON_POSTGRESQL] : CHANGES;

  it('lead there, back and there again, whatever changed', async () => {
    const workspace = await TestWorkspace.on(on, { core: 'model User {\n  id Int @id\n}\n' });
    await workspace.auto('core');
    for (const [row, { before }] of changes.entries()) workspace.fragment(extensionOf(row), fragmentOf(before, row));
    expect(await makeRevisions(workspace, changes)).toEqual(['a new table: no change']);
    await workspace.upgrade('--all');
    const before = await schemaByRow(workspace, changes);
    await workspace.database.fill();
    const filled = await tablesOf(workspace.database);

    for (const [row, { after }] of changes.entries()) workspace.fragment(extensionOf(row), fragmentOf(after, row));
    expect(await makeRevisions(workspace, changes)).toEqual([]);
    await workspace.upgrade('--all');
    const after = await schemaByRow(workspace, changes);
    expect(Object.values(await rowsOf(workspace, filled)).filter((count) => count !== 1)).toEqual([]);
    expect(await workspace.database.orphans()).toEqual([]);
    const kept = (await tablesOf(workspace.database)).filter((table) => filled.includes(table));
    for (const { what } of changes) expect({ what, is: after[what] }).not.toEqual({ what, is: before[what] });

    for (const row of changes.keys()) {
      await downgrade({
        cwd: workspace.root,
        environment: {},
        selection: { kind: 'extension', name: extensionOf(row) },
        target: '-1',
        allowDestructive: true,
      });
    }
    expect(await schemaByRow(workspace, changes)).toEqual(before);
    expect(await rowsOf(workspace, kept)).toEqual(Object.fromEntries(kept.map((table) => [table, 1])));
    await workspace.upgrade('--all');
    expect(await schemaByRow(workspace, changes)).toEqual(after);
    expect(await workspace.database.orphans()).toEqual([]);
    expect(await makeRevisions(workspace, changes)).toEqual(changes.map(({ what }) => `${what}: no change`));
  });
});
