import { readFileSync } from 'node:fs';
import type { HistoryEntry } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { COLOURED, NARROW, PLAIN, widestLine } from './look.test-support.js';
import { renderHistoryGraph } from './render-history-graph.js';

/** An entry by its id; parents are names of the same extension. */
function entry(
  revision: string,
  parents: readonly string[] = [],
  requires: readonly string[] = [],
  more: Partial<HistoryEntry> = {},
): HistoryEntry {
  const [extension = '', name = ''] = revision.split('/');
  return {
    revision,
    extension,
    name,
    message: name.slice(2),
    state: 'applied',
    edited: false,
    outOfOrder: false,
    appliedAt: null,
    startedAt: null,
    logs: null,
    parents: parents.map((parent) => `${extension}/${parent}`),
    requires,
    ...more,
  };
}

/** Three extensions, a fork that is joined again, a requirement that is not the last of its lane. */
const ENTRIES = [
  entry('core/1_init'),
  entry('blog/1_init', [], ['core/1_init']),
  entry('core/2_roles', ['1_init']),
  entry('shop/1_init', [], ['core/2_roles']),
  entry('blog/2_left', ['1_init']),
  entry('blog/3_right', ['1_init'], ['core/1_init'], { state: 'pending', outOfOrder: true }),
  entry('shop/2_carts', ['1_init'], ['blog/2_left'], { edited: true }),
  entry('blog/4_merge', ['2_left', '3_right'], [], { state: 'pending' }),
  entry('shop/3_last', ['2_carts'], ['core/2_roles', 'blog/4_merge'], { state: 'failed' }),
  entry('shop/9_gone', [], [], { state: 'missing', message: '' }),
];

const draw = (entries: readonly HistoryEntry[], more: { isReversed?: boolean; isAscii?: boolean } = {}): string =>
  renderHistoryGraph(more.isReversed === true ? entries.toReversed() : entries, {
    look: PLAIN,
    isReversed: false,
    isAscii: false,
    ...more,
  });

describe('renderHistoryGraph', () => {
  it('draws a lane for each extension and branch, and what is required across', () => {
    expect(draw(ENTRIES)).toBe(`\
●        core/1_init   init
├─●      blog/1_init   init
● │      core/2_roles  roles
├─│─●    shop/1_init   init
│ ├─│─●  blog/2_left   left
│ ^ │ │  blog/3_right  (out of order) (needs core/1_init) right
│ │ ~─┤  shop/2_carts  (edited) carts
│ ○─│─╯  blog/4_merge  merge
╰─┴─!    shop/3_last   (failed) last
    ?    shop/9_gone   (missing)

● applied   ○ pending   ^ out of order   ~ edited   ! failed   ? missing
`);
  });

  it('turns it upside down, with ASCII too', () => {
    expect(draw(ENTRIES, { isReversed: true, isAscii: true })).toMatchInlineSnapshot(`
      "?        shop/9_gone   (missing)
      !        shop/3_last   (failed) (needs core/2_roles) last
      |-o      blog/4_merge  merge
      ~ |      shop/2_carts  (edited) carts
      | |-^    blog/3_right  (out of order) right
      |-* |    blog/2_left   left
      * | |    shop/1_init   init
      \`-|-|-*  core/2_roles  roles
        *-| |  blog/1_init   init
        \`-+-*  core/1_init   init

      * applied   o pending   ^ out of order   ~ edited   ! failed   ? missing
      "
    `);
  });

  it('says in words what a selection leaves out', () => {
    const blog = ENTRIES.filter(({ extension }) => extension === 'blog');
    expect(draw(blog)).toMatchInlineSnapshot(`
      "●    blog/1_init   (needs core/1_init) init
      ├─●  blog/2_left   left
      ^ │  blog/3_right  (out of order) (needs core/1_init) right
      ○─╯  blog/4_merge  merge

      ● applied   ○ pending   ^ out of order
      "
    `);
  });

  it('is what the documentation shows', () => {
    const named = (id: string, message: string, parents: readonly string[], requires: readonly string[]) =>
      entry(id, parents, requires, { message });
    const pending = { message: 'By role', state: 'pending' } as const;
    const text = draw([
      named('core/20260101080000_init', 'Init', [], []),
      named('blog/20260115120000_init', 'Init', [], ['core/20260101080000_init']),
      named('core/20260120090000_roles', 'Roles', ['20260101080000_init'], []),
      named('shop/20260121100000_init', 'Init', [], ['core/20260120090000_roles']),
      named('blog/20260201093000_prices', 'Prices', ['20260115120000_init'], ['shop/20260121100000_init']),
      entry('blog/20260202093000_by_role', ['20260201093000_prices'], ['core/20260120090000_roles'], pending),
    ]);
    const page = readFileSync(new URL('../../../../docs/status.md', import.meta.url), 'utf8');
    expect(page).toContain(`$ orchestrate history --graph\n${text}\`\`\`\n`);
  });

  it('leaves long lines out where there would be too many lanes, and says so', () => {
    const names = Array.from({ length: 50 }, (_, at) => `extension-${String(at).padStart(2, '0')}`);
    const entries = ['1_init', '2_more'].flatMap((name, at) =>
      names.map((extension) =>
        entry(`${extension}/${name}`, at === 0 ? [] : ['1_init'], [`${names[0]}/1_init`].slice(at)),
      ),
    );
    const text = renderHistoryGraph(entries.slice(1), { look: NARROW, isReversed: false, isAscii: false });
    expect(widestLine(text)).toBeLessThanOrEqual(80);
    expect(text).toMatch(/\nLines longer than \d+ rows are left out\.\n$/);
    expect(text.split('\n')).toHaveLength(entries.length + 3);
  });

  it('colours the marks, and only these', () => {
    const text = renderHistoryGraph(ENTRIES, { look: COLOURED, isReversed: false, isAscii: false });
    expect(text).toContain(`╰─┴─${COLOURED.red('!')}    shop/3_last   (failed) last\n`);
  });

  it('draws with ASCII where the terminal shows no more', () => {
    const look = { ...PLAIN, isUnicode: false };
    const text = renderHistoryGraph(ENTRIES, { look, isReversed: false, isAscii: false });
    expect(text).toBe(draw(ENTRIES, { isAscii: true }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what ASCII is
    expect(text).toMatch(/^[\x00-\x7f]+$/);
  });
});
