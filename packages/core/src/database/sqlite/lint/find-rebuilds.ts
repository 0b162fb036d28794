import { keyOf } from './known-schema.js';
import type { SqliteAction } from './read-action.js';

/** A table that is made anew under its old name: the only way to most changes of a table. */
export interface Rebuild {
  readonly table: string;
  /** Positions of the statements in the script. */
  readonly create: number;
  /** Null where no rows are copied. */
  readonly copy: number | null;
  readonly drop: number;
  readonly rename: number;
}

/**
 * The rebuilds of a script: the copy gets the name of the old table at the end, as Prisma's engine writes it and SQLite
 * recommends, or the old table gets another name at the beginning.
 */
export function findRebuilds(actions: readonly SqliteAction[]): readonly Rebuild[] {
  return actions.flatMap((action, rename): readonly Rebuild[] => {
    if (action.kind !== 'rename-table') return [];
    return rebuildBefore(actions, action, rename) ?? rebuildAfter(actions, action, rename) ?? [];
  });
}

type Rename = Extract<SqliteAction, { kind: 'rename-table' }>;

function rebuildBefore(
  actions: readonly SqliteAction[],
  { table, to }: Rename,
  rename: number,
): readonly Rebuild[] | null {
  const create = lastIndex(actions, rename, (it) => it.kind === 'create-table' && same(it.table, table));
  const drop = lastIndex(actions, rename, (it) => it.kind === 'drop-table' && same(it.name, to));
  if (create < 0 || drop < 0) return null;
  return [{ table: to, create, copy: copyOf(actions, table, to), drop, rename }];
}

function rebuildAfter(
  actions: readonly SqliteAction[],
  { table, to }: Rename,
  rename: number,
): readonly Rebuild[] | null {
  const create = actions.findIndex((it, at) => at > rename && it.kind === 'create-table' && same(it.table, table));
  const drop = actions.findIndex((it, at) => at > rename && it.kind === 'drop-table' && same(it.name, to));
  if (create < 0 || drop < 0) return null;
  return [{ table, create, copy: copyOf(actions, table, to), drop, rename }];
}

function copyOf(actions: readonly SqliteAction[], table: string, from: string): number | null {
  const copy = actions.findIndex(
    (it) => it.kind === 'insert' && same(it.table, table) && it.from !== null && same(it.from, from),
  );
  return copy < 0 ? null : copy;
}

function lastIndex(actions: readonly SqliteAction[], before: number, is: (action: SqliteAction) => boolean): number {
  return actions.slice(0, before).findLastIndex(is);
}

function same(left: string, right: string): boolean {
  return keyOf(left) === keyOf(right);
}
