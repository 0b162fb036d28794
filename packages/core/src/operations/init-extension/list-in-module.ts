import { generateCode, parseModule } from 'magicast';
import { newlineOf, withNewline } from '../../fragment/newline-of.js';

const KEY = 'extensions';

/**
 * Appends to the list of extensions in a configuration that is a module: `export default { … }`, or the same in
 * `defineConfig(…)`. Null where it is written in a way that does not show what the list will be.
 */
export function listInModule(text: string, entry: string): string | null {
  try {
    const module = parseModule(text);
    const exported = module.exports['default'];
    const isCall = exported?.$type === 'function-call' && exported.$callee === 'defineConfig';
    const config = isCall ? exported.$args[0] : exported;
    if (config?.$type !== 'object' || hasSpread(config.$ast)) return null;
    if (config[KEY] === undefined) config[KEY] = [];
    if (config[KEY].$type !== 'array') return null;
    config[KEY].push(entry);
    const { code } = generateCode(module);
    return withNewline(code.endsWith('\n') || !text.endsWith('\n') ? code : `${code}\n`, newlineOf(text));
  } catch {
    // Syntax that the parser does not know; the file itself was loaded, so it is right.
    return null;
  }
}

function hasSpread(node: unknown): boolean {
  const { properties = [] } = node as { readonly properties?: readonly { readonly type: string }[] };
  return properties.some(({ type }) => type !== 'ObjectProperty' && type !== 'Property');
}
