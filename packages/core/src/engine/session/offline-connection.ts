import type { Provider } from '../../database/database.js';
import type { EngineConnection, ResultTable } from '../../database/engine-connection.js';

/** What the engine asks every server first: whether the schema is there, and of which version the server is. */
const GREETINGS: Readonly<Record<Provider, ResultTable | null>> = {
  sqlite: null,
  postgresql: greeting('PostgreSQL 18.0', 180_000),
  cockroachdb: greeting('CockroachDB CCL v25.1.0', 130_000),
};

/** A connection to nowhere, for work that concerns no live database: to compare schemas, no server has to be there. */
export function offlineConnection(provider: Provider, defaultSchema: string | null): EngineConnection {
  return {
    provider,
    defaultSchema,
    queryTable: async () => GREETINGS[provider] ?? refuse(),
    executeRaw: async () => 0,
    executeScript: async () => refuse(),
    explain: (error) => ({ message: String(error), code: null }),
  };
}

function greeting(version: string, numericVersion: number): ResultTable {
  return {
    columns: [
      { name: 'exists', type: 'boolean' },
      { name: 'version', type: 'text' },
      { name: 'numeric_version', type: 'small-integer' },
    ],
    rows: [[true, version, numericVersion]],
  };
}

function refuse(): never {
  throw new Error('The schema engine asked a live database for what concerns none.');
}
