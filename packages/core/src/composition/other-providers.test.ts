import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { compose } from './compose.js';
import { sourcesOf, summary, type TestFragments } from './sources.test-support.js';

const ALL = ['sqlite', 'postgresql', 'cockroachdb', 'mysql', 'sqlserver', 'mongodb'] as const;
type Name = (typeof ALL)[number];

const id = (provider: Name) =>
  provider === 'mongodb' ? '  id String @id @default(auto()) @map("_id") @db.ObjectId\n' : '  id Int @id\n';
const key = (provider: Name) => (provider === 'mongodb' ? 'String @db.ObjectId' : 'Int');
const model = (provider: Name, name: string, rest = '') => `model ${name} {\n${id(provider)}${rest}}\n`;
const relation = (provider: Name, name: string, more = '', rest = '') =>
  model(
    provider,
    name,
    `  userId ${key(provider)}\n  user User @relation(fields: [userId], references: [id]${more})\n${rest}`,
  );

/** What is found in fragments, by code and place. */
function found(provider: Name, fragments: TestFragments): readonly string[] {
  return compose(sourcesOf(fragments, { provider })).findings.map(summary);
}

/** Fragments that clash, and on which databases; each is given the provider that it is about. */
const CLASHES: readonly {
  readonly name: string;
  readonly fragments: (provider: Name) => TestFragments;
  readonly finding: string;
  readonly on: readonly Name[];
}[] = [
  {
    name: 'foreign keys of one name',
    fragments: (on) => ({
      core: model(on, 'User'),
      a: relation(on, 'A', ', map: "x_fkey"'),
      b: relation(on, 'B', ', map: "x_fkey"'),
    }),
    finding: 'CONSTRAINT_CLASH b 4:13',
    on: ['mysql', 'sqlserver'],
  },
  {
    name: 'a foreign key by the default name of another',
    fragments: (on) => ({
      core: model(on, 'User'),
      a: relation(on, 'A'),
      b: relation(on, 'B', ', map: "A_userId_fkey"'),
    }),
    finding: 'CONSTRAINT_CLASH b 4:13',
    on: ['mysql', 'sqlserver'],
  },
  {
    name: 'a foreign key by the name of a unique key',
    fragments: (on) => ({
      core: model(on, 'User'),
      a: relation(on, 'A', ', map: "x"'),
      b: model(on, 'B', '  c Int @unique(map: "x")\n'),
    }),
    finding: 'CONSTRAINT_CLASH b 3:9',
    on: ['sqlserver'],
  },
  {
    name: 'unique keys of one name',
    fragments: (on) => ({
      a: model(on, 'A', '  c Int @unique(map: "x")\n'),
      b: model(on, 'B', '  c Int @unique(map: "x")\n'),
    }),
    finding: 'CONSTRAINT_CLASH b 3:9',
    on: ['sqlite', 'postgresql', 'sqlserver'],
  },
  {
    name: 'indexes of one name',
    fragments: (on) => ({
      a: model(on, 'A', '  c Int\n  @@index([c], map: "x")\n'),
      b: model(on, 'B', '  c Int\n  @@index([c], map: "x")\n'),
    }),
    finding: 'CONSTRAINT_CLASH b 4:3',
    on: ['sqlite', 'postgresql'],
  },
  {
    name: 'tables that differ in case',
    fragments: (on) => ({ a: model(on, 'A', '  @@map("things")\n'), b: model(on, 'B', '  @@map("Things")\n') }),
    finding: 'TABLE_CLASH b 3:3',
    on: ['sqlite', 'mysql', 'sqlserver'],
  },
  {
    name: 'an enum by the name of a table',
    fragments: (on) => ({ a: model(on, 'A', '  @@map("x")\n'), b: 'enum B {\n  C\n  @@map("x")\n}\n' }),
    finding: 'TABLE_CLASH b 3:3',
    on: ['postgresql', 'cockroachdb'],
  },
  {
    name: 'enums of one name',
    fragments: () => ({ a: 'enum A {\n  C\n  @@map("x")\n}\n', b: 'enum B {\n  C\n  @@map("x")\n}\n' }),
    finding: 'ENUM_CLASH b 3:3',
    on: ALL,
  },
  {
    name: 'a namespace',
    fragments: (on) => ({ a: { namespace: 'own', files: model(on, 'A') } }),
    finding: 'NAMESPACE_UNSUPPORTED extensions/a/package.json 1:1',
    on: ['sqlite', 'mysql', 'mongodb'],
  },
];

describe.each(ALL)('fragments for %s', (provider) => {
  it.each(CLASHES)('clash over $name, or not', ({ fragments, finding, on }) => {
    expect(found(provider, fragments(provider))).toEqual(on.includes(provider) ? [finding] : []);
  });
});

it.each<[Name, readonly string[]]>([
  ['mysql', ['CONSTRAINT_CLASH b 4:13']],
  ['sqlserver', []],
])('names of foreign keys are cut off at the length of %s', (provider, findings) => {
  const table = (end: string) => `  @@map("${'t'.repeat(60)}_${end}")\n`;
  const fragments = {
    core: model(provider, 'User'),
    a: relation(provider, 'A', '', table('a')),
    b: relation(provider, 'B', '', table('b')),
  };
  expect(found(provider, fragments)).toEqual(findings);
});

describe('a namespace on SQL Server', () => {
  it('is beside dbo, where everything else is', async () => {
    const sources = sourcesOf(
      {
        core: model('sqlserver', 'User'),
        a: relation('sqlserver', 'A', ', map: "x"'),
        billing: { namespace: 'billing', files: relation('sqlserver', 'Invoice', ', map: "x"') },
      },
      { provider: 'sqlserver' },
    );
    const { findings, files, entities } = compose(sources);
    expect(findings).toEqual([]);
    expect(entities.map(({ name, schema }) => [name, schema])).toEqual([
      ['User', 'dbo'],
      ['A', 'dbo'],
      ['Invoice', 'billing'],
    ]);
    expect(await lintSchema(files)).toEqual([]);
  });
});
