import { userRelations } from './user-objects.js';

/** Relations that have columns, constraints, indexes and triggers of their own. */
const TABLES = userRelations('rpf');
const WITH_INDEXES = userRelations('rpfm');
const WITH_RULES = userRelations('rpfvm');

/** The relation that an object is or hangs on, for `table` of a catalog's entry. */
const ON = `, relation.nspname AS schema, relation.relname AS relation`;

/** Collations and types go without saying where a column has that of its type. */
const COLUMN = `concat_ws(' ', 'column', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
  CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END,
  CASE WHEN a.attnotnull THEN 'not null' END,
  CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
  CASE a.attgenerated WHEN '' THEN 'default' WHEN 's' THEN 'generated stored' ELSE 'generated virtual' END || ' ' || pg_get_expr(d.adbin, d.adrelid),
  CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
  'options ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions || a.attfdwoptions) o))`;

/** Tables and what hangs on them, each query giving rows of kind, name, a part of the description and the relation. */
export const RELATION_QUERIES: readonly string[] = [
  `SELECT 'table' AS kind, name, concat_ws(' ', CASE relkind WHEN 'p' THEN 'partitioned' WHEN 'f' THEN 'foreign' END,
    CASE relpersistence WHEN 'u' THEN 'unlogged' END,
    'partition by ' || CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END,
    'inherits ' || (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = oid),
    pg_get_expr(relpartbound, oid),
    'of ' || CASE WHEN reloftype <> 0 THEN format_type(reloftype, NULL) END,
    CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'forced row security' END,
    'replica identity ' || nullif(relreplident, 'd')::text,
    'using ' || (SELECT amname FROM pg_am WHERE pg_am.oid = relam AND amname <> 'heap'),
    'options ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(reloptions) o),
    (SELECT 'server ' || srvname || ' ' || coalesce(ftoptions::text, '')
     FROM pg_foreign_table ft JOIN pg_foreign_server s ON s.oid = ft.ftserver WHERE ft.ftrelid = relation.oid)) AS part${ON}
  FROM ${TABLES}`,
  // Those of a view stand in its text, but for the defaults of one that can be written to.
  `SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind, name, ${COLUMN} AS part${ON}
  FROM ${userRelations('rpfv')}
  JOIN pg_attribute a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE relkind <> 'v' OR d.oid IS NOT NULL`,
  // A NOT NULL is told with its column and a constraint trigger with the triggers, which they are not everywhere.
  `SELECT 'constraint' AS kind, format('%s.%I', name, conname) AS name, pg_get_constraintdef(k.oid) AS part${ON}
  FROM ${TABLES} JOIN pg_constraint k ON k.conrelid = relation.oid
  WHERE contype NOT IN ('n', 't') OR (contype = 'n' AND NOT convalidated)`,
  `SELECT 'index' AS kind, format('%I.%I', nspname, ic.relname) AS name, concat_ws(' ', pg_get_indexdef(i.indexrelid),
    CASE WHEN NOT i.indisvalid THEN 'invalid' END, CASE WHEN i.indisclustered THEN 'clustered' END,
    CASE WHEN i.indisreplident THEN 'replica identity' END) AS part${ON}
  FROM ${WITH_INDEXES} JOIN pg_index i ON i.indrelid = relation.oid JOIN pg_class ic ON ic.oid = i.indexrelid`,
  `SELECT 'statistics' AS kind, format('%I.%I', n.nspname, stxname) AS name, pg_get_statisticsobjdef(s.oid) AS part${ON}
  FROM ${TABLES} JOIN pg_statistic_ext s ON s.stxrelid = relation.oid JOIN pg_namespace n ON n.oid = s.stxnamespace`,
  `SELECT 'trigger' AS kind, format('%s.%I', name, tgname) AS name,
    concat_ws(' ', pg_get_triggerdef(g.oid), 'enabled ' || nullif(tgenabled, 'O')::text) AS part${ON}
  FROM ${userRelations('rpfv')} JOIN pg_trigger g ON g.tgrelid = relation.oid WHERE NOT tgisinternal`,
  `SELECT 'rule' AS kind, format('%s.%I', name, rulename) AS name,
    concat_ws(' ', pg_get_ruledef(r.oid), 'enabled ' || nullif(ev_enabled, 'O')::text) AS part${ON}
  FROM ${WITH_RULES} JOIN pg_rewrite r ON r.ev_class = relation.oid WHERE rulename <> '_RETURN'`,
  `SELECT 'policy' AS kind, format('%s.%I', name, polname) AS name,
    concat_ws(' ', CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END, 'for ' || polcmd::text,
      'to ' || (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY 1) FROM unnest(polroles) r),
      'using ' || pg_get_expr(polqual, polrelid), 'with check ' || pg_get_expr(polwithcheck, polrelid)) AS part${ON}
  FROM ${TABLES} JOIN pg_policy p ON p.polrelid = relation.oid`,
  `SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, name,
    concat_ws(' ', pg_get_viewdef(oid), 'options ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(reloptions) o)) AS part
  FROM ${userRelations('vm')}`,
  // What a sequence has come to is no part of the schema.
  `SELECT 'sequence' AS kind, name, concat_ws(' ', format_type(seqtypid, NULL), 'start', seqstart, 'increment', seqincrement,
    'from', seqmin, 'to', seqmax, 'cache', seqcache, CASE WHEN seqcycle THEN 'cycle' END,
    CASE relpersistence WHEN 'u' THEN 'unlogged' END,
    (SELECT 'owned by ' || (pg_identify_object(refclassid, refobjid, refobjsubid)).identity FROM pg_depend
     WHERE classid = 'pg_class'::regclass AND objid = oid AND deptype IN ('a', 'i') AND refobjsubid > 0)) AS part
  FROM ${userRelations('S')} JOIN pg_sequence ON seqrelid = relation.oid`,
];
