// revision.json as bad merges, other tools and malice leave it: whatever is taken is exactly what it should be.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evil, fuzz, mutated } from '../fuzz.test-support.js';
import { readPlainManifest } from './plain-manifest.js';
import { parseRevisionManifest, renderRevisionManifest } from './revision-manifest.js';

const KEYS = ['$schema', 'message', 'parent', 'requires', 'transactional', 'adopts', 'replaces', 'foldedBefore'];
const strange = fc.oneof(
  evil,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    '',
    'a',
    'a/b',
    'a/b/c',
    '/',
    '\\',
    [],
    [[]],
    {},
    ['a'],
    ['a/b'],
    [null],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const name = fc.constantFrom('20260201093000_init', 'a', 'é', '1_"x"', 'b c');
const reference = fc.tuple(fc.constantFrom('core', 'blog'), name).map((parts) => parts.join('/'));
const fit: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  $schema: fc.constant('x'),
  message: fc.oneof(evil, fc.string()),
  parent: fc.oneof(fc.constant(null), name, fc.array(name, { minLength: 1, maxLength: 3 })),
  requires: fc.array(reference, { maxLength: 3 }),
  transactional: fc.boolean(),
  adopts: fc.array(fc.constantFrom('Post', 'public.Post', 'message'), { maxLength: 2 }),
  replaces: fc.array(reference, { maxLength: 2 }),
  foldedBefore: fc.array(reference, { maxLength: 2 }),
};
const member = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS).chain((key) => fc.tuple(fc.constant(key), fit[key] ?? evil)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...KEYS), strange) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(evil, fc.constantFrom('Message', 'parents', ' parent')), strange) },
);

/** As text, since an object has no key twice. */
const json = fc
  .tuple(
    fc.tuple(...['message', 'parent', 'requires'].map((key) => fc.tuple(fc.constant(key), fit[key] ?? evil))),
    fc.array(member, { maxLength: 3 }),
    fc.constantFrom('', ' ', '\n  ', '\r\n\t'),
    fc.boolean(),
  )
  .map(([needed, more, gap, isEscaped]) => {
    const keyText = (key: string): string =>
      isEscaped ? JSON.stringify(key).replace('e', '\\u0065') : JSON.stringify(key);
    const members = [...needed, ...more].map(([key, value]) => `${gap}${keyText(key)}:${gap}${JSON.stringify(value)}`);
    return `{${members.join(',')}${gap}}`;
  });

const isText = (value: unknown): boolean => typeof value === 'string';
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '' && !/[/\\]/.test(value);
const isReference = (value: unknown): boolean => {
  const parts = typeof value === 'string' ? value.split('/') : [];
  return parts.length === 2 && parts.every(isName);
};
const isListOf = (value: unknown, check: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(check);

/** Whether a value may be a manifest, said in another way than the code under test says it. */
function isManifest(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const held = new Map(Object.entries(value));
  if ([...held.keys()].some((key) => !KEYS.includes(key))) return false;
  const { parent } = value as { readonly parent: unknown };
  const optional = (key: string, check: (each: unknown) => boolean): boolean => !held.has(key) || check(held.get(key));
  return (
    isText(held.get('message')) &&
    (parent === null || isName(parent) || (isListOf(parent, isName) && (parent as readonly unknown[]).length > 0)) &&
    isListOf(held.get('requires'), isReference) &&
    optional('$schema', isText) &&
    optional('transactional', (each) => typeof each === 'boolean') &&
    optional('adopts', (each) => isListOf(each, (item) => isText(item) && item !== '')) &&
    optional('replaces', (each) => isListOf(each, isReference)) &&
    optional('foldedBefore', (each) => isListOf(each, isReference))
  );
}

/** How many members the outermost object of a JSON text has, those with a name that is there already included. */
function memberCount(text: string): number {
  let count = 0;
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (token === ':' && depth === 1) count += 1;
  }
  return count;
}

it('is taken where it is right, and only there', () => {
  fc.assert(
    fc.property(fc.oneof(json, mutated(json, 3)), (text) => {
      const parsed = parseRevisionManifest(text);
      const plain = readPlainManifest(text);
      if (plain !== null) expect(parsed).toEqual({ kind: 'ok', manifest: plain });
      const json = text.replace(/^\uFEFF/, '');
      let value: unknown;
      try {
        value = JSON.parse(json);
      } catch {
        expect(parsed.kind).toBe('invalid');
        return;
      }
      const isRight = isManifest(value) && memberCount(json) === Object.keys(value as object).length;
      expect(parsed.kind).toBe(isRight ? 'ok' : 'invalid');
      if (parsed.kind === 'invalid') {
        const lines = json.split(/\r\n|\r|\n/);
        expect(parsed.problems).not.toEqual([]);
        for (const { line, column, message } of parsed.problems) {
          expect(message).toBeTruthy();
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        }
        return;
      }
      expect(parsed.manifest).toEqual(value);
      const { adopts, replaces, foldedBefore, ...rest } = parsed.manifest;
      const again = parseRevisionManifest(renderRevisionManifest(parsed.manifest));
      expect(again).toMatchObject({ kind: 'ok', manifest: rest });
    }),
    fuzz(80),
  );
});
