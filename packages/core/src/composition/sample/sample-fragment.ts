import { stringLiteral } from '../../fragment/literals.js';
import { defaultConstraintName } from '../constraint-name.js';
import { lowerCamelCase, oppositeName, upperFirst } from '../opposite-name.js';
import type { OwnerModel } from './find-owner.js';
import { type SampleNames, tablePrefix } from './sample-names.js';

/** What a first fragment is made of. */
export interface SampleFragmentOptions {
  readonly extension: string;
  readonly names: SampleNames;
  /** The model of core that it relates to; null where none fits. */
  readonly owner: OwnerModel | null;
  /** As core's datasource has it; null where that says none. */
  readonly provider: string | null;
}

/** The shortest limit among databases. */
const NAME_BYTES = 63;

/** A schema without models that says what belongs into it. */
export function emptyFragment(extension: string, canMigrate: boolean): string {
  return [
    `// What ${extension} owns: its models and enums. Models of core, and of the extensions in "dependsOn" of package.json,`,
    '// are referred to by name.',
    '//',
    `// All tables share one database, so each says whose it is: @@map("${tablePrefix(extension)}_…").${canMigrate ? ' Then make a revision:' : ''}`,
    ...(canMigrate ? [`//   orchestrate revision --extension ${extension} -m "…" --auto`] : []),
    '',
  ].join('\n');
}

/** A schema with one model that is as a model of an extension should be, and says why. */
export function sampleFragment({ extension, names, owner, provider }: SampleFragmentOptions): string {
  const { model, table } = names;
  return [
    `// What ${extension} owns. Models of core, and of the extensions in "dependsOn" of package.json, are referred to by name.`,
    '',
    '/// A sample to start from: rename it, change it, or put your own in its place.',
    `model ${model} {`,
    ...columns([idOf(provider), ['name', 'String', ''], ['createdAt', 'DateTime', '@default(now())']]),
    '',
    ...(owner === null ? relationToBe() : relation(owner, names)),
    // Prisma's formatter takes a blank line between two attributes away.
    ...(owner === null ? [''] : []),
    '  // All tables share one database; the prefix says whose this one is.',
    `  @@map(${stringLiteral(table)})`,
    '}',
    '',
  ].join('\n');
}

function idOf(provider: string | null): readonly [string, string, string] {
  // What counts up needs 64 bits on CockroachDB, and is not there on MongoDB, where ids have a type and a name of their own.
  if (provider === 'mongodb') return ['id', 'String', '@id @default(auto()) @map("_id") @db.ObjectId'];
  return ['id', provider === 'cockroachdb' ? 'BigInt' : 'Int', '@id @default(autoincrement())'];
}

function relation(owner: OwnerModel, { model, table }: SampleNames): readonly string[] {
  const { field, key } = relationFields(owner);
  const attribute = `@relation(fields: [${key}], references: [${owner.id}], onDelete: Cascade)`;
  const index = defaultConstraintName({ kind: 'index', table, columns: [key] }, NAME_BYTES);
  const isWhole = index === `${table}_${key}_idx`;
  return [
    `  // ${owner.name} is core's: it gets the other side, ${oppositeName(model, 'list')}, when the schema is composed.`,
    '  // onDelete says what becomes of these rows when the one that they belong to goes.',
    ...columns([
      [key, owner.type, ''],
      [field, owner.name, attribute],
    ]),
    '',
    '  // Without an index on its foreign key, whoever deletes in the other table makes the database read all of this one.',
    `  @@index([${key}]${isWhole ? '' : `, map: ${stringLiteral(index)}`})`,
  ];
}

function relationToBe(): readonly string[] {
  return [
    '  // Core has no model with an id of one column that these rows could belong to. Once it has, say User, write:',
    '  //   userId Int',
    '  //   user   User @relation(fields: [userId], references: [id], onDelete: Cascade)',
    '  //   @@index([userId])',
  ];
}

const OWN_FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'createdAt']);

function relationFields({ name, id }: OwnerModel): { readonly field: string; readonly key: string } {
  const usual = lowerCamelCase(name);
  const field = OWN_FIELDS.has(usual) || OWN_FIELDS.has(`${usual}${upperFirst(id)}`) ? 'owner' : usual;
  return { field, key: `${field}${upperFirst(id)}` };
}

/** Aligned as Prisma's formatter does. */
function columns(rows: readonly (readonly [name: string, type: string, attributes: string])[]): readonly string[] {
  const names = Math.max(...rows.map(([name]) => name.length));
  // A native type is an attribute, and only types are aligned.
  const split = rows.map(([name, type, attributes]) => {
    const [first = '', ...native] = type.split(' ');
    return { name, type: first, rest: [...native, attributes].join(' ').trim() };
  });
  const types = Math.max(...split.map(({ type }) => type.length));
  return split.map(({ name, type, rest }) => `  ${name.padEnd(names)} ${type.padEnd(types)} ${rest}`.trimEnd());
}
