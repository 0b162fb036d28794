import { describe, expect, it } from 'vitest';
import type { BackupContents } from './backup-contents.js';
import { compareContents } from './compare-contents.js';

const CONTENTS: BackupContents = {
  revisions: { core: ['1_init', '2_more'], blog: [] },
  catalog: [
    { kind: 'table', name: 'a', sha256: '1' },
    { kind: 'index', name: 'a', sha256: '2' },
  ],
  orphans: 0,
  tables: [
    { table: 'a', rows: 2, checksum: 'x' },
    { table: 'b', rows: 0, checksum: 'y' },
  ],
};

function differences(change: Partial<BackupContents>): readonly string[] {
  return compareContents(CONTENTS, { ...CONTENTS, ...change }).map(
    ({ kind, name, backedUp, restored }) => `${kind} ${name}: ${backedUp} > ${restored}`,
  );
}

describe('compareContents', () => {
  it.each<[string, Partial<BackupContents>, readonly string[]]>([
    ['nothing', {}, []],
    ['another order', { tables: CONTENTS.tables.toReversed(), catalog: CONTENTS.catalog.toReversed() }, []],
    ['no checksums', { tables: CONTENTS.tables.map((table) => ({ ...table, checksum: null })) }, []],
    ['an extension that came later', { revisions: { ...CONTENTS.revisions, shop: ['1_init'] } }, []],
    ['an extension that is gone', { revisions: { core: ['1_init', '2_more'] } }, []],
    [
      'a revision less',
      { revisions: { core: ['1_init'], blog: [] } },
      ['revisions core: 2, the last 2_more > 1, the last 1_init'],
    ],
    [
      'a revision more',
      { revisions: { ...CONTENTS.revisions, blog: ['1_init'] } },
      ['revisions blog: none > 1, the last 1_init'],
    ],
    [
      'an index less and a view more',
      { catalog: [CONTENTS.catalog[0] ?? expect.unreachable(), { kind: 'view', name: 'v', sha256: '3' }] },
      ['object index a: there > not there', 'object view v: not there > there'],
    ],
    [
      'another definition',
      { catalog: CONTENTS.catalog.map((each) => ({ ...each, sha256: '2' })) },
      ['definition table a: 1 > 2'],
    ],
    [
      'tables',
      {
        tables: [
          { table: 'a', rows: 3, checksum: 'z' },
          { table: 'c', rows: 0, checksum: '' },
        ],
      },
      ['rows a: 2 > 3', 'table b: there > not there', 'table c: not there > there'],
    ],
    ['values', { tables: [{ table: 'a', rows: 2, checksum: 'z' }, ...CONTENTS.tables.slice(1)] }, ['values a: x > z']],
    ['orphans', { orphans: null }, ['orphans all tables: 0 > unknown']],
  ])('sees %s', (_, change, expected) => {
    expect(differences(change)).toEqual(expected);
  });
});
