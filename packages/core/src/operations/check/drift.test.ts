import { describe, expect, it } from 'vitest';
import type { CatalogDifference } from '../../database/catalog-differences.js';
import { findDrift } from './drift.js';

const creators = new Map([
  ['Post', { kind: 'table' as const, name: 'Post', creator: 'blog' }],
  ['geo', { kind: 'table' as const, name: 'geo', creator: '' }],
]);

const POST = { kind: 'table', name: 'Post', table: 'Post' };
const column: CatalogDifference = { ...POST, left: 'column id\ncolumn title', right: 'column id\ncolumn body' };
const index: CatalogDifference = { kind: 'index', name: 'ix', table: 'Post', left: null, right: 'Post body' };
const stray: CatalogDifference = { kind: 'table', name: 'Stray', table: 'Stray', left: null, right: 'column id' };
const strayKey: CatalogDifference = { kind: 'constraint', name: 'Stray.key', table: 'Stray', left: null, right: 'x' };
const view: CatalogDifference = { kind: 'view', name: 'seen', left: null, right: 'SELECT 1' };
const lostView: CatalogDifference = { kind: 'view', name: 'made', left: 'SELECT 1', right: null };
const geo: CatalogDifference = { kind: 'table', name: 'geo', table: 'geo', left: 'column id', right: null };

const initial = [{ kind: 'table', name: 'geo', definition: 'column id', table: 'geo' }];

function judge(differences: readonly CatalogDifference[], more: { extension?: string; strict?: boolean } = {}) {
  const { extension, strict = false } = more;
  const { findings, unowned } = findDrift({ differences, creators, initial, extension, strict });
  return { findings: findings.map(({ code, extension: owner, message }) => [code, owner, message]), unowned };
}

describe('findDrift', () => {
  it('tells what differs of one table in one finding, for its owner', () => {
    expect(judge([index, column])).toEqual({
      findings: [
        [
          'CHECK.DRIFT',
          'blog',
          'The table Post of the database is not what the applied revisions make:\nindex ix is there besides\ntable Post:\n  - column title\n  + column body',
        ],
      ],
      unowned: [],
    });
  });

  it('counts what revisions make without a table', () => {
    expect(judge([lostView]).findings).toMatchObject([
      ['CHECK.DRIFT', null, expect.stringContaining('view made is missing')],
    ]);
  });

  it('warns of the values of an enum in another order, as merged branches leave them', () => {
    const role = { kind: 'enum', name: 'public."Role"', left: "'A', 'B', 'C'", right: "'A', 'C', 'B'" };
    const severities = (right: string) =>
      findDrift({
        differences: [{ ...role, right }],
        creators,
        initial,
        extension: undefined,
        strict: false,
      }).findings.map(({ severity }) => severity);
    expect(severities("'A', 'C', 'B'")).toEqual(['warning']);
    expect(severities("'A', 'B'")).toEqual(['error']);
  });

  it('lists what nobody owns, once with all that hangs on it, and counts it where that is asked for', () => {
    const unowned = [
      { kind: 'table', name: 'Stray' },
      { kind: 'view', name: 'seen' },
      { kind: 'table', name: 'geo' },
    ];
    expect(judge([strayKey, stray, view, geo])).toEqual({ findings: [], unowned });
    const strict = judge([strayKey, stray, view, geo], { strict: true });
    expect(strict.findings.map(([code]) => code)).toEqual(['CHECK.UNOWNED', 'CHECK.UNOWNED', 'CHECK.UNOWNED']);
  });

  it('looks at one extension alone', () => {
    expect(judge([column, stray, lostView], { extension: 'core' })).toEqual({ findings: [], unowned: [] });
    expect(judge([column, stray], { extension: 'blog' }).findings).toHaveLength(1);
  });
});
