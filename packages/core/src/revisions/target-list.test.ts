import { describe, expect, it } from 'vitest';
import { parseTargetList, type TargetItem } from './target-list.js';

const NAMES = new Set(['core/a,b', 'core/a@b', 'blog/x,y']);

function parse(target: string, chosen: string | null = null): readonly TargetItem[] {
  const isName = ({ extension, text }: TargetItem): boolean => NAMES.has(`${extension}/${text}`);
  return parseTargetList({ target, chosen, isName });
}

describe('parseTargetList', () => {
  it.each<[string, string | null, readonly string[]]>([
    ['head', null, ['core head']],
    ['head', 'blog', ['blog head']],
    ['blog@-1', null, ['blog -1']],
    ['blog/2026_init', 'blog', ['blog 2026_init']],
    ['core@2026, blog@-1', null, ['core 2026', 'blog -1']],
    ['-1,blog@base', null, ['core -1', 'blog base']],
    ['Blog@-1', null, ['Blog -1']],
    ['a,b', null, ['core a,b']],
    ['a@b', null, ['core a@b']],
    ['blog@x,y', null, ['blog x,y']],
    [',', null, ['core ', 'core ']],
    ['blog@', null, ['core blog@']],
  ])('%s of %s', (target, chosen, expected) => {
    expect(parse(target, chosen).map(({ extension, text }) => `${extension} ${text}`)).toEqual(expected);
  });

  it.each([
    ['core@-1,blog@-1', 'blog', 'TARGET.OTHER_EXTENSION'],
    ['blog@-1,blog@base', null, 'TARGET.REPEATED'],
    ['-1,core@base', null, 'TARGET.REPEATED'],
  ])('refuses %s of %s', (target, chosen, code) => {
    expect(() => parse(target, chosen)).toThrow(expect.objectContaining({ code, kind: 'usage' }));
  });
});
