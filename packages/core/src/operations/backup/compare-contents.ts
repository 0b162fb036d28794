import type { TableDigest } from '../../database/backups.js';
import type { BackupContents, ObjectDigest } from './backup-contents.js';

/** Something in which a restored database is not what was backed up. */
export interface ContentDifference {
  /**
   * `table`, `object`: missing or one too many; `definition`: of an object of the schema; `rows`: how many there are;
   * `values`: what is in them; `revisions`: what the history of an extension says; `orphans`: broken references.
   */
  readonly kind: 'table' | 'object' | 'definition' | 'rows' | 'values' | 'revisions' | 'orphans';
  /** The table, the object with its kind, or the extension. */
  readonly name: string;
  readonly backedUp: string;
  readonly restored: string;
}

/** What differs between what was backed up and what was restored from it. Checksums count where both have them. */
export function compareContents(backedUp: BackupContents, restored: BackupContents): readonly ContentDifference[] {
  return [
    ...compareRevisions(backedUp, restored),
    ...compareCatalogs(backedUp.catalog, restored.catalog),
    ...compareTables(backedUp.tables, restored.tables),
    ...(backedUp.orphans === restored.orphans
      ? []
      : [{ kind: 'orphans', name: 'all tables', ...told(backedUp.orphans, restored.orphans) } as const]),
  ];
}

function compareRevisions(backedUp: BackupContents, restored: BackupContents): readonly ContentDifference[] {
  // An extension that the workspace has had since is not in the backup, and one that it has no more is not looked for.
  const both = Object.keys(backedUp.revisions).filter((name) => restored.revisions[name] !== undefined);
  return both.flatMap((name) => {
    const [was, is] = [backedUp.revisions[name] ?? [], restored.revisions[name] ?? []];
    if (was.join('\n') === is.join('\n')) return [];
    return [{ kind: 'revisions', name, ...told(describeRevisions(was), describeRevisions(is)) } as const];
  });
}

function describeRevisions(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `${names.length}, the last ${names.at(-1)}`;
}

function compareCatalogs(
  backedUp: readonly ObjectDigest[],
  restored: readonly ObjectDigest[],
): readonly ContentDifference[] {
  const nameOf = ({ kind, name }: ObjectDigest): string => `${kind} ${name}`;
  return compareByName(backedUp, restored, nameOf).flatMap(({ name, was, is }): readonly ContentDifference[] => {
    if (was === null || is === null) return [{ kind: 'object', name, ...missing(was) }];
    return was.sha256 === is.sha256 ? [] : [{ kind: 'definition', name, ...told(was.sha256, is.sha256) }];
  });
}

function compareTables(
  backedUp: readonly TableDigest[],
  restored: readonly TableDigest[],
): readonly ContentDifference[] {
  return compareByName(backedUp, restored, ({ table }) => table).flatMap(
    ({ name, was, is }): readonly ContentDifference[] => {
      if (was === null || is === null) return [{ kind: 'table', name, ...missing(was) }];
      if (was.rows !== is.rows) return [{ kind: 'rows', name, ...told(was.rows, is.rows) }];
      const areSame = was.checksum === null || is.checksum === null || was.checksum === is.checksum;
      return areSame ? [] : [{ kind: 'values', name, ...told(was.checksum, is.checksum) }];
    },
  );
}

interface Pair<Item> {
  readonly name: string;
  readonly was: Item | null;
  readonly is: Item | null;
}

function compareByName<Item>(
  backedUp: readonly Item[],
  restored: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Pair<Item>[] {
  const found = new Map(restored.map((item) => [nameOf(item), item]));
  const known = new Set(backedUp.map(nameOf));
  return [
    ...backedUp.map((was) => ({ name: nameOf(was), was, is: found.get(nameOf(was)) ?? null })),
    ...restored.filter((is) => !known.has(nameOf(is))).map((is) => ({ name: nameOf(is), was: null, is })),
  ];
}

function missing(was: unknown): Pick<ContentDifference, 'backedUp' | 'restored'> {
  return was === null ? told('not there', 'there') : told('there', 'not there');
}

function told(
  backedUp: string | number | null,
  restored: string | number | null,
): Pick<ContentDifference, 'backedUp' | 'restored'> {
  return { backedUp: String(backedUp ?? 'unknown'), restored: String(restored ?? 'unknown') };
}
