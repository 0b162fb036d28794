import { type ParserPlugin, parse } from '@babel/parser';
import type { CodeNode } from './code-node.js';

/** A comment, with the place where it begins. */
export interface CodeComment {
  readonly start: number;
  /** Without the signs that begin and end it. */
  readonly text: string;
}

/** What became of a file of code. */
export type ParsedCode =
  | { readonly kind: 'parsed'; readonly program: CodeNode; readonly comments: readonly CodeComment[] }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number };

/** Reads TypeScript or JavaScript, as far as it can be read: a mistake in one place does not hide the rest. */
export function parseCode(path: string, text: string): ParsedCode {
  const attempts = pluginsFor(path);
  let failure: unknown = null;
  for (const plugins of attempts) {
    try {
      const file = parse(text, {
        sourceType: 'unambiguous',
        errorRecovery: true,
        allowAwaitOutsideFunction: true,
        allowImportExportEverywhere: true,
        allowReturnOutsideFunction: true,
        allowSuperOutsideMethod: true,
        allowUndeclaredExports: true,
        allowNewTargetOutsideFunction: true,
        attachComment: false,
        plugins: [...plugins],
      });
      const comments = (file.comments ?? []).map(({ start, value }) => ({ start: start ?? 0, text: value }));
      return { kind: 'parsed', program: file.program as unknown as CodeNode, comments };
    } catch (error) {
      failure ??= error;
    }
  }
  const { message = 'it cannot be read', loc } = (failure ?? {}) as { message?: string; loc?: { line: number } };
  // Nested too deeply for the stack.
  const reason = failure instanceof RangeError ? 'it is nested too deeply' : message.replace(/ \(\d+:\d+\)$/, '');
  return { kind: 'unreadable', reason, line: loc?.line ?? 1 };
}

const COMMON: readonly ParserPlugin[] = ['decorators', 'decoratorAutoAccessors', 'explicitResourceManagement'];

/** JSX goes everywhere but where `<T>x` is a cast; plain JavaScript may have types that a build takes away. */
function pluginsFor(path: string): readonly (readonly ParserPlugin[])[] {
  if (/\.[mc]?ts$/.test(path)) return [[...COMMON, 'typescript']];
  if (path.endsWith('.tsx')) return [[...COMMON, 'typescript', 'jsx']];
  return [
    [...COMMON, 'jsx'],
    [...COMMON, 'jsx', 'flow'],
    [...COMMON, 'jsx', 'typescript'],
  ];
}
