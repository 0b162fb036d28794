import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainManifest } from './plain-manifest.js';
import { parseRevisionManifest, renderRevisionManifest } from './revision-manifest.js';

const valid = { message: 'Add posts', parent: '20260201093000_init', requires: ['core/20260101080000_init'] };

describe('readPlainManifest', () => {
  it('reads what the tool writes', () => {
    const manifest = { ...valid, parent: ['a', 'b'], transactional: false, adopts: ['Post'], replaces: ['blog/1'] };
    expect(readPlainManifest(renderRevisionManifest(manifest))).toEqual(manifest);
  });

  it.each([
    ['a key twice', '{ "message": "", "parent": null, "requires": ["a/b"], "requires": [] }'],
    ['a key twice, once escaped', '{ "message": "", "parent": null, "requires": ["a/b"], "\\u0072equires": [] }'],
    ['an inherited name as a key', '{ "message": "", "parent": null, "requires": [], "toString": 1 }'],
    ['a prototype', '{ "message": "", "parent": null, "requires": [], "__proto__": {} }'],
    ['no JSON', '{'],
    ['no object', '[]'],
  ])('leaves %s to the full reading, which refuses it', (_, text) => {
    expect(readPlainManifest(text)).toBeNull();
    expect(parseRevisionManifest(text).kind).toBe('invalid');
  });

  it('accepts nothing that the full reading refuses, and reads the rest the same', () => {
    const odd = fc.oneof(
      fc.json().map((text) => JSON.parse(text) as unknown),
      fc.constantFrom('', 'a', 'a/b', 'a\\b', null, true),
    );
    const member = fc.oneof(odd, fc.array(odd, { maxLength: 3 }), fc.array(fc.constant('a/b')), fc.constant('a'));
    const keys = fc.constantFrom(
      '$schema',
      'message',
      'parent',
      'requires',
      'transactional',
      'adopts',
      'replaces',
      'other',
    );
    fc.assert(
      fc.property(fc.dictionary(keys, member), (changes) => {
        const text = JSON.stringify({ ...valid, ...changes });
        const parsed = parseRevisionManifest(text);
        const plain = readPlainManifest(text);
        if (plain !== null) expect(parsed).toEqual({ kind: 'ok', manifest: plain });
      }),
    );
  });

  it('needs the full reading for no ordinary manifest', () => {
    const reference = fc.constantFrom('core/1', 'blog/20260201093000_init');
    const manifests = fc.record({
      message: fc.stringMatching(/^[\p{L} ]{0,20}$/u),
      parent: fc.constantFrom(null, '20260201093000_init'),
      requires: fc.array(reference, { maxLength: 3 }),
      transactional: fc.boolean(),
    });
    fc.assert(
      fc.property(manifests, (manifest) => {
        expect(readPlainManifest(renderRevisionManifest(manifest))).toEqual(manifest);
      }),
    );
  });
});
