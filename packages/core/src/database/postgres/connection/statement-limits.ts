import type { PostgresConnection } from './postgres-connection.js';

/** How long a statement of a revision waits for a lock, and runs; null for the server's own limit. */
export interface StatementLimitOptions {
  readonly lockTimeoutMs: number | null;
  readonly statementTimeoutMs: number | null;
}

/** Statements of a revision. */
export interface LimitedScript {
  readonly statements: readonly string[];
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
    const { statements, onExecuted } = script;
    if (this.#settings.length === 0) return connection.script(statements, onExecuted);
    if (connection.transaction === 'none' && statements.length === 1) {
      return this.#runAlone(connection, script);
    }
    const isInside = connection.transaction !== 'none';
    const set = this.#settings.map(([name, value]) => `SET${isInside ? ' LOCAL' : ''} ${name} = ${value}`);
    const reset = this.#settings.map(([name]) => (isInside ? `SET LOCAL ${name} TO DEFAULT` : `RESET ${name}`));
    await connection.script([...set, ...statements, ...reset], (count) => {
      const through = Math.min(count - set.length, statements.length);
      if (through > 0) onExecuted(through);
    });
  }

  // Beside other statements it would be in a transaction with them.
  async #runAlone(connection: PostgresConnection, script: LimitedScript): Promise<void> {
    await connection.script(this.#settings.map(([name, value]) => `SET ${name} = ${value}`));
    try {
      await connection.script(script.statements, script.onExecuted);
    } finally {
      if (!connection.isLost && connection.transaction !== 'failed') {
        await connection.script(this.#settings.map(([name]) => `RESET ${name}`));
      }
    }
  }
}
