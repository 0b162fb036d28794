import type { Composition, OwnedEntity } from './composition.js';

/** Who owns what, answered without searching. */
export interface Ownership {
  /** What an extension owns, in the order of its fragment. */
  readonly entitiesOf: (extension: string) => readonly OwnedEntity[];
  /** The owner of a table of the database, by its exact name; null for a table that no fragment has. */
  readonly ownerOfTable: (table: string, schema?: string | null) => string | null;
}

/** Indexes the entities of a composition. */
export function indexOwnership({ entities }: Composition): Ownership {
  const byExtension = new Map<string, OwnedEntity[]>();
  const byTable = new Map<string, string>();
  for (const entity of entities) {
    const own = byExtension.get(entity.extension);
    if (own === undefined) byExtension.set(entity.extension, [entity]);
    else own.push(entity);
    const isTable = entity.kind !== 'enum' && entity.kind !== 'type';
    const key = tableKey(entity.databaseName, entity.schema);
    if (isTable && !byTable.has(key)) byTable.set(key, entity.extension);
  }
  return {
    entitiesOf: (extension) => byExtension.get(extension) ?? [],
    ownerOfTable: (table, schema = null) => byTable.get(tableKey(table, schema)) ?? null,
  };
}

function tableKey(table: string, schema: string | null): string {
  return `${schema ?? ''}\n${table}`;
}
