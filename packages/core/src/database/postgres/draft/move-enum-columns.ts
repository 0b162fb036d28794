import { quoteIdentifier, quoteLiteral } from '../quote.js';

/** What {@link moveEnumColumns} goes by. */
export interface MoveEnumColumnsOptions {
  /** Names (as `Database.entityName` gives them) of enums that columns of other extensions have. */
  readonly sharedEnums: readonly string[];
  readonly entityName: (entity: { readonly databaseName: string; readonly schema: string | null }) => string;
}

const DROP_OLD = /^DROP TYPE (?:"((?:[^"]|"")+)"\.)?"((?:[^"]|"")+)_old";$/gm;

/**
 * Takes the columns of other extensions along where an enum is replaced. PostgreSQL cannot take a value from an enum, so
 * Prisma's engine makes a new one, moves the columns of the schema that it sees, and drops the old one, which fails as
 * long as any other column has it. Which columns those are is found out where the script runs: the owner of an enum does
 * not know who else uses it there.
 */
export function moveEnumColumns(script: string, { sharedEnums, entityName }: MoveEnumColumnsOptions): string {
  if (sharedEnums.length === 0) return script;
  return script.replaceAll(DROP_OLD, (drop: string, schema: string | undefined, name: string) => {
    const qualifier = schema === undefined ? null : unquoted(schema);
    const own = entityName({ databaseName: unquoted(name), schema: qualifier });
    if (!sharedEnums.includes(own)) return drop;
    const isDefault = own === entityName({ databaseName: unquoted(name), schema: null });
    return `${moveColumns(unquoted(name), isDefault ? null : qualifier)}\n${drop}`;
  });
}

function moveColumns(name: string, schema: string | null): string {
  const prefix = schema === null ? '' : `${quoteIdentifier(schema)}.`;
  const type = prefix + quoteIdentifier(name);
  const old = prefix + quoteIdentifier(`${name}_old`);
  return `-- Columns of other extensions that have this enum
DO $orchestrate$
DECLARE
    used record;
BEGIN
    FOR used IN
        SELECT c.oid::regclass AS "table", a.attname AS "column", to_regtype(${quoteLiteral(type)})::text AS "type",
            CASE WHEN a.atttypid = t.oid THEN '' ELSE '[]' END AS "list",
            replace(pg_get_expr(d.adbin, d.adrelid), '::' || t.oid::regtype, '::' || to_regtype(${quoteLiteral(type)})) AS "default"
        FROM pg_type t
        JOIN pg_attribute a ON a.atttypid IN (t.oid, t.typarray) AND NOT a.attisdropped
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE t.oid = to_regtype(${quoteLiteral(old)})
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', used."table", used."column");
        EXECUTE format('ALTER TABLE %1$s ALTER COLUMN %2$I TYPE %3$s%4$s USING (%2$I::text%4$s::%3$s%4$s)',
            used."table", used."column", used."type", used."list");
        IF used."default" IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', used."table", used."column", used."default");
        END IF;
    END LOOP;
END $orchestrate$;`;
}

function unquoted(name: string): string {
  return name.replaceAll('""', '"');
}
