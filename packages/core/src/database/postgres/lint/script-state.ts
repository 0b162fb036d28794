import type { CreateStmt, Node, RangeVar } from 'libpg-query';
import type { SqlLintContext } from '../../sql-lint.js';
import { writeEntityName } from '../entity-name.js';
import { quoteIdentifier } from '../quote.js';
import { truncateIdentifier } from '../truncate-identifier.js';
import { namesOf, readSetting, textsOf } from './nodes.js';

/** A table, a view or an index as a statement names it. */
export interface ObjectName {
  /** The schema that it is in, whether it is written or not. */
  readonly schema: string;
  readonly name: string;
  /** The same for the same object. */
  readonly key: string;
  /** As the statement has it, quoted. */
  readonly quoted: string;
}

/** What the statements of a script that have run mean for the next one. */
export class ScriptState {
  readonly context: SqlLintContext;
  readonly #defaultSchema: string;
  readonly #known: ReadonlySet<string>;
  readonly #made = new Set<string>();
  readonly #settings: Map<string, string | null>;
  #schema: string;

  constructor(context: SqlLintContext) {
    this.context = context;
    this.#defaultSchema = context.defaultSchema ?? 'public';
    this.#schema = this.#defaultSchema;
    this.#known = new Set(context.columnsBefore?.map(({ table }) => table));
    this.#settings = new Map([
      ['lock_timeout', limitOf(context.lockTimeoutMs)],
      ['statement_timeout', limitOf(context.statementTimeoutMs)],
    ]);
  }

  /** What a name means here. */
  named(name: string | undefined, schema: string | undefined): ObjectName {
    const own = truncateIdentifier(name ?? '');
    const place = truncateIdentifier(schema ?? this.#schema);
    return {
      schema: place,
      name: own,
      key: JSON.stringify([place, own]),
      quoted: `${schema === undefined ? '' : `${quoteIdentifier(schema)}.`}${quoteIdentifier(name ?? '')}`,
    };
  }

  /** What a range means here; null for one of the session's own. */
  table(range: RangeVar | undefined): ObjectName {
    return this.named(range?.relname, range?.schemaname);
  }

  /** Whether others may use an object: the script itself has not made it. */
  isLive({ key, schema }: ObjectName): boolean {
    return schema !== 'pg_temp' && !this.#made.has(key);
  }

  /** The table under the name that {@link SqlLintContext.columnsBefore} has. */
  entityName({ schema, name }: ObjectName): string {
    return writeEntityName({ schema, name }, this.#defaultSchema);
  }

  /** What the script, or the configuration, has set; null where nothing. */
  setting(name: string): string | null {
    return this.#settings.get(name) ?? null;
  }

  /** Goes past a statement. */
  advance(node: Node): void {
    const setting = readSetting(node);
    if (setting?.name === 'search_path') this.#schema = setting.values?.[0] || this.#defaultSchema;
    else if (setting?.name === null) {
      this.#schema = this.#defaultSchema;
      this.#settings.clear();
    } else if (setting !== null) this.#settings.set(setting.name, limitOf(setting.values?.[0] ?? null));
    this.#make(node);
    this.#move(node);
  }

  #make(node: Node): void {
    if ('CreateStmt' in node) this.#add(node.CreateStmt.relation, node.CreateStmt);
    if ('CreateTableAsStmt' in node) this.#add(node.CreateTableAsStmt.into?.rel, node.CreateTableAsStmt);
    if ('SelectStmt' in node && node.SelectStmt.intoClause !== undefined) this.#add(node.SelectStmt.intoClause.rel, {});
    if ('ViewStmt' in node && node.ViewStmt.replace !== true) this.#add(node.ViewStmt.view, {});
    if ('CreateForeignTableStmt' in node) this.#add(node.CreateForeignTableStmt.base?.relation, {});
    if ('CreateSchemaStmt' in node) {
      const { schemaname, schemaElts = [] } = node.CreateSchemaStmt;
      for (const element of schemaElts) {
        if ('CreateStmt' in element) {
          const { relation } = element.CreateStmt;
          this.#made.add(this.named(relation?.relname, relation?.schemaname ?? schemaname).key);
        }
      }
    }
    if ('IndexStmt' in node && node.IndexStmt.idxname !== undefined) {
      this.#made.add(this.named(node.IndexStmt.idxname, node.IndexStmt.relation?.schemaname).key);
    }
  }

  /** A table that is only made where it is missing is there already, where that is known. */
  #add(range: RangeVar | undefined, { if_not_exists: ifMissing }: Pick<CreateStmt, 'if_not_exists'>): void {
    const table = this.table(range);
    if (ifMissing === true && this.#known.has(this.entityName(table))) return;
    this.#made.add(table.key);
  }

  #move(node: Node): void {
    if ('RenameStmt' in node && node.RenameStmt.relation !== undefined && node.RenameStmt.subname === undefined) {
      const { relation, newname } = node.RenameStmt;
      this.#replace(this.table(relation), this.named(newname, relation.schemaname));
    }
    if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.relation !== undefined) {
      const { relation, newschema } = node.AlterObjectSchemaStmt;
      this.#replace(this.table(relation), this.named(relation.relname, newschema));
    }
    if ('DropStmt' in node) {
      for (const object of node.DropStmt.objects ?? []) {
        const [name, schema] = textsOf('List' in object ? object.List.items : []).toReversed();
        this.#made.delete(this.named(name, schema).key);
      }
    }
  }

  #replace(from: ObjectName, to: ObjectName): void {
    if (this.#made.delete(from.key)) this.#made.add(to.key);
    else this.#made.delete(to.key);
  }
}

/** No limit is no setting. */
function limitOf(value: number | string | null): string | null {
  return value === null || /^\s*0*\s*(?:ms|s|min|h|d|us)?\s*$/.test(String(value)) ? null : String(value);
}

/** The names of a statement's `DROP`, as written. */
export function droppedNames(state: ScriptState, objects: readonly Node[] = []): readonly ObjectName[] {
  return objects.map((object) => {
    const [name, schema] = namesOf(object).toReversed();
    return state.named(name, schema);
  });
}
