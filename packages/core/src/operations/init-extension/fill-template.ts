import path from 'node:path';
import { compareCodeUnits } from '../../compare.js';
import { type UnknownPlaceholder, unfitTemplate, unknownPlaceholders } from './init-extension-errors.js';
import type { NewFile } from './new-file.js';

/** What a template's placeholders stand for, by name. */
export type PlaceholderValues = Readonly<Record<string, string>>;

/** `{{name}}`; with a backslash before it, it stays, and `${{ … }}` is an expression of other tools. */
const PLACEHOLDER = /(\\|\$)?\{\{[ \t]*([A-Za-z][A-Za-z0-9_]*)[ \t]*\}\}/g;

/**
 * Fills the placeholders in the names and texts of a template's files. What is no text stays as it is.
 *
 * @param root the template's directory, for messages
 * @throws OrchestrateError `SCAFFOLD.PLACEHOLDER` naming each unknown one, `SCAFFOLD.TEMPLATE`
 */
export function fillTemplate(
  files: readonly NewFile[],
  { root, values }: { readonly root: string; readonly values: PlaceholderValues },
): readonly NewFile[] {
  const unknown = files.flatMap((file) => unknownIn(file, { root, values }));
  if (unknown.length > 0) throw unknownPlaceholders(unknown, Object.keys(values));
  const filled = files.map((file): NewFile => {
    const name = file.path.split('/').map((part) => fillName(part, { file: path.join(root, file.path), root, values }));
    const { content } = file;
    return {
      ...file,
      path: name.join('/'),
      content: typeof content === 'string' ? fill(content, values) : content,
    };
  });
  const paths = filled.map((file) => file.path.toLowerCase());
  const twice = filled.find((file, at) => paths.indexOf(file.path.toLowerCase()) < at);
  if (twice !== undefined) {
    throw unfitTemplate(root, `two of its files would be ${twice.path}`, 'Give one of them another name.');
  }
  return [...filled].sort((left, right) => compareCodeUnits(left.path, right.path));
}

/** Whether any text or name has one of these placeholders. */
export function usesPlaceholder(files: readonly NewFile[], names: readonly string[]): boolean {
  return files.some(({ path: name, content }) =>
    [name, typeof content === 'string' ? content : ''].some((text) =>
      [...text.matchAll(PLACEHOLDER)].some(([, before, found = '']) => before === undefined && names.includes(found)),
    ),
  );
}

function fill(text: string, values: PlaceholderValues): string {
  return text.replaceAll(PLACEHOLDER, (whole, before: string | undefined, name: string) => {
    if (before === '$') return whole;
    return before === '\\' ? whole.slice(1) : (values[name] ?? whole);
  });
}

function fillName(
  part: string,
  { file, root, values }: { readonly file: string; readonly root: string; readonly values: PlaceholderValues },
): string {
  const name = fill(part, values);
  if (name !== '' && !/[/\\"<>|:*?]/.test(name) && name !== '.' && name !== '..') return name;
  throw unfitTemplate(root, `${file} would be called ${JSON.stringify(name)}`, 'Use another placeholder in its name.');
}

function unknownIn(
  { path: name, content }: NewFile,
  { root, values }: { readonly root: string; readonly values: PlaceholderValues },
): readonly UnknownPlaceholder[] {
  const file = path.join(root, name);
  const inText = (text: string) =>
    [...text.matchAll(PLACEHOLDER)].filter(
      ([, before, found = '']) => before === undefined && !Object.hasOwn(values, found),
    );
  const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
  return [
    ...inText(name).map(([, , found = '']) => ({ file, line: null, name: found })),
    ...(typeof content === 'string'
      ? inText(content).map((match) => ({ file, line: lineOf(content, match.index), name: match[2] ?? '' }))
      : []),
  ];
}
