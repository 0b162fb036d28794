import type BetterSqlite3 from 'better-sqlite3';

/**
 * Statements that can leave no row without its parent: they create what is empty, or touch no rows. Everything else,
 * what is not understood included, is followed by a check. An index is not harmless to drop: a foreign key may need it.
 * Nor is a new column that is one: with foreign keys off, SQLite takes a default that names no row.
 */
const HARMLESS =
  /^(?:CREATE\s+(?:(?:TEMP|TEMPORARY)\s+)?(?:UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER|VIRTUAL)|DROP\s+(?:VIEW|TRIGGER)|ALTER\s+TABLE\s+\S+\s+ADD(?![\s\S]*\bREFERENCES\b)|PRAGMA|SELECT|INSERT\s+INTO\s+"_prisma_migrations\w*"|UPDATE\s+"_prisma_migrations\w*")(?:\s|$)/i;

interface ViolationCount {
  readonly child: string;
  readonly parent: string;
  readonly rows: number;
}

/**
 * Watches one transaction that runs with foreign keys off. Violations that were there before are left alone: they are
 * not this transaction's doing and must not stop it. The whole database is read only when a statement could have
 * broken something.
 */
export class ForeignKeyGuard {
  readonly #connection: BetterSqlite3.Database;
  #before: readonly ViolationCount[] | 'unwatched' | 'unknowable' = 'unwatched';

  constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection;
  }

  /** To be called before each statement of the transaction. */
  beforeStatement(sql: string): void {
    if (this.#before !== 'unwatched' || HARMLESS.test(sql)) return;
    try {
      this.#before = this.#count();
    } catch {
      // A reference to columns that are not unique makes the check itself fail; what held before cannot be told then.
      this.#before = 'unknowable';
    }
  }

  /** @throws ForeignKeysBrokenError when rows have lost their parent since the first statement */
  assertNothingBroken(): void {
    if (typeof this.#before === 'string') return;
    const before = new Map(this.#before.map((violation) => [keyOf(violation), violation.rows]));
    const broken = this.#count().filter((violation) => violation.rows > (before.get(keyOf(violation)) ?? 0));
    if (broken.length > 0) throw new ForeignKeysBrokenError(broken);
  }

  #count(): readonly ViolationCount[] {
    return this.#connection
      .prepare<[], ViolationCount>(
        'SELECT "table" AS child, "parent" AS parent, count(*) AS rows FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2',
      )
      .all();
  }
}

function keyOf(violation: ViolationCount): string {
  return `${violation.child}\u0000${violation.parent}`;
}

/** What SQLite itself would have said of the rows, had foreign keys been on. */
export class ForeignKeysBrokenError extends Error {
  readonly code = 'SQLITE_CONSTRAINT_FOREIGNKEY';

  constructor(broken: readonly ViolationCount[]) {
    const list = broken.map(({ child, parent, rows }) => `${rows} of ${child} without their ${parent}`).join('; ');
    super(`FOREIGN KEY constraint failed: rows would be left without the row they refer to: ${list}`);
  }
}
