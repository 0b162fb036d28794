import { historyTableName } from '../extension.js';
import type { Finding } from '../findings.js';
import { attributeOf } from '../fragment/literals.js';
import { type Claim, contested, laterClaims, ownersOf, relatedClaims } from './claims.js';
import type { Dialect } from './dialect.js';
import { type Declaration, findingAt, type Place, placeOf } from './fragment.js';
import type { JoinTable } from './join-tables.js';
import type { SchemaIndex } from './schema-index.js';

interface TableClaim extends Claim {
  readonly kind: 'model' | 'view' | 'enum' | 'join-table';
  readonly databaseName: string;
  readonly schema: string | null;
  /** The Prisma name; null where the database name was written down, so that renaming the model would not change it. */
  readonly follows: string | null;
}

/** What tables are told apart by. */
export interface TableClashOptions {
  readonly joinTables: readonly JoinTable[];
  readonly dialect: Dialect;
}

/**
 * Tables, views and enums by their names in the database, where case may not tell them apart. Enums that are nothing in the
 * database can meet each other only, as Prisma has it.
 */
export function findTableClashes(index: SchemaIndex, { joinTables, dialect }: TableClashOptions): readonly Finding[] {
  const claims: TableClaim[] = [];
  for (const { declarations } of index.fragments) {
    for (const declaration of declarations) if (declaration.kind !== 'type') claims.push(tableClaim(declaration));
  }
  for (const { name, schema, place, models } of joinTables) {
    const label = () => `the join table of ${models.join(' and ')}`;
    claims.push({ kind: 'join-table', databaseName: name, schema, place, label, follows: null });
  }
  const keyOf = ({ schema, databaseName }: Pick<TableClaim, 'schema' | 'databaseName'>): string =>
    `${schema ?? ''}\n${dialect.isCaseSensitive ? databaseName : databaseName.toLowerCase()}`;
  const keyOfClaim = (claim: TableClaim): string =>
    claim.kind === 'enum' && !dialect.hasEnums ? `enum\n${claim.databaseName}` : keyOf(claim);
  const groups = contested(claims, { keyOf: keyOfClaim, order: index.dependencies.order });
  return [
    ...groups.filter((group) => !isNameClash(group)).map(tableClash),
    ...findHistoryClashes(index, claims, keyOf),
  ];
}

function tableClaim(declaration: Declaration): TableClaim {
  const { name, databaseName, schema } = declaration;
  const kind = declaration.kind as 'model' | 'view' | 'enum';
  const map = attributeOf(declaration.block.attributes, 'map');
  return {
    kind,
    databaseName,
    schema,
    place: map === null ? placeOf(declaration) : { file: declaration.file, offset: map.span.start },
    label: () => `${kind} ${name}`,
    follows: map === null ? name.toLowerCase() : null,
  };
}

/** Where all names follow from the Prisma names, those clash already and one rename ends both. */
function isNameClash(group: readonly TableClaim[]): boolean {
  return group.every(({ follows }) => follows !== null && follows === group[0]?.follows);
}

function tableClash(group: readonly TableClaim[]): Finding {
  const [later] = laterClaims(group);
  const isEnum = group.every(({ kind }) => kind === 'enum');
  const isJoin = group.some(({ kind }) => kind === 'join-table');
  const what = isEnum ? 'enum' : 'table';
  return findingAt(later.place, {
    code: isEnum ? 'ENUM_CLASH' : isJoin ? 'JOIN_TABLE_CLASH' : 'TABLE_CLASH',
    message: `${ownersOf(group)} use the same ${what} name in the database, ${qualified(later)}: ${group.map((claim) => claim.label()).join(', ')}.`,
    fix: `${later.place.file.extension} comes later, so it changes: ${otherName(later)}${isJoin ? '' : ' orchestrate fix does it, where no revision has made that one yet.'}`,
    related: relatedClaims(group),
  });
}

function qualified({ schema, databaseName }: TableClaim): string {
  return JSON.stringify(schema === null ? databaseName : `${schema}.${databaseName}`);
}

function otherName({ kind, databaseName, place, label }: TableClaim): string {
  const prefix = place.file.extension.replaceAll('-', '_');
  if (kind === 'join-table') {
    const name = JSON.stringify(`${prefix}_${databaseName.replace(/^_/, '')}`);
    return `give the relation a name on both sides, for example @relation(${name}).`;
  }
  return `give ${label()} another name in the database, for example @@map(${JSON.stringify(`${prefix}_${databaseName.toLowerCase()}`)}).`;
}

function findHistoryClashes(
  index: SchemaIndex,
  claims: readonly TableClaim[],
  keyOf: (table: Pick<TableClaim, 'schema' | 'databaseName'>) => string,
): readonly Finding[] {
  const historyTables = new Map(
    index.fragments.map(({ extension, schema }) => [
      keyOf({ schema, databaseName: historyTableName(extension) }),
      extension,
    ]),
  );
  return claims.flatMap((claim): readonly Finding[] => {
    const owner = claim.kind === 'enum' ? undefined : historyTables.get(keyOf(claim));
    if (owner === undefined) return [];
    return [historyClash(claim.place, { claim, owner })];
  });
}

function historyClash(place: Place, { claim, owner }: { readonly claim: TableClaim; readonly owner: string }): Finding {
  return findingAt(place, {
    code: 'HISTORY_TABLE_CLASH',
    message: `${claim.label()} would be the table ${qualified(claim)}, in which the applied revisions of ${owner} are recorded.`,
    fix: `Change it: ${otherName({ ...claim, databaseName: 'records' })}`,
    related: [
      ...relatedClaims([claim]),
      { extension: owner, message: `the history table of ${owner} has this name`, where: null },
    ],
  });
}
