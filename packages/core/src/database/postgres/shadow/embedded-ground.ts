import { NO_TLS } from '../connection/postgres-tls.js';
import { type PostgresLocation, withDatabase } from '../connection/postgres-url.js';
import { connectAs } from '../server/connect-as.js';
import { type EmbeddedServerOptions, startEmbeddedServer } from './embedded/embedded-server.js';
import type { ShadowGround } from './shadow-ground.js';

const DATABASE = 'postgres';
const DISPLAY = 'an embedded PostgreSQL';

/** What {@link takeEmbedded} takes. */
export interface EmbeddedOptions extends EmbeddedServerOptions {
  /** The schema that unqualified names will mean. */
  readonly defaultSchema: string;
}

/**
 * A shadow database on a throw-away server of our own.
 *
 * @throws OrchestrateError `SHADOW.EMBEDDED_MISSING`, `SHADOW.EMBEDDED_ROOT`, `SHADOW.EMBEDDED_FAILED`
 */
export async function takeEmbedded(options: EmbeddedOptions): Promise<ShadowGround> {
  const { host, port, password, stop } = await startEmbeddedServer(options);
  const location: PostgresLocation = {
    target: {
      config: { host, port, user: 'postgres', database: DATABASE, ...(password === null ? {} : { password }) },
      tls: [false],
    },
    database: DATABASE,
    schema: options.defaultSchema,
    libpqTls: NO_TLS,
    isPooled: false,
    display: DISPLAY,
  };
  let isFresh = true;
  return {
    display: DISPLAY,
    async empty() {
      if (!isFresh) await createAgain(location);
      isFresh = false;
      return location;
    },
    claim: async () => {},
    release: stop,
  };
}

async function createAgain(location: PostgresLocation): Promise<void> {
  const admin = await connectAs('orchestrate shadow', withDatabase(location, 'template1'));
  try {
    await admin.query(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
  } finally {
    await admin.end();
  }
}
