import { DEFAULT_NAMESPACE } from '../extension.js';
import { stringValue } from '../fragment/literals.js';
import type { Block } from '../fragment/parsed-file.js';
import type { ConstraintKind } from './constraint-name.js';

/**
 * What decides on a database how fragments fit together: as Prisma's own validator has it, and as the database has it where that
 * would refuse what the validator lets pass.
 */
export interface Dialect {
  /** As Prisma calls it; null where the datasource block does not say. */
  readonly provider: string | null;
  /** Whether a database has schemas, and `@@schema` is understood. */
  readonly hasSchemas: boolean;
  /** The schema in which everything is that names none. */
  readonly defaultSchema: string;
  /** Whether names that differ in case only are two names, on every system that the database runs on. */
  readonly isCaseSensitive: boolean;
  /** The longest name of a constraint or index, in bytes of UTF-8. */
  readonly nameBytes: number;
  /** What has its name in the whole database, or the whole schema where it has schemas; the others have theirs per table. */
  readonly sharedNames: ReadonlySet<ConstraintKind>;
  /** Whether an enum is something in the database, with a name there that tables cannot have. */
  readonly hasEnums: boolean;
  /** Whether the database knows of relations. */
  readonly hasForeignKeys: boolean;
  /** Whether the database makes an index for every foreign key. */
  readonly indexesForeignKeys: boolean;
  /** What Prisma has a delete do about rows that must refer to the deleted one, where the relation does not say. */
  readonly requiredOnDelete: 'Restrict' | 'NoAction';
}

type Rules = Omit<Dialect, 'provider'>;

const POSTGRESQL: Rules = {
  hasSchemas: true,
  defaultSchema: DEFAULT_NAMESPACE,
  isCaseSensitive: true,
  nameBytes: 63,
  sharedNames: new Set(['id', 'unique', 'index']),
  hasEnums: true,
  hasForeignKeys: true,
  indexesForeignKeys: false,
  requiredOnDelete: 'Restrict',
};

const SQLITE: Rules = {
  ...POSTGRESQL,
  hasSchemas: false,
  isCaseSensitive: false,
  // Prisma's own limit for SQLite, which has none.
  nameBytes: 10_000,
  sharedNames: new Set(['unique', 'index']),
  hasEnums: false,
};

/** MariaDB, too. */
const MYSQL: Rules = {
  ...SQLITE,
  // Tables are files, and there are systems that tell those apart by their case and systems that do not.
  isCaseSensitive: false,
  nameBytes: 64,
  sharedNames: new Set(['foreign-key']),
  indexesForeignKeys: true,
};

const SQLSERVER: Rules = {
  ...SQLITE,
  hasSchemas: true,
  defaultSchema: 'dbo',
  nameBytes: 128,
  // Unique keys are constraints there; Prisma's validator lets two of one name pass, and the database does not.
  sharedNames: new Set(['id', 'unique', 'foreign-key']),
  requiredOnDelete: 'NoAction',
};

const MONGODB: Rules = {
  ...SQLITE,
  isCaseSensitive: true,
  nameBytes: 127,
  sharedNames: new Set(),
  hasForeignKeys: false,
};

const DIALECTS: ReadonlyMap<string, Rules> = new Map([
  ['sqlite', SQLITE],
  ['postgresql', POSTGRESQL],
  ['postgres', POSTGRESQL],
  ['cockroachdb', { ...POSTGRESQL, sharedNames: new Set() }],
  ['mysql', MYSQL],
  ['sqlserver', SQLSERVER],
  ['mongodb', MONGODB],
]);

/** What holds for the provider of core's datasource block. One that is not known is for Prisma to judge. */
export function dialectOf(datasource: Block | null): Dialect {
  const settingOf = (name: string): string | null =>
    stringValue(datasource?.properties.find(({ key }) => key === name)?.value ?? '');
  const provider = settingOf('provider');
  const unknown: Rules = { ...SQLITE, hasSchemas: true, sharedNames: new Set() };
  const rules = DIALECTS.get(provider ?? '') ?? unknown;
  return settingOf('relationMode') === 'prisma'
    ? { provider, ...rules, hasForeignKeys: false, indexesForeignKeys: false }
    : { provider, ...rules };
}
