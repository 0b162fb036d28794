import { HAS_PROCESS_GROUPS } from '../../workspace/stop-on-abort.js';

/** Where the input and output of Prisma's command are. */
export interface PrismaStreams {
  /** `inherit` hands over what this process has, a terminal included. */
  readonly stdin: 'inherit' | 'ignore';
  readonly stdout: 'inherit' | 'collect';
  readonly stderr: 'inherit' | 'collect';
}

/** What {@link handOver} starts. */
export interface HandOverOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it; nothing is taken from this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly streams: PrismaStreams;
  readonly signal: AbortSignal | undefined;
}

/** How it ended. */
export interface HandedOver {
  readonly exitCode: number;
  /** What was collected; empty for what was handed over. */
  readonly stdout: string;
  readonly stderr: string;
}

/** How long it may take to end after a signal; a migration may have to be taken back. */
const GRACE_MS = 15_000;

/** What a shell says of a process that SIGINT has ended. */
const INTERRUPTED = 130;

/**
 * Runs a program as if it had been started instead of this one, and waits for it. On a terminal Ctrl+C reaches it by
 * itself, as it is in the same group; elsewhere it gets a group of its own, and the interruption is passed on.
 */
export async function handOver({
  file,
  args,
  cwd,
  environment,
  streams,
  signal,
}: HandOverOptions): Promise<HandedOver> {
  const { execa } = await import('execa');
  const isOnTerminal = Object.entries(streams).some(
    ([name, kind]) => kind === 'inherit' && process[name as keyof PrismaStreams].isTTY === true,
  );
  const isApart = HAS_PROCESS_GROUPS && !isOnTerminal;
  const running = execa(file, args, {
    cwd,
    env: environment,
    extendEnv: false,
    stdin: streams.stdin,
    stdout: streams.stdout === 'inherit' ? 'inherit' : 'pipe',
    stderr: streams.stderr === 'inherit' ? 'inherit' : 'pipe',
    reject: false,
    stripFinalNewline: false,
    detached: isApart,
    // It ends in its own time where this process is told to.
    cleanup: !isApart,
  });
  using _passing = passOn(signal, [
    ...(isOnTerminal ? [] : [{ name: 'SIGINT' as const, afterMs: 0 }]),
    { name: 'SIGTERM' as const, afterMs: GRACE_MS },
    { name: 'SIGKILL' as const, afterMs: 2 * GRACE_MS },
  ]);
  const { exitCode, signal: endedBy, stdout, stderr } = await running;
  return {
    exitCode: exitCode ?? (endedBy === undefined ? 1 : INTERRUPTED),
    stdout: stdout ?? '',
    stderr: stderr ?? '',
  };

  function passOn(
    abort: AbortSignal | undefined,
    signals: readonly { readonly name: NodeJS.Signals; readonly afterMs: number }[],
  ): Disposable {
    const timers: NodeJS.Timeout[] = [];
    const begin = (): void => {
      for (const { name, afterMs } of signals) {
        if (afterMs === 0) end(name);
        else timers.push(setTimeout(() => end(name), afterMs));
      }
    };
    if (abort?.aborted) begin();
    abort?.addEventListener('abort', begin, { once: true });
    return {
      [Symbol.dispose]: () => {
        abort?.removeEventListener('abort', begin);
        for (const timer of timers) clearTimeout(timer);
      },
    };
  }

  function end(name: NodeJS.Signals): void {
    const { pid } = running;
    try {
      if (isApart && pid !== undefined) process.kill(-pid, name);
      else running.kill(name);
    } catch {
      // It has ended in this very moment.
    }
  }
}
