import { HAS_PROCESS_GROUPS, stopOnAbort } from '../../../workspace/stop-on-abort.js';
import type { PostgresTool } from './postgres-tool.js';
import type { ToolEnvironment } from './tool-environment.js';

/** A program of PostgreSQL to start. */
export interface RunToolOptions {
  readonly tool: PostgresTool;
  readonly args: readonly string[];
  readonly environment: ToolEnvironment;
  /** Each line of what it says meanwhile; with `--verbose` that is what it does. */
  readonly onLine?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How it ended. */
export interface ToolResult {
  readonly failed: boolean;
  /** The exit code, or the signal that ended it; null where it did not start. */
  readonly end: number | string | null;
  readonly stdout: string;
  /** The end of what it said, without what only says how far it was, and without secrets. */
  readonly messages: readonly string[];
}

const KEPT_MESSAGES = 20;
/** What an interrupted program has to take leave of its server. */
const GRACE_MS = 10_000;

/**
 * Starts a program of PostgreSQL and waits for it. Where the signal fires, it is ended with all that it has started; where
 * we are killed, it ends at its next message, as nobody reads it any more.
 */
export async function runTool({ tool, args, environment, onLine, signal }: RunToolOptions): Promise<ToolResult> {
  signal?.throwIfAborted();
  const { execa } = await import('execa');
  const running = execa(tool.file, args, {
    env: environment.env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    buffer: { stdout: true, stderr: false },
    detached: HAS_PROCESS_GROUPS,
  });
  using _stopping = stopOnAbort(running, { signal, graceMs: GRACE_MS });
  const messages: string[] = [];
  for await (const line of running.iterable({ from: 'stderr' })) {
    onLine?.(line);
    if (isProgress(line)) continue;
    messages.push(withoutSecrets(line, environment.secrets));
    if (messages.length > KEPT_MESSAGES) messages.shift();
  }
  const { failed, exitCode, signal: endedBy, stdout = '', originalMessage } = await running;
  const end = exitCode ?? endedBy ?? null;
  return { failed, end, stdout, messages: end === null ? [originalMessage ?? 'it did not start'] : messages };
}

// `pg_dump: dumping contents of table …`, where problems are `pg_dump: error: …`, with details and hints below.
function isProgress(line: string): boolean {
  return /^pg_\w+: (?!error:|warning:|detail:|hint:|fatal:)/i.test(line);
}

function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
}
