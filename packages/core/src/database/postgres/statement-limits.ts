import type { PostgresConnection } from './postgres-connection.js';

/** How long a statement of a revision waits for a lock, and runs; null for the server's own limit. */
export interface StatementLimitOptions {
  readonly lockTimeoutMs: number | null;
  readonly statementTimeoutMs: number | null;
}

/** Statements of a revision, with what goes before and after them in the same message. */
export interface LimitedScript {
  readonly before: readonly string[];
  readonly statements: readonly string[];
  readonly after: readonly string[];
  /** Told how many of the statements are through. */
  readonly onExecuted: (count: number) => void;
}

/**
 * Sets limits for the statements of revisions and for nothing else: to wait for another run, or to read histories, may
 * take longer.
 */
export class StatementLimits {
  readonly #settings: readonly (readonly [string, number])[];

  constructor({ lockTimeoutMs, statementTimeoutMs }: StatementLimitOptions) {
    this.#settings = (
      [
        ['lock_timeout', lockTimeoutMs],
        ['statement_timeout', statementTimeoutMs],
      ] as const
    ).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  }

  /** Runs a script within the limits, in one message where that changes nothing. */
  async run(connection: PostgresConnection, script: LimitedScript): Promise<void> {
    const { before, statements, after } = script;
    if (this.#settings.length === 0) return runScript(connection, script);
    if (connection.transaction === 'none' && before.length + statements.length + after.length === 1) {
      return this.#runAlone(connection, script);
    }
    const isInside = connection.transaction !== 'none';
    const set = this.#settings.map(([name, value]) => `SET${isInside ? ' LOCAL' : ''} ${name} = ${value}`);
    const reset = this.#settings.map(([name]) => (isInside ? `SET LOCAL ${name} TO DEFAULT` : `RESET ${name}`));
    await runScript(connection, { ...script, before: [...before, ...set], after: [...reset, ...after] });
  }

  // Beside other statements it would be in a transaction with them.
  async #runAlone(connection: PostgresConnection, script: LimitedScript): Promise<void> {
    await connection.script(this.#settings.map(([name, value]) => `SET ${name} = ${value}`));
    try {
      await runScript(connection, script);
    } finally {
      if (!connection.isLost && connection.transaction !== 'failed') {
        await connection.script(this.#settings.map(([name]) => `RESET ${name}`));
      }
    }
  }
}

function runScript(
  connection: PostgresConnection,
  { before, statements, after, onExecuted }: LimitedScript,
): Promise<void> {
  return connection.script([...before, ...statements, ...after], (count) => {
    const through = Math.min(count - before.length, statements.length);
    if (through > 0) onExecuted(through);
  });
}
