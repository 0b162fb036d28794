import { redactUrl } from '../../../config/redact-url.js';
import { OrchestrateError } from '../../../errors.js';
import type { Provider, ShadowDatabase, ShadowOptions } from '../../database.js';
import { type PostgresLocation, parsePostgresUrl } from '../connection/postgres-url.js';
import { takeEmbedded } from './embedded-ground.js';
import { PostgresShadow } from './postgres-shadow.js';
import { takeServer } from './server-ground.js';
import { interrupted, noDatabase, noEmbedded, unavailable } from './shadow-errors.js';
import type { ShadowGround } from './shadow-ground.js';
import { takeUrl } from './url-ground.js';

/** How long to wait for another run that works in the shadow database that a URL names. */
const URL_WAIT_MS = 60_000;

/** Gives the ground of one place, or says why there is none. */
type Take = () => Promise<ShadowGround>;

/**
 * Opens a disposable database that holds nothing but what the initial script makes. Its default schema is that of the
 * database it stands in for.
 *
 * @throws OrchestrateError `SHADOW.*`, or what keeps us from the place that is asked for
 */
export async function openPostgresShadow(provider: Provider, options: ShadowOptions): Promise<ShadowDatabase> {
  const { shadow, prismaUrl, live, root, environment, extension, initScript, onEvent, signal } = options;
  const liveLocation = live === null ? null : parsePostgresUrl(live.url, live);
  const defaultSchema = liveLocation?.schema ?? 'public';

  const onUrl = (url: string): Take => {
    const location = parsePostgresUrl(url, { root, display: redactUrl(url), environment });
    const place: PostgresLocation = { ...location, schema: liveLocation?.schema ?? location.schema };
    return () => takeUrl({ shadow: place, live: liveLocation, waitMs: URL_WAIT_MS, onEvent, signal });
  };
  const onServer: Take = async () => {
    if (liveLocation === null) throw noDatabase();
    return takeServer({ extension, live: liveLocation, onEvent });
  };
  const onEmbedded: Take = async () => {
    if (provider !== 'postgresql') throw noEmbedded(provider);
    return takeEmbedded({ root, defaultSchema, onEvent, signal });
  };
  const open = async (take: Take): Promise<ShadowDatabase> =>
    PostgresShadow.open({ provider, ground: await take(), initScript, signal });

  try {
    signal?.throwIfAborted();
    if (shadow === 'server') return await open(onServer);
    if (shadow === 'embedded') return await open(onEmbedded);
    if (shadow !== 'auto') return await open(onUrl(shadow.url));
    if (prismaUrl !== null) return await open(onUrl(prismaUrl));
    return await openFirst({ 'the server of the database': onServer, 'an embedded PostgreSQL': onEmbedded }, open);
  } catch (error) {
    throw signal?.aborted ? interrupted() : error;
  }
}

async function openFirst(
  places: Readonly<Record<string, Take>>,
  open: (take: Take) => Promise<ShadowDatabase>,
): Promise<ShadowDatabase> {
  const tried: { place: string; error: OrchestrateError }[] = [];
  for (const [place, take] of Object.entries(places)) {
    try {
      return await open(take);
    } catch (error) {
      // What fails in one place by the user's own SQL would fail in the next.
      if (!(error instanceof OrchestrateError) || error.code === 'SHADOW.INIT_FAILED') throw error;
      tried.push({ place, error });
    }
  }
  throw unavailable(tried);
}
