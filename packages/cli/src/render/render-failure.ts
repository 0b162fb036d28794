import type { Failure } from '../failure.js';
import type { Look } from './look.js';
import { wrap } from './wrap.js';

/** What happened, what to do about it, and the code to look up; with `verbose` also where it came from. */
export function renderFailure(failure: Failure, look: Look, verbose: boolean): string {
  const parts = [
    `${look.red(look.bold('Error:'))} ${wrap(failure.message, { width: look.width, taken: 7 })}`,
    ...(verbose || failure.kind === 'bug' ? renderTrace(failure.thrown, look) : []),
    `${look.cyan('Fix:')} ${wrap(failure.fix, { width: look.width, taken: 5 })}`,
    look.dim(failure.code),
  ];
  return `${parts.join('\n')}\n`;
}

function renderTrace(thrown: unknown, look: Look): readonly string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let each = thrown; each !== undefined && each !== null && !seen.has(each); each = causeOf(each)) {
    seen.add(each);
    const text = withoutPasswords(
      each instanceof Error ? (each.stack ?? `${each.name}: ${each.message}`) : String(each),
    );
    lines.push(look.dim(lines.length === 0 ? text : `Caused by: ${text}`));
  }
  return lines;
}

/** What others have thrown may have the URL of a database in it. */
function withoutPasswords(text: string): string {
  return text.replaceAll(/(:\/\/[^\s:/?#@]*:)[^\s@]+@/g, '$1***@');
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}
