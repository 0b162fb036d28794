import path from 'node:path';
import { messageOf } from '../../errors.js';
import { newlineOf, withNewline } from '../../fragment/newline-of.js';
import { coverageIn } from '../../workspace/coverage-of.js';
import { PNPM_WORKSPACE } from '../../workspace/find-package-globs.js';
import { excluded } from './add-package-pattern.js';
import { type Addition, additionOf } from './addition.js';
import { unfitFile } from './init-errors.js';

/** A pnpm-workspace.yaml. */
export interface PnpmWorkspace {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** Null where it holds settings only. */
  readonly patterns: readonly string[] | null;
}

/**
 * Reads a pnpm-workspace.yaml.
 *
 * @throws OrchestrateError `INIT.UNFIT_FILE`
 */
export async function parsePnpmWorkspace(file: string, text: string): Promise<PnpmWorkspace> {
  const { parse } = await import('yaml');
  const value = ((): unknown => {
    try {
      return parse(text, { prettyErrors: false });
    } catch (error) {
      throw unfitFile(file, `it is not valid YAML (${messageOf(error)})`, error);
    }
  })();
  const packages = (value as { readonly packages?: unknown } | null | undefined)?.packages ?? null;
  if (packages === null) return { file, text, patterns: null };
  if (Array.isArray(packages) && packages.every((each) => typeof each === 'string')) {
    return { file, text, patterns: packages };
  }
  throw unfitFile(file, '"packages" in it is no list of patterns');
}

/** Makes packages of the extensions of a pnpm monorepo; comments and layout stay. */
export async function addPnpmPattern(workspace: PnpmWorkspace, extensionsDir: string): Promise<Addition> {
  const { file, text, patterns } = workspace;
  if (patterns === null) return { change: null, kept: [] };
  const pattern = `${extensionsDir}/*`;
  const root = path.dirname(file);
  const coverage = coverageIn({ root, globs: patterns }, path.join(root, extensionsDir));
  if (coverage === 'covered') return { change: null, kept: [] };
  if (coverage === 'excluded') return { change: null, kept: [excluded(PNPM_WORKSPACE, patterns, pattern)] };
  return additionOf({ file, before: text, after: await withPattern(text, pattern) });
}

/** One line more where the list has a line per pattern; otherwise the list is written anew, and nothing else. */
async function withPattern(text: string, pattern: string): Promise<string> {
  const { isScalar, isSeq, parseDocument } = await import('yaml');
  const document = parseDocument(text, { keepSourceTokens: true });
  const list = document.get('packages');
  const last = isSeq(list) ? list.items.at(-1) : undefined;
  const newline = newlineOf(text);
  if (isSeq(list) && list.flow !== true && isScalar(last) && last.range) {
    const [start, end] = last.range;
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const quote = last.type === 'QUOTE_SINGLE' ? "'" : '"';
    const stop = /[\r\n]|$/.exec(text.slice(end))?.index ?? 0;
    return `${text.slice(0, end + stop)}${newline}${line}${quote}${pattern}${quote}${text.slice(end + stop)}`;
  }
  document.addIn(['packages'], pattern);
  return withNewline(document.toString({ lineWidth: 0 }), newline);
}
