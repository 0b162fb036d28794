import { messageOf, OrchestrateError } from '../../../errors.js';
import type { PostgresTool, ToolName } from './postgres-tool.js';

const KEYS: Readonly<Record<ToolName, string>> = { pg_dump: 'backup.pgDump', pg_restore: 'backup.pgRestore' };

/** There is no such program. */
export function toolMissing(name: ToolName, serverVersion: string): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.TOOL_MISSING',
    message: `${name} is neither on PATH nor where the packages of PostgreSQL put it. Backing up and restoring a PostgreSQL database takes the server's own programs.`,
    fix: howToInstall(name, serverVersion),
    meta: { tool: name, serverVersion },
  });
}

/** There are only such that do not fit the server. */
export function noFittingTool({
  name,
  serverVersion,
  found,
}: {
  readonly name: ToolName;
  readonly serverVersion: string;
  readonly found: readonly PostgresTool[];
}): OrchestrateError {
  const files = found.map(({ file, version }) => `${file} (${version})`);
  return new OrchestrateError({
    code: 'BACKUP.TOOL_VERSION',
    message: `The server is PostgreSQL ${serverVersion}, and no ${name} that fits it was found: ${[...new Set(files)].join(', ')}. ${whyUnfit(found, serverVersion)}`,
    fix: howToInstall(name, serverVersion),
    meta: { tool: name, serverVersion, found: found.map(({ file, version }) => ({ file, version })) },
  });
}

/** The program that the configuration names does not fit the server. */
export function configuredToolUnfit(tool: PostgresTool, serverVersion: string): OrchestrateError {
  const { name, file, version } = tool;
  return new OrchestrateError({
    code: 'BACKUP.TOOL_VERSION',
    message: `The server is PostgreSQL ${serverVersion}, and ${KEYS[name]} names ${file}, which is ${version}. ${whyUnfit([tool], serverVersion)}`,
    fix: howToInstall(name, serverVersion),
    meta: { tool: name, serverVersion, found: [{ file, version }] },
  });
}

/** The program that the configuration names cannot be started, or is another one. */
export function configuredToolFails(name: ToolName, file: string, cause: unknown): OrchestrateError {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return new OrchestrateError({
    kind: 'usage',
    code: 'BACKUP.TOOL_MISSING',
    message: `${KEYS[name]} names ${file}, ${isMissing ? 'and there is no such file' : `which does not work: ${messageOf(cause)}`}.`,
    fix: `Correct ${KEYS[name]}, or remove it so that ${name} is looked for on PATH and where packages put it.`,
    meta: { tool: name, file },
    cause,
  });
}

function whyUnfit(found: readonly PostgresTool[], serverVersion: string): string {
  const serverMajor = Number.parseInt(serverVersion, 10);
  return found.some(({ major }) => major < serverMajor)
    ? 'It must not be older than the server.'
    : 'From 17 on it writes what servers before 17 cannot read back.';
}

function howToInstall(name: ToolName, serverVersion: string): string {
  const major = Number.parseInt(serverVersion, 10);
  return `Install ${name} ${major}: the package postgresql-client-${major} on Debian and Ubuntu (of apt.postgresql.org where the distribution has another version), postgresql${major} on Red Hat and Fedora, postgresql@${major} of Homebrew. Where it lies elsewhere, name it with ${KEYS[name]} in the configuration.`;
}
