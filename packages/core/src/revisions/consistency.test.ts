import { describe, expect, it } from 'vitest';
import { checksum } from './checksum.js';
import { appliedSet, checkConsistency } from './consistency.js';
import { assertConsistent, explainHistoryProblem } from './consistency-errors.js';
import type { HistoryProblem } from './history-problem.js';
import type { HistoryRow } from './history-row.js';
import { buildGraph } from './revision-graph.js';
import { revision, row } from './revisions.test-support.js';

const graph = buildGraph([
  revision('core/1', { parentage: 'implied' }),
  revision('core/2', { parentage: 'implied', parents: ['1'] }),
  revision('core/3', { parentage: 'implied', parents: ['2'] }),
  revision('blog/1', { requires: ['core/1'] }),
  revision('blog/2', { parents: ['1'], requires: ['core/2'] }),
]);

const failed = { finishedAt: null, appliedStepsCount: 0 } as const;
const rolledBack = { finishedAt: null, rolledBackAt: new Date('2026-01-02T00:00:00Z') } as const;
const edited = { checksum: checksum('something else') } as const;
const later = { startedAt: new Date('2026-01-03T00:00:00Z') } as const;

function check(
  history: readonly HistoryRow[],
  extensions: readonly string[] = ['blog', 'core'],
): readonly HistoryProblem[] {
  return checkConsistency({ graph, history, extensions });
}

describe('appliedSet', () => {
  it('counts finished rows that were not rolled back', () => {
    const history = [
      row('core/1'),
      row('core/2', rolledBack),
      row('core/2'),
      row('core/3', failed),
      row('blog/1', rolledBack),
    ];
    expect(appliedSet(history)).toEqual(new Set(['core/1', 'core/2']));
  });
});

describe('checkConsistency', () => {
  it.each<[string, readonly HistoryRow[], readonly string[]]>([
    ['an empty history', [], []],
    ['everything applied', [row('core/1'), row('core/2'), row('core/3'), row('blog/1'), row('blog/2')], []],
    ['a failed revision', [row('core/1', failed)], ['failed core/1']],
    ['one that failed and was rolled back', [row('core/1', rolledBack)], []],
    ['one that failed, was rolled back and then applied', [row('core/1', rolledBack), row('core/1')], []],
    ['an edited revision', [row('core/1', edited)], ['edited core/1']],
    [
      'one whose earlier, other script was rolled back',
      [row('core/1', { ...edited, ...rolledBack }), row('core/1')],
      [],
    ],
    ['one that was applied twice: the last row counts', [row('core/1', later), row('core/1', edited)], []],
    ['a checkout with other line endings', [row('core/1', { checksum: checksum('-- core/1\r\n') })], []],
    ['a revision without directory', [row('core/9')], ['missing-directory core/9']],
    ['one without directory that was rolled back', [row('core/9', rolledBack)], []],
    ['a failed one without directory', [row('core/9', failed)], ['failed core/9']],
    ['an implied parent that is not applied', [row('core/1'), row('core/3')], []],
    ['a declared parent that is not applied', [row('core/2'), row('blog/2')], ['parent-not-applied blog/2']],
    ['a requirement that is not applied', [row('blog/1')], ['requirement-not-applied blog/1']],
    [
      'a requirement that failed',
      [row('core/1', failed), row('blog/1')],
      ['failed core/1', 'requirement-not-applied blog/1'],
    ],
    [
      'all at once, in plan order, those without directory last',
      [row('blog/2', edited), row('audit/1'), row('blog/9'), row('core/3', failed)],
      [
        'failed core/3',
        'edited blog/2',
        'parent-not-applied blog/2',
        'requirement-not-applied blog/2',
        'missing-directory audit/1',
        'missing-directory blog/9',
      ],
    ],
  ])('%s', (_, history, expected) => {
    const inShort = (problems: readonly HistoryProblem[]) => problems.map(({ kind, id }) => `${kind} ${id}`).sort();
    const extensions = ['audit', 'blog', 'core'];
    expect(inShort(check(history, extensions))).toEqual([...expected].sort());
    expect(check([...history].reverse(), extensions)).toEqual(check(history, extensions));
  });

  it('names problems in plan order, those without directory last', () => {
    const history = [row('core/9'), row('core/3', failed), row('blog/2', edited), row('blog/1', edited)];
    expect(check(history).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'edited blog/1',
      'requirement-not-applied blog/1',
      'edited blog/2',
      'requirement-not-applied blog/2',
      'failed core/3',
      'missing-directory core/9',
    ]);
  });

  it('looks only at rows of the given extensions, while all of them are applied', () => {
    expect(check([row('core/1', edited), row('blog/1')], ['blog'])).toEqual([]);
  });
});

