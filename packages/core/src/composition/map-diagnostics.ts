import type { Finding } from '../findings.js';
import { groupBy } from '../group-by.js';
import type { Composition } from './composition.js';

/** What Prisma's validator says of a composed file. */
export interface SchemaDiagnostic {
  /** A path of the composition. */
  readonly file: string;
  /** UTF-16 code units from the start of the file's text. */
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a clash makes Prisma say too, in words that do not know of extensions. */
const REPEATED =
  /already exists|this name exists|already defined|missing an opposite|Ambiguous|has to be unique|not defined in the datasource/i;

const SHARED_NAME = /constraint name `(.+)` has to be unique/;

/**
 * Turns what Prisma's validator says of the composed files into findings at the user's own files. A diagnostic that only
 * repeats one of the composition's own findings, at the same line, is dropped.
 */
export function mapDiagnostics(composition: Composition, diagnostics: readonly SchemaDiagnostic[]): readonly Finding[] {
  const texts = new Map(composition.files.map(({ path, text }) => [path, text]));
  const known = linesOfErrors(composition);
  const clashing = clashingNames(composition, diagnostics);
  const findings: Finding[] = [];
  for (const { file, start, end, severity, message } of diagnostics) {
    if (clashing.has(SHARED_NAME.exec(message)?.[1] ?? '')) continue;
    const origin = composition.locate(file, firstCharacter(texts.get(file) ?? '', { start, end }));
    const where = origin?.where ?? null;
    if (where !== null && REPEATED.test(message) && known.has(`${where.file}\n${where.line}`)) continue;
    const isAdded = origin?.inserted === true;
    findings.push({
      code: severity === 'error' ? 'SCHEMA.INVALID' : 'SCHEMA.WARNING',
      severity,
      message: isAdded
        ? `Prisma does not accept what the composed schema gets for this: ${message.trim()}`
        : message.trim(),
      extension: origin?.extension ?? null,
      where,
      fix:
        origin === null
          ? 'This is Prisma speaking of the composed schema as a whole; correct the fragment that it names.'
          : `Correct ${origin.where.file}; the message is that of Prisma's own validator.`,
      related: [],
    });
  }
  return findings;
}

function linesOfErrors({ findings }: Composition): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { severity, where, related } of findings) {
    if (severity !== 'error') continue;
    for (const place of [where, ...related.map((item) => item.where)]) {
      if (place !== null) lines.add(`${place.file}\n${place.line}`);
    }
  }
  return lines;
}

/**
 * Names of indexes and keys that several extensions use, of which a clash tells already: that of the names, or that of two
 * tables whose indexes have one name for this reason alone.
 */
function clashingNames({ findings }: Composition, diagnostics: readonly SchemaDiagnostic[]): ReadonlySet<string> {
  if (!findings.some(({ code }) => code.endsWith('_CLASH'))) return new Set();
  const files = groupBy(
    diagnostics.filter(({ message }) => SHARED_NAME.test(message)),
    ({ message }) => SHARED_NAME.exec(message)?.[1] ?? '',
  );
  const isShared = (users: readonly SchemaDiagnostic[]): boolean => users.some(({ file }) => file !== users[0]?.file);
  return new Set([...files].filter(([, users]) => isShared(users)).map(([name]) => name));
}

/** Prisma's spans of whole lines begin with their white space. */
function firstCharacter(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  let at = start;
  while (at < end && at < text.length && /\s/.test(text[at] as string)) at++;
  return at === end ? start : at;
}
