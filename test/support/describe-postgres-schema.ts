/** A row: a part of an object, such as a column of a table; null for an object that has none. */
export interface SchemaPart {
  readonly object: string;
  readonly part: string | null;
}

/**
 * What a PostgreSQL database is made of, part by part. Written apart from the library's catalog, so that neither hides
 * a fault of the other. The order of columns makes no difference. A table in another schema than that of the
 * connection goes by `schema.table`.
 */
export const SCHEMA_PARTS = `
WITH own AS (
  SELECT oid, CASE WHEN nspname = current_schema() THEN '' ELSE nspname || '.' END AS prefix FROM pg_namespace
  WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
), class AS (
  SELECT c.oid, c.relkind, prefix || c.relname AS name FROM pg_class c JOIN own ON own.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), "table" AS (
  SELECT oid, 'table ' || name AS object, name FROM class WHERE relkind IN ('r', 'p')
)
SELECT object, format('column %s %s required=%s default=%s identity=%s generated=%s', a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull::int, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated) AS part
  FROM "table" LEFT JOIN pg_attribute a ON a.attrelid = "table".oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
UNION ALL
SELECT object, format('constraint %s %s', conname, pg_get_constraintdef(pg_constraint.oid))
  FROM "table" JOIN pg_constraint ON conrelid = "table".oid WHERE contype NOT IN ('n', 't')
UNION ALL
SELECT object, format('foreign key %s -> %s.%s delete=%s update=%s',
    (SELECT string_agg(attname, ', ' ORDER BY at) FROM unnest(conkey) WITH ORDINALITY AS k(n, at) JOIN pg_attribute ON attrelid = conrelid AND attnum = n),
    (SELECT name FROM class WHERE class.oid = confrelid),
    (SELECT string_agg(attname, ', ' ORDER BY at) FROM unnest(confkey) WITH ORDINALITY AS k(n, at) JOIN pg_attribute ON attrelid = confrelid AND attnum = n),
    action(confdeltype), action(confupdtype))
  FROM "table" JOIN pg_constraint ON conrelid = "table".oid WHERE contype = 'f'
UNION ALL
SELECT object, format('index %s unique=%s partial=%s on %s', i.relname, indisunique::int, (indpred IS NOT NULL)::int,
    (SELECT string_agg(pg_get_indexdef(indexrelid, at, true) || CASE indoption[at - 1] & 1 WHEN 1 THEN ' desc' ELSE '' END, ', ' ORDER BY at)
      FROM generate_series(1, indnkeyatts) AS at))
    || CASE WHEN indisvalid THEN '' ELSE ' invalid' END
  FROM "table" JOIN pg_index ON indrelid = "table".oid JOIN pg_class i ON i.oid = indexrelid WHERE NOT indisprimary
UNION ALL
SELECT object, 'definition ' || pg_get_indexdef(indexrelid) FROM "table" JOIN pg_index ON indrelid = "table".oid
UNION ALL
SELECT CASE relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || name, pg_get_viewdef(oid) FROM class WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'sequence ' || name, format_type(seqtypid, NULL) FROM class JOIN pg_sequence ON seqrelid = class.oid
UNION ALL
SELECT 'trigger ' || tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN "table" ON "table".oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT 'enum ' || prefix || typname, string_agg(enumlabel, ', ' ORDER BY enumsortorder)
  FROM pg_type t JOIN own ON own.oid = typnamespace JOIN pg_enum ON enumtypid = t.oid GROUP BY prefix, typname
UNION ALL
SELECT 'function ' || prefix || proname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN own ON own.oid = pronamespace
  WHERE prokind <> 'a' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'schema ' || nspname, NULL FROM pg_namespace JOIN own USING (oid) WHERE nspname <> 'public'
UNION ALL
SELECT 'extension ' || extname, NULL FROM pg_extension WHERE extname <> 'plpgsql'
ORDER BY 1, 2`.replaceAll(
  /action\((\w+)\)/g,
  `CASE $1 WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END`,
);
