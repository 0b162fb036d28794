import { CORE, EXTENSION_NAME } from '../../extension.js';

const LONGEST = 48;

/** A name for an extension that is as near as can be to one that will not do: `My Blog!` gives `my-blog`. */
export function fitName(wanted: string): string {
  const name = wanted
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return EXTENSION_NAME.test(name) && name !== CORE ? name : 'my-extension';
}
