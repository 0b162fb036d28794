import type { ForeignKey, TableReference } from '../../database/database.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import { parseKeptScript } from '../../revisions/kept-script.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { extensionOf, revisionId } from '../../revisions/revision.js';
import type { Extension } from '../../workspace/workspace.js';

/** What stands in the way of an uninstall. */
export type UninstallDependent =
  | { readonly kind: 'fragment'; readonly extension: string }
  | {
      readonly kind: 'revision';
      readonly revision: RevisionId;
      readonly requires: RevisionId;
      readonly isApplied: boolean;
    }
  | { readonly kind: 'adoption'; readonly revision: RevisionId; readonly table: string }
  | { readonly kind: 'model'; readonly extension: string; readonly table: string }
  | { readonly kind: 'foreign-key'; readonly key: ForeignKey }
  | { readonly kind: 'column'; readonly table: string; readonly enum: string };

/** What the extensions and revisions of others are, those whose code is gone by what their histories keep. */
export interface OthersOptions {
  readonly extension: string;
  /** Names that it had, which kept scripts may name. */
  readonly formerNames: readonly string[];
  readonly extensions: readonly Pick<Extension, 'name' | 'dependsOn'>[];
  /** On disk, of all extensions. */
  readonly revisions: readonly Revision[];
  readonly applied: ReadonlySet<RevisionId>;
  /** Of extensions whose code is gone. */
  readonly keptRows: readonly HistoryRow[];
}

/** Fragments and revisions that need the extension, in a fixed order. */
export function declaredDependents({
  extension,
  formerNames,
  extensions,
  revisions,
  applied,
  keptRows,
}: OthersOptions): readonly UninstallDependent[] {
  const names = new Set([extension, ...formerNames]);
  const isOwn = (id: RevisionId): boolean => names.has(extensionOf(id));
  const needs = ({ id, requires, replaces }: NeedingRevision, isApplied: boolean): readonly UninstallDependent[] =>
    isOwn(id)
      ? []
      : [...requires, ...replaces]
          .filter(isOwn)
          .map((needed) => ({ kind: 'revision', revision: id, requires: needed, isApplied }));
  return [
    ...extensions
      .filter(({ name, dependsOn }) => name !== extension && dependsOn.includes(extension))
      .map(({ name }): UninstallDependent => ({ kind: 'fragment', extension: name })),
    ...revisions.flatMap((revision) => needs(revision, applied.has(revision.id))),
    ...keptRows.flatMap((row) => {
      const kept = historyRowState(row) === 'applied' ? parseKeptScript(row.logs) : null;
      return kept === null ? [] : needs({ ...kept, id: revisionId(row.extension, row.name) }, true);
    }),
  ];
}

type NeedingRevision = Pick<Revision, 'id' | 'requires' | 'replaces'>;

/** What an uninstall would take away, and who has what. */
export interface TableDependentsOptions {
  readonly extension: string;
  /** The tables that go. */
  readonly tables: readonly string[];
  /** The enums that go. */
  readonly enums: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Which tables need which enums, among others. */
  readonly references: readonly TableReference[];
  /** Whose fragment holds a table. */
  readonly holders: ReadonlyMap<string, string>;
  /** Applied revisions in the order of the plan, those without directories last; with the tables that they adopt. */
  readonly adoptions: readonly Pick<Revision, 'id' | 'extension' | 'adopts'>[];
}

/** Tables that go and that others hold, have adopted or refer to, and enums that tables which stay have columns of. */
export function tableDependents(options: TableDependentsOptions): readonly UninstallDependent[] {
  const { extension, tables, enums, foreignKeys, references, holders, adoptions } = options;
  const goes = new Set(tables);
  const adopters = new Map<string, TableDependentsOptions['adoptions'][number]>();
  for (const revision of adoptions) for (const table of revision.adopts) adopters.set(table, revision);
  return [
    ...tables.flatMap((table): readonly UninstallDependent[] => {
      const holder = holders.get(table);
      const adopter = adopters.get(table);
      if (adopter !== undefined && adopter.extension !== extension) {
        return [{ kind: 'adoption', revision: adopter.id, table }];
      }
      return holder === undefined || holder === extension ? [] : [{ kind: 'model', extension: holder, table }];
    }),
    ...foreignKeys
      .filter(({ table, references }) => goes.has(references) && !goes.has(table))
      .map((key): UninstallDependent => ({ kind: 'foreign-key', key })),
    ...references
      .filter(({ table, target }) => enums.includes(target) && !goes.has(table))
      .map(({ table, target }): UninstallDependent => ({ kind: 'column', table, enum: target })),
  ];
}

/** One line about each. */
export function describeDependent(dependent: UninstallDependent, extension: string): string {
  switch (dependent.kind) {
    case 'fragment':
      return `extension ${dependent.extension} depends on it ("dependsOn")`;
    case 'revision':
      return `revision ${dependent.revision}${dependent.isApplied ? '' : ', which is not applied,'} requires ${dependent.requires}`;
    case 'adoption':
      return `revision ${dependent.revision} has taken over table ${dependent.table}, which a down.sql of ${extension} would drop`;
    case 'model':
      return `extension ${dependent.extension} holds the model of table ${dependent.table}, which a down.sql of ${extension} would drop`;
    case 'foreign-key': {
      const { table, columns, references } = dependent.key;
      return `table ${table} refers to table ${references} (${columns.join(', ')})`;
    }
    case 'column':
      return `table ${dependent.table} has a column of enum ${dependent.enum}`;
  }
}
