import { parseModule } from 'magicast';
import { applyChanges } from '../../fragment/text-change.js';
import { insertItem } from '../../json/insert-item.js';
import type { ListEdit } from './edit-extension-list.js';

const KEY = 'extensions';

/**
 * Edits the list of extensions in a configuration that is a module: `export default { … }`, or the same in
 * `defineConfig(…)`. Null where it is written in a way that does not show what the list will be.
 */
export function editModuleList(text: string, edit: ListEdit): string | null {
  const config = configOf(text);
  if (config === null) return null;
  const list = config.properties.find(({ key }) => key?.name === KEY || key?.value === KEY)?.value;
  // A list with holes is nobody's.
  const elements = list?.elements?.filter((each) => each !== null) ?? [];
  if (list !== undefined && list.elements?.length !== elements.length) return null;
  if (edit.kind === 'replace') return replaced(text, { elements, edit });
  const unit = /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  const quote = quoteIn(text, elements);
  const entry = quoted(edit.entry, quote);
  const changes =
    list === undefined
      ? insertItem(text, {
          parent: { ...config, kind: 'object' },
          items: config.properties,
          unit,
          hasLines: false,
          put: () => `${KEY}: [${entry}]`,
        })
      : insertItem(text, {
          parent: { ...list, kind: 'array' },
          items: elements,
          unit,
          hasLines: false,
          put: () => entry,
        });
  return applyChanges(text, changes);
}

/** What is looked at of a syntax tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Property extends Node {
  readonly key?: { readonly name?: string; readonly value?: unknown };
  readonly value?: Expression;
}

interface Expression extends Node {
  readonly value?: unknown;
  /** Of a list. */
  readonly elements?: readonly (Expression | null)[];
}

interface ConfigObject extends Node {
  readonly properties: readonly Property[];
}

function configOf(text: string): ConfigObject | null {
  try {
    // The parser widens tabs and shortens line ends; with a blank for each, its places are those in the text.
    const exported = parseModule(text.replaceAll(/[\t\r]/g, ' ')).exports['default'];
    const isCall = exported?.$type === 'function-call' && exported.$callee === 'defineConfig';
    const config = isCall ? exported.$args[0] : exported;
    if (config?.$type !== 'object') return null;
    const node = config.$ast as ConfigObject;
    const isPlain = node.properties.every(({ type }) => type === 'ObjectProperty' || type === 'Property');
    return isPlain ? node : null;
  } catch {
    // Syntax that the parser does not know; the file itself was loaded, so it is right.
    return null;
  }
}

interface ReplaceOptions {
  readonly elements: readonly Expression[];
  readonly edit: ListEdit & { readonly kind: 'replace' };
}

function replaced(text: string, { elements, edit }: ReplaceOptions): string {
  const changes = elements.flatMap(({ type, value, start, end }) => {
    const put = type === 'StringLiteral' && typeof value === 'string' ? edit.replace(value) : null;
    return put === null ? [] : [{ start, end, text: quoted(put, text[start] === "'" ? "'" : '"') }];
  });
  return applyChanges(text, changes);
}

/** As the list has them, else as the imports do. */
function quoteIn(text: string, elements: readonly Expression[]): "'" | '"' {
  const literal = elements.find(({ type }) => type === 'StringLiteral');
  const quote = literal === undefined ? /["'](?=[^"'\n]*["'])/.exec(text)?.[0] : text[literal.start];
  return quote === "'" ? "'" : '"';
}

function quoted(entry: string, quote: "'" | '"'): string {
  const json = JSON.stringify(entry);
  return quote === '"' ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