describe('the errors', () => {
  it('throws nothing for a consistent history', () => {
    expect(() => assertConsistent([])).not.toThrow();
  });

  it.each<[string, readonly HistoryRow[], string, readonly string[]]>([
    [
      'edited',
      [row('core/1', edited)],
      'HISTORY.EDITED',
      ['migration.sql of core/1 ', 'orchestrate revision --extension core'],
    ],
    [
      'missing',
      [row('blog/9')],
      'HISTORY.MISSING_REVISION',
      [
        'Restore the directory 9',
        '"blog"',
        'another branch, downgrade there first',
        '`orchestrate stamp --extension blog base`',
      ],
    ],
    [
      'parent',
      [row('core/2'), row('blog/2')],
      'HISTORY.PARENT_NOT_APPLIED',
      ['revision.json of blog/2,', '`orchestrate stamp --extension blog 2`'],
    ],
    [
      'requirement',
      [row('blog/1')],
      'HISTORY.REQUIREMENT_NOT_APPLIED',
      ['"requires"', '`orchestrate stamp --extension core 1`'],
    ],
    [
      'failed of core',
      [row('core/1', { ...failed, logs: '\nno such table: X\nmore' })],
      'HISTORY.FAILED',
      ['Undo by hand', '`orchestrate stamp --purge core/1`', '`orchestrate stamp --extension core 1`'],
    ],
    [
      'failed of an extension',
      [row('blog/1', { ...failed, appliedStepsCount: 2 })],
      'HISTORY.FAILED',
      ['`orchestrate stamp --purge blog/1`', '`orchestrate stamp --extension blog 1`'],
    ],
    ['failed without directory', [row('blog/9', failed)], 'HISTORY.FAILED', ['`orchestrate stamp --purge blog/9`']],
    [
      'failed of core, after a gap',
      [row('core/2'), row('core/3', failed)],
      'HISTORY.FAILED',
      ['`orchestrate stamp --purge core/3`'],
    ],
  ])('a single problem has its own code and a way out: %s', (_, history, code, parts) => {
    const problems = check(history);
    expect(problems).toHaveLength(1);
    expect(() => assertConsistent(problems)).toThrow(expect.objectContaining({ code }));
    for (const problem of problems)
      for (const part of parts) expect(explainHistoryProblem(problem).fix).toContain(part);
  });

  it('offers no stamp of the whole extension where it would settle more than one revision', () => {
    const problems = check([row('blog/1', failed), row("blog/it's", failed)], ['blog']);
    const fixes = problems.map((problem) => explainHistoryProblem(problem).fix);
    expect(fixes).toEqual([
      expect.stringContaining('`orchestrate stamp --purge blog/1`'),
      expect.stringContaining(`\`orchestrate stamp --purge 'blog/it'\\''s'\``),
    ]);
    for (const fix of fixes) expect(fix).not.toContain('--extension');
  });

  it('gives the first line of the log of a failed revision', () => {
    const [problem] = check([row('core/1', { ...failed, logs: '\nno such table: X\nmore' })]);
    expect(problem && explainHistoryProblem(problem).message).toBe(
      'Revision core/1 was started at 2026-01-01T00:00:00.000Z and did not finish: no such table: X',
    );
  });

  it('gives what the database said, where Prisma has written the log', () => {
    const logs =
      'A migration failed to apply. New […]\n\nDatabase error code: 1\n\nDatabase error:\nno such table: X\n';
    const [problem] = check([row('core/1', { ...failed, logs })]);
    expect(problem && explainHistoryProblem(problem).message).toMatch(/ did not finish: no such table: X$/);
  });

  it('lists several problems, each with its way out', () => {
    const problems = check([row('core/1', edited), row('blog/9')]);
    const attempt = () => assertConsistent(problems);
    expect(attempt).toThrow(expect.objectContaining({ code: 'HISTORY.INCONSISTENT' }));
    for (const problem of problems) {
      const { message, fix } = explainHistoryProblem(problem);
      expect(attempt).toThrow(`- ${message}. ${fix}`);
    }
  });
});
