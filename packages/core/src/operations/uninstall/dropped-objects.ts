import type { Statement } from '../../database/database.js';

/** Something besides tables that a script drops. */
export interface DroppedObject {
  /** As the statement calls it, in lower case: `type`, `view`, `function`. */
  readonly kind: string;
  /** As it is written there. */
  readonly name: string;
}

const KIND = String.raw`materialized\s+view|view|type|domain|function|procedure|aggregate|trigger|sequence|schema|extension|policy|rule`;
const DROP = new RegExp(String.raw`^drop\s+(${KIND})\s+(?:if\s+exists\s+)?(.+?)(?:\s+(?:cascade|restrict))?$`, 'is');
/** A comma that is in no parentheses and in no quotes. */
const COMMA = /,(?=(?:[^"]*"[^"]*")*[^"]*$)(?![^(]*\))/;

/** What the plain statements of a script drop that is no table; an enum is a type. Code that they call is not looked into. */
export function droppedObjects(statements: readonly Pick<Statement, 'sql'>[]): readonly DroppedObject[] {
  return statements.flatMap(({ sql }) => {
    const [, kind, names] = DROP.exec(sql.trim()) ?? [];
    if (kind === undefined || names === undefined) return [];
    return names.split(COMMA).map((name) => ({ kind: kind.toLowerCase().replaceAll(/\s+/g, ' '), name: name.trim() }));
  });
}

/** Which of these enums go, by the names that the database gives them. */
export function droppedEnums(objects: readonly DroppedObject[], enums: readonly string[]): readonly string[] {
  const types = new Set(objects.filter(({ kind }) => kind === 'type').map(({ name }) => bareName(name, true)));
  return enums.filter((name) => types.has(bareName(name, false)));
}

/** A name without its schema; SQL folds one that is not quoted. */
function bareName(name: string, isSql: boolean): string {
  const part = /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(name)?.[0] ?? name;
  if (part.startsWith('"')) return part.slice(1, -1).replaceAll('""', '"');
  return isSql ? part.toLowerCase() : part;
}
