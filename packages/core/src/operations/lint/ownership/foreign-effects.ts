import type { CatalogEntry } from '../../../database/database.js';

/** What running a revision has done to something of another extension. */
export interface ForeignEffect {
  readonly change: 'made' | 'changed' | 'gone' | 'written';
  /** As {@link CatalogEntry.kind}; `rows` for what is `written`. */
  readonly kind: string;
  readonly name: string;
  /** The table that it is or hangs on; null for what stands by itself. */
  readonly table: string | null;
  readonly owner: string;
}

/** What is compared. */
export interface ForeignEffectsOptions {
  readonly before: readonly CatalogEntry[];
  readonly after: readonly CatalogEntry[];
  /** Whose something was before; null for nobody's. */
  readonly ownerOf: (entry: CatalogEntry) => string | null;
  readonly extension: string;
  /** Whether the script renames or moves something, so that others may tell of it by another name afterwards. */
  readonly renames: boolean;
}

/** What differs between two catalogs and belongs to neither this extension nor nobody. */
export function foreignEffects({
  before,
  after,
  ownerOf,
  extension,
  renames,
}: ForeignEffectsOptions): readonly ForeignEffect[] {
  const earlier = new Map(before.map((entry) => [idOf(entry), entry]));
  const later = new Map(after.map((entry) => [idOf(entry), entry]));
  const effects: ForeignEffect[] = [];
  const note = (change: ForeignEffect['change'], entry: CatalogEntry): void => {
    const owner = SHARED.has(entry.kind) || isServing(entry) ? null : ownerOf(entry);
    if (owner === null || owner === extension) return;
    effects.push({ change, kind: entry.kind, name: entry.name, table: entry.table ?? null, owner });
  };
  for (const [id, entry] of earlier) {
    const now = later.get(id);
    if (now === undefined) note('gone', entry);
    else if (now.definition !== entry.definition && !(renames && saysTheSame(entry.definition, now.definition))) {
      note('changed', entry);
    }
  }
  for (const [id, entry] of later) if (!earlier.has(id)) note('made', entry);
  // What hangs on a table that is gone went with it.
  const gone = new Set(
    effects.flatMap(({ change, kind, table }) => (change === 'gone' && kind === 'table' ? table : [])),
  );
  return effects.filter(({ kind, table }) => kind === 'table' || table === null || !gone.has(table));
}

/** What tells an entry from all others. */
export function idOf({ kind, name }: Pick<CatalogEntry, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** What any extension may ask for, and belongs to the database. */
const SHARED: ReadonlySet<string> = new Set(['extension']);

/** A sequence that a column has goes where its table goes. */
function isServing({ kind, definition }: CatalogEntry): boolean {
  return kind === 'sequence' && definition.includes('owned by ');
}

/** Whether two texts are the same but for names that one has throughout for another. */
function saysTheSame(before: string, after: string): boolean {
  const left = before.match(WORD) ?? [];
  const right = after.match(WORD) ?? [];
  if (left.length !== right.length) return false;
  const there = new Map<string, string>();
  const back = new Map<string, string>();
  return left.every((word, index) => {
    const other = right[index] ?? '';
    if ((there.get(word) ?? other) !== other || (back.get(other) ?? word) !== word) return false;
    there.set(word, other);
    back.set(other, word);
    return word === other || NAME.test(word);
  });
}

const WORD = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\s+|[^\s]/gu;
const NAME = /^["\p{L}_]/u;
