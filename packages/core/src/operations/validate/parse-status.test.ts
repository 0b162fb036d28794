import { describe, expect, it } from 'vitest';
import { parseSkipped, parseStatus } from './parse-status.js';

const ONE = '1'.repeat(40);
const TWO = '2'.repeat(40);
const NONE = '0'.repeat(40);

function parse(...records: readonly string[]) {
  const { staged, differing } = parseStatus(records.map((record) => `${record}\0`).join(''));
  return { staged, differing: Object.fromEntries(differing) };
}

describe('parseStatus', () => {
  it.each([
    ['nothing', [], [], {}],
    ['staged and not touched since', [`1 M. N... 100644 100644 100644 ${ONE} ${TWO} a b`], ['a b'], {}],
    [
      'changed and not staged',
      [`1 .M N... 100644 100644 100644 ${ONE} ${ONE} a`],
      [],
      { a: { kind: 'file', object: ONE } },
    ],
    ['both', [`1 MM N... 100644 100644 100644 ${ONE} ${TWO} a`], ['a'], { a: { kind: 'file', object: TWO } }],
    [
      'deleted, not staged',
      [`1 .D N... 100644 100644 000000 ${ONE} ${ONE} a`],
      [],
      { a: { kind: 'file', object: ONE } },
    ],
    ['deletion staged', [`1 D. N... 100644 000000 000000 ${ONE} ${NONE} a`], ['a'], { a: { kind: 'absent' } }],
    ['announced only', [`1 .A N... 000000 000000 100644 ${NONE} ${NONE} a`], [], { a: { kind: 'absent' } }],
    ['a link', [`1 AT N... 000000 120000 100644 ${NONE} ${ONE} a`], ['a'], { a: { kind: 'link', object: ONE } }],
    ['a submodule', [`1 MM SC.. 160000 160000 160000 ${ONE} ${TWO} a`], ['a'], {}],
    [
      'unmerged',
      [`u UU N... 100644 100644 100644 100644 ${ONE} ${TWO} ${ONE} a b`],
      ['a b'],
      { 'a b': { kind: 'unmerged' } },
    ],
    ['untracked', ['? a\nb', '? c d/'], [], { 'a\nb': { kind: 'absent' }, 'c d/': { kind: 'absent' } }],
  ])('knows what is %s', (_, records, staged, differing) => {
    expect(parse(...records)).toEqual({ staged, differing });
  });
});

describe('parseSkipped', () => {
  it('finds what is in the index alone', () => {
    const output = `H 100644 ${ONE} 0\ta\0S 100644 ${TWO} 0\tb\tc\0S 160000 ${TWO} 0\td\0S 120000 ${ONE} 0\té\0h 100644 ${ONE} 0\te\0s 100644 ${TWO} 0\tf\0`;
    expect(Object.fromEntries(parseSkipped(Buffer.from(output)))).toEqual({
      'b\tc': { kind: 'file', object: TWO },
      é: { kind: 'link', object: ONE },
      e: { kind: 'file', object: ONE },
      f: { kind: 'file', object: TWO },
    });
    expect(parseSkipped(Buffer.alloc(0)).size).toBe(0);
  });
});
