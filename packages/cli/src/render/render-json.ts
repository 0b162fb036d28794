import type { Failure } from '../failure.js';

/** How a command ended. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: unknown; readonly ok: boolean }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** The one document of `--json`; `command` is null where the command line named none. */
export function renderJson(command: string | null, outcome: Outcome): string {
  const document =
    outcome.kind === 'result'
      ? { command, ok: outcome.ok, result: outcome.result, error: null }
      : { command, ok: false, result: null, error: errorOf(outcome.failure) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function errorOf({ code, kind, message, fix, meta }: Failure): object {
  return { code, kind, message, fix, meta };
}
