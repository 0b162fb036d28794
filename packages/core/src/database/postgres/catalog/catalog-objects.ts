import { HISTORY_TABLE_PREFIX } from '../../../extension.js';
import { isNoMember, isUserSchema } from './user-objects.js';

/** What PostgreSQL itself brings along has a lower number. */
const FIRST_USER_OID = 16384;

const ENUM_VALUES = `(SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)`;

const ATTRIBUTES = `(SELECT string_agg(concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
    CASE WHEN attcollation <> at.typcollation THEN 'collate ' || attcollation::regcollation END), ', ' ORDER BY attnum)
  FROM pg_attribute JOIN pg_type at ON at.oid = atttypid WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)`;

const DOMAIN = `concat_ws(' ', format_type(typbasetype, typtypmod), CASE WHEN typnotnull THEN 'not null' END,
  'default ' || coalesce(pg_get_expr(typdefaultbin, 0), typdefault),
  CASE WHEN typcollation <> (SELECT typcollation FROM pg_type b WHERE b.oid = t.typbasetype) THEN 'collate ' || typcollation::regcollation END,
  (SELECT string_agg(format('constraint %I %s', conname, pg_get_constraintdef(k.oid)), ' ' ORDER BY conname)
   FROM pg_constraint k WHERE contypid = t.oid AND contype <> 'n'))`;

const RANGE = `(SELECT concat_ws(' ', format_type(rngsubtype, NULL), 'opclass ' || (pg_identify_object('pg_opclass'::regclass, rngsubopc, 0)).identity,
    CASE WHEN rngcollation <> 0 THEN 'collate ' || rngcollation::regcollation END,
    'canonical ' || nullif(rngcanonical::text, '-'), 'difference ' || nullif(rngsubdiff::text, '-'))
  FROM pg_range WHERE rngtypid = t.oid)`;

const BASE = `concat_ws(' ', 'input', typinput, 'output', typoutput, 'receive', typreceive, 'send', typsend, 'length', typlen,
  'by value', typbyval, 'alignment', typalign, 'storage', typstorage, 'category', typcategory, 'default', typdefault)`;

/** Code, types and the rest that is in no table, each query giving rows of kind, name and a part of the description. */
export const OBJECT_QUERIES: readonly string[] = [
  `SELECT 'extension' AS kind, extname::text AS name, '' AS part FROM pg_extension`,
  `SELECT CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
    format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(p.oid)) AS name,
    CASE WHEN prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE
      (SELECT concat_ws(' ', aggkind, aggtransfn, format_type(aggtranstype, NULL), aggfinalfn, aggcombinefn, 'from', agginitval)
       FROM pg_aggregate WHERE aggfnoid = p.oid) END AS part
  FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE ${isUserSchema('n')} AND ${isNoMember('pg_proc', 'p.oid')}`,
  // The row type of a table, the list of every type and the multirange of a range come with those.
  `SELECT CASE typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' WHEN 'c' THEN 'composite type' ELSE 'type' END AS kind,
    format('%I.%I', nspname, typname) AS name,
    CASE typtype WHEN 'e' THEN coalesce(${ENUM_VALUES}, '') WHEN 'd' THEN ${DOMAIN} WHEN 'r' THEN ${RANGE} WHEN 'c' THEN coalesce(${ATTRIBUTES}, '')
      ELSE CASE WHEN typisdefined THEN ${BASE} ELSE 'undefined' END END AS part
  FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
  WHERE ${isUserSchema('n')} AND ${isNoMember('pg_type', 't.oid')} AND typtype <> 'm'
    AND NOT EXISTS (SELECT FROM pg_type element WHERE element.typarray = t.oid)
    AND (typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = typrelid AND relkind = 'c'))`,
  `SELECT 'operator' AS kind, (pg_identify_object('pg_operator'::regclass, o.oid, 0)).identity AS name,
    concat_ws(' ', format_type(oprresult, NULL), oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin, oprcanmerge, oprcanhash) AS part
  FROM pg_operator o JOIN pg_namespace n ON n.oid = oprnamespace WHERE ${isUserSchema('n')} AND ${isNoMember('pg_operator', 'o.oid')}`,
  `SELECT 'collation' AS kind, format('%I.%I', nspname, collname) AS name,
    concat_ws(' ', collprovider, collisdeterministic, collcollate, collctype, to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') AS part
  FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace WHERE ${isUserSchema('n')} AND ${isNoMember('pg_collation', 'c.oid')}`,
  `SELECT 'cast' AS kind, (pg_identify_object('pg_cast'::regclass, c.oid, 0)).identity AS name,
    concat_ws(' ', castcontext, castmethod, castfunc::regprocedure) AS part
  FROM pg_cast c WHERE c.oid >= ${FIRST_USER_OID} AND ${isNoMember('pg_cast', 'c.oid')}`,
  `SELECT 'text search configuration' AS kind, format('%I.%I', nspname, cfgname) AS name,
    (SELECT string_agg(concat_ws(' ', maptokentype, mapseqno, mapdict::regdictionary), ', ' ORDER BY maptokentype, mapseqno)
     FROM pg_ts_config_map WHERE mapcfg = c.oid) AS part
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = cfgnamespace WHERE ${isUserSchema('n')} AND ${isNoMember('pg_ts_config', 'c.oid')}`,
  `SELECT 'text search dictionary' AS kind, format('%I.%I', nspname, dictname) AS name, dictinitoption AS part
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = dictnamespace WHERE ${isUserSchema('n')} AND ${isNoMember('pg_ts_dict', 'd.oid')}`,
  // Without its options, which may hold a password.
  `SELECT 'foreign server' AS kind, quote_ident(srvname) AS name, quote_ident(fdwname) AS part
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw WHERE ${isNoMember('pg_foreign_server', 's.oid')}`,
  `SELECT 'event trigger' AS kind, quote_ident(evtname) AS name,
    concat_ws(' ', evtevent, evtfoid::regprocedure, 'tags ' || evttags::text, 'enabled ' || nullif(evtenabled, 'O')::text) AS part
  FROM pg_event_trigger e WHERE ${isNoMember('pg_event_trigger', 'e.oid')}`,
  `SELECT 'publication' AS kind, quote_ident(pubname) AS name,
    concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot,
      (SELECT string_agg(prrelid::regclass::text, ', ' ORDER BY prrelid::regclass::text) FROM pg_publication_rel WHERE prpubid = p.oid)) AS part
  FROM pg_publication p`,
  `SELECT 'comment' AS kind, concat_ws(' ', object.type, object.identity) AS name, description AS part
  FROM pg_description, pg_identify_object(classoid, objoid, objsubid) object
  WHERE objoid >= ${FIRST_USER_OID} AND classoid <> 'pg_extension'::regclass AND strpos(object.identity, '${HISTORY_TABLE_PREFIX}') = 0
    AND NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = classoid AND member.objid = objoid AND member.deptype = 'e')
    AND coalesce(object.schema, '') NOT LIKE 'pg\\_%'`,
];
