import type { Node } from 'libpg-query';
import type { Statement, Touch } from '../../database.js';
import { writeEntityName } from '../entity-name.js';
import { parseSql } from './parse-sql.js';

/** Nothing else makes, changes or drops anything, or writes rows, and some scripts hold much else. */
const RELEVANT = /^(?:ALTER|COMMENT|COPY|CREATE|DELETE|DROP|GRANT|INSERT|MERGE|REVOKE|SELECT|TRUNCATE|UPDATE|WITH)\b/i;

/** See {@link Driver.readTouches}. */
export async function readTouches(
  statements: readonly Pick<Statement, 'sql'>[],
  defaultSchema: string,
): Promise<readonly (readonly Touch[])[]> {
  const all: (readonly Touch[])[] = [];
  for (const { sql } of statements) {
    const read = RELEVANT.test(sql) ? await parseSql(sql, ({ node, sql: text }) => touchesIn(node, text)) : [];
    all.push((read ?? []).flat());
  }
  return all;

  function touchesIn(node: Node | null, text: string): readonly Touch[] {
    return node === null ? bulkTouch(text, defaultSchema) : new Reader(defaultSchema).read(node);
  }
}

/** A bulk of rows comes without a tree. */
function bulkTouch(sql: string, defaultSchema: string): readonly Touch[] {
  const [, schema, name] =
    /^INSERT\s+INTO\s+(?:("(?:[^"]|"")+"|[\w$]+)\s*\.\s*)?("(?:[^"]|"")+"|[\w$]+)/i.exec(sql.slice(0, 1_000)) ?? [];
  if (name === undefined) return [];
  const table = writeEntityName(
    { schema: schema === undefined ? defaultSchema : stored(schema), name: stored(name) },
    defaultSchema,
  );
  return [{ action: 'written', kind: 'table', name: table, table }];
}

function stored(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

type StatementOf<Kind extends string> = Extract<Node, Record<Kind, unknown>>[Kind &
  keyof Extract<Node, Record<Kind, unknown>>];
type Range = NonNullable<StatementOf<'DeleteStmt'>['relation']>;

const RELATION_KINDS: Readonly<Record<string, Touch['kind']>> = {
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_INDEX: 'index',
  OBJECT_MATVIEW: 'view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
};

const TYPE_KINDS: ReadonlySet<string> = new Set(['OBJECT_DOMAIN', 'OBJECT_TYPE']);
const FUNCTION_KINDS: ReadonlySet<string> = new Set([
  'OBJECT_AGGREGATE',
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_ROUTINE',
]);
/** What hangs on a table, by its name behind that of the table. */
const PART_KINDS: Readonly<Record<string, Touch['kind']>> = {
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_TABCONSTRAINT: 'table',
  OBJECT_COLUMN: 'table',
  OBJECT_TRIGGER: 'trigger',
};

/** Reads what one statement touches. */
class Reader {
  readonly #defaultSchema: string;

  constructor(defaultSchema: string) {
    this.#defaultSchema = defaultSchema;
  }

  read(node: Node): readonly Touch[] {
    const [kind = '', statement] = Object.entries(node)[0] ?? [];
    const within = this.#readWith((statement as { withClause?: StatementOf<'WithClause'> }).withClause);
    return [...within, ...this.#readStatement(node, kind)];
  }

  /** Statements that write rows may stand behind `WITH`. */
  #readWith(clause: StatementOf<'WithClause'> | undefined): readonly Touch[] {
    return (clause?.ctes ?? []).flatMap((each) => {
      const query = 'CommonTableExpr' in each ? each.CommonTableExpr.ctequery : undefined;
      return query === undefined ? [] : this.read(query);
    });
  }

  #readStatement(node: Node, kind: string): readonly Touch[] {
    if ('InsertStmt' in node) return this.#written(node.InsertStmt.relation);
    if ('UpdateStmt' in node) return this.#written(node.UpdateStmt.relation);
    if ('DeleteStmt' in node) return this.#written(node.DeleteStmt.relation);
    if ('MergeStmt' in node) return this.#written(node.MergeStmt.relation);
    if ('CopyStmt' in node) return node.CopyStmt.is_from === true ? this.#written(node.CopyStmt.relation) : [];
    if ('TruncateStmt' in node) return rangesOf(node.TruncateStmt.relations).flatMap((range) => this.#written(range));
    if ('AlterTableStmt' in node) return this.#alter(node.AlterTableStmt);
    if ('RenameStmt' in node) return this.#rename(node.RenameStmt);
    if ('AlterObjectSchemaStmt' in node) return this.#move(node.AlterObjectSchemaStmt);
    if ('DropStmt' in node) return this.#drop(node.DropStmt);
    if ('CommentStmt' in node) return this.#object('changed', node.CommentStmt.objtype, node.CommentStmt.object);
    if ('AlterOwnerStmt' in node)
      return this.#object('changed', node.AlterOwnerStmt.objectType, node.AlterOwnerStmt.object);
    if ('GrantStmt' in node) return this.#grant(node.GrantStmt);
    return kind.startsWith('Create') || MAKING.has(kind) ? this.#make(node) : this.#change(node);
  }

  #make(node: Node): readonly Touch[] {
    if ('CreateStmt' in node) return this.#createTable(node.CreateStmt);
    if ('CreateForeignTableStmt' in node) return this.#createTable(node.CreateForeignTableStmt.base ?? {});
    if ('CreateTableAsStmt' in node) {
      const { into, objtype } = node.CreateTableAsStmt;
      return this.#relation('made', objtype === 'OBJECT_MATVIEW' ? 'view' : 'table', into?.rel);
    }
    if ('SelectStmt' in node) {
      const { intoClause } = node.SelectStmt;
      return intoClause === undefined ? [] : this.#relation('made', 'table', intoClause.rel);
    }
    if ('ViewStmt' in node) return this.#relation('made', 'view', node.ViewStmt.view);
    if ('CreateSeqStmt' in node) return this.#relation('made', 'sequence', node.CreateSeqStmt.sequence);
    if ('IndexStmt' in node) {
      const { idxname, relation } = node.IndexStmt;
      return this.#part('made', 'index', { name: idxname, relation });
    }
    if ('CreateTrigStmt' in node) {
      const { trigname, relation } = node.CreateTrigStmt;
      return this.#part('made', 'trigger', { name: trigname, relation });
    }
    if ('RuleStmt' in node)
      return this.#part('made', 'rule', { name: node.RuleStmt.rulename, relation: node.RuleStmt.relation });
    if ('CreatePolicyStmt' in node) {
      const { policy_name, table } = node.CreatePolicyStmt;
      return this.#part('made', 'policy', { name: policy_name, relation: table });
    }
    if ('CreateStatsStmt' in node) {
      const { defnames, relations } = node.CreateStatsStmt;
      return this.#part('made', 'statistics', { name: stringsOf(defnames).at(-1), relation: rangesOf(relations)[0] });
    }
    if ('CreateEnumStmt' in node) return this.#named('made', 'enum', node.CreateEnumStmt.typeName);
    if ('CreateDomainStmt' in node) return this.#named('made', 'type', node.CreateDomainStmt.domainname);
    if ('CreateRangeStmt' in node) return this.#named('made', 'type', node.CreateRangeStmt.typeName);
    if ('CompositeTypeStmt' in node) return this.#relation('made', 'type', node.CompositeTypeStmt.typevar);
    if ('CreateFunctionStmt' in node) {
      const { funcname, parameters } = node.CreateFunctionStmt;
      return this.#function('made', { name: stringsOf(funcname), types: inputTypes(parameters) });
    }
    if ('CreateSchemaStmt' in node) {
      const { schemaname, schemaElts = [] } = node.CreateSchemaStmt;
      const inside = new Reader(schemaname ?? this.#defaultSchema);
      return schemaElts
        .flatMap((element) => inside.read(element))
        .map((touch) => this.#seenFromOutside(touch, schemaname));
    }
    return [];
  }

  #change(node: Node): readonly Touch[] {
    if ('AlterEnumStmt' in node) return this.#named('changed', 'enum', node.AlterEnumStmt.typeName);
    if ('AlterDomainStmt' in node) return this.#named('changed', 'type', node.AlterDomainStmt.typeName);
    if ('AlterTypeStmt' in node) return this.#named('changed', 'type', node.AlterTypeStmt.typeName);
    if ('AlterSeqStmt' in node) return this.#relation('changed', 'sequence', node.AlterSeqStmt.sequence);
    if ('AlterPolicyStmt' in node) {
      const { policy_name, table } = node.AlterPolicyStmt;
      return this.#part('changed', 'policy', { name: policy_name, relation: table });
    }
    if ('AlterFunctionStmt' in node) {
      return this.#object('changed', 'OBJECT_FUNCTION', { ObjectWithArgs: node.AlterFunctionStmt.func ?? {} });
    }
    return [];
  }

  #createTable({ relation, partbound, inhRelations }: StatementOf<'CreateStmt'>): readonly Touch[] {
    const made = this.#relation('made', 'table', relation);
    // What goes into the partitioned table goes into this one from now on.
    if (partbound === undefined) return made;
    return [...made, ...rangesOf(inhRelations).flatMap((range) => this.#relation('changed', 'table', range))];
  }

  #alter({ objtype, relation }: StatementOf<'AlterTableStmt'>): readonly Touch[] {
    const kind = objtype === 'OBJECT_TYPE' ? 'type' : RELATION_KINDS[objtype ?? ''];
    return kind === undefined ? [] : this.#relation('changed', kind, relation);
  }

  #rename({ renameType, relation, object, newname, subname }: StatementOf<'RenameStmt'>): readonly Touch[] {
    const kind = RELATION_KINDS[renameType ?? ''];
    if (kind !== undefined) {
      const to = this.#name({ ...relation, relname: newname ?? '' });
      return this.#relation('renamed', kind, relation).map((touch) => ({ ...touch, to }));
    }
    const part = PART_KINDS[renameType ?? ''];
    if (part !== undefined && relation !== undefined) return this.#part('changed', part, { name: subname, relation });
    // A column of a view, or what hangs on no table.
    if (relation !== undefined) return this.#relation('changed', 'table', relation);
    const touches = this.#object('renamed', renameType, object);
    return touches.map((touch) => ({ ...touch, to: this.#renamed(touch.name, newname ?? '') }));
  }

  #move({ objectType, relation, object, newschema }: StatementOf<'AlterObjectSchemaStmt'>): readonly Touch[] {
    const kind = RELATION_KINDS[objectType ?? ''];
    if (kind === undefined || relation === undefined) return this.#object('changed', objectType, object);
    const to = this.#name({ ...relation, schemaname: newschema ?? '' });
    return this.#relation('renamed', kind, relation).map((touch) => ({ ...touch, to }));
  }

  #drop({ removeType, objects = [], behavior }: StatementOf<'DropStmt'>): readonly Touch[] {
    if (removeType === 'OBJECT_SCHEMA') {
      // Without CASCADE a schema is only dropped when nothing is in it.
      if (behavior !== 'DROP_CASCADE') return [];
      return stringsOf(objects).map((name) => ({ action: 'dropped', kind: 'schema', name, table: null }));
    }
    return objects.flatMap((object) => this.#object('dropped', removeType, object));
  }

  #grant({ targtype, objtype, objects }: StatementOf<'GrantStmt'>): readonly Touch[] {
    if (targtype !== 'ACL_TARGET_OBJECT' || objtype !== 'OBJECT_TABLE') return [];
    return rangesOf(objects).flatMap((range) => this.#relation('changed', 'table', range));
  }

  /** An object as `COMMENT`, `DROP` and `ALTER … OWNER` name it. */
  #object(action: Touch['action'], type: string | undefined, object: Node | undefined): readonly Touch[] {
    if (object === undefined || type === undefined) return [];
    if (TYPE_KINDS.has(type)) {
      const names = 'TypeName' in object ? object.TypeName.names : 'List' in object ? object.List.items : undefined;
      return this.#named(action, 'type', names);
    }
    if (FUNCTION_KINDS.has(type) && 'ObjectWithArgs' in object) {
      const { objname, objargs, args_unspecified } = object.ObjectWithArgs;
      const types = args_unspecified === true ? null : typeNames(objargs);
      return this.#function(action, { name: stringsOf(objname), types });
    }
    const names = 'List' in object ? stringsOf(object.List.items) : [];
    const kind = RELATION_KINDS[type];
    if (kind !== undefined) return this.#entity(action, kind, names);
    const part = PART_KINDS[type];
    if (part === undefined || names.length < 2) return [];
    const [table] = this.#entity(action, 'table', names.slice(0, -1));
    return table === undefined
      ? []
      : [
          {
            action: part === 'table' ? 'changed' : action,
            kind: part,
            name: part === 'table' ? table.name : (names.at(-1) ?? ''),
            table: table.name,
          },
        ];
  }

  #written(range: Range | undefined): readonly Touch[] {
    return this.#relation('written', 'table', range);
  }

  #relation(action: Touch['action'], kind: Touch['kind'], range: Range | undefined): readonly Touch[] {
    if (range === undefined || range.schemaname?.startsWith('pg_temp') === true) return [];
    const name = this.#name(range);
    const isTemporary = range.relpersistence === 't';
    return [{ action, kind, name, table: kind === 'table' ? name : null, ...(isTemporary ? { isTemporary } : {}) }];
  }

  #part(
    action: Touch['action'],
    kind: Touch['kind'],
    { name, relation }: { readonly name: string | undefined; readonly relation: Range | undefined },
  ): readonly Touch[] {
    if (relation === undefined) return [];
    const table = this.#name(relation);
    // An index is called like a relation of the schema that its table is in; the others by their table.
    const own = kind === 'index' ? this.#name({ ...relation, relname: name ?? '' }) : (name ?? '');
    return [{ action, kind, name: kind === 'table' ? table : name === undefined ? '' : own, table }];
  }

  #named(action: Touch['action'], kind: Touch['kind'], names: readonly Node[] | undefined): readonly Touch[] {
    return this.#entity(action, kind, stringsOf(names));
  }

  #entity(action: Touch['action'], kind: Touch['kind'], names: readonly string[]): readonly Touch[] {
    const [relname, schemaname] = names.toReversed();
    if (relname === undefined || schemaname?.startsWith('pg_temp') === true) return [];
    const name = this.#name(schemaname === undefined ? { relname } : { relname, schemaname });
    return [{ action, kind, name, table: kind === 'table' ? name : null }];
  }

  /** @param types null where the statement does not say which of several it means */
  #function(
    action: Touch['action'],
    { name, types }: { readonly name: readonly string[]; readonly types: readonly string[] | null },
  ): readonly Touch[] {
    return this.#entity(action, 'function', name).map((touch) => ({
      ...touch,
      name: types === null ? touch.name : `${touch.name}(${types.join(',')})`,
    }));
  }

  #renamed(name: string, newname: string): string {
    const dot = name.lastIndexOf('.');
    return dot < 0 ? newname : `${name.slice(0, dot + 1)}${newname}`;
  }

  #seenFromOutside(touch: Touch, schema: string | undefined): Touch {
    const outside = (name: string): string =>
      schema === undefined || name.includes('.') ? name : writeEntityName({ schema, name }, this.#defaultSchema);
    const { name, table } = touch;
    return { ...touch, name: outside(name), table: table === null ? null : outside(table) };
  }

  #name({ relname = '', schemaname = this.#defaultSchema }: Pick<Range, 'relname' | 'schemaname'>): string {
    return writeEntityName({ schema: schemaname, name: relname }, this.#defaultSchema);
  }
}

const MAKING: ReadonlySet<string> = new Set(['CompositeTypeStmt', 'IndexStmt', 'RuleStmt', 'SelectStmt', 'ViewStmt']);

function rangesOf(nodes: readonly Node[] | undefined): readonly Range[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}

function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

function inputTypes(parameters: readonly Node[] | undefined): readonly string[] {
  return (parameters ?? []).flatMap((node) => {
    if (!('FunctionParameter' in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    const isResult = mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE';
    return isResult || argType === undefined ? [] : typeNames([{ TypeName: argType }]);
  });
}

function typeNames(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('TypeName' in node ? [stringsOf(node.TypeName.names).at(-1) ?? ''] : []));
}
