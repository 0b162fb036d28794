import { describe, expect, it } from 'vitest';
import type { Revision } from '../../revisions/revision.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { revision } from '../../revisions/revisions.test-support.js';
import { missingRequires } from './missing-requires.js';

const BEFORE = [{ table: 'Post', target: 'User' }];
const AFTER = [...BEFORE, { table: 'Tag', target: 'Team' }, { table: 'Tag', target: 'Post' }];
const MAKERS = new Map([
  ['User', 'core/1'],
  ['Team', 'core/2'],
  ['Post', 'blog/1'],
]);
const CORE = [revision('core/1'), revision('core/2', { parents: ['1'] }), revision('core/3', { parents: ['2'] })];

function found(last: Revision, first: Revision = revision('blog/1')): readonly { message: string; fix: string }[] {
  return missingRequires({
    graph: buildGraph([...CORE, first, last]),
    revision: last,
    before: BEFORE,
    after: AFTER,
    makerOf: (name) => MAKERS.get(name),
    where: { file: 'blog/revision.json', line: 1, column: 1 },
  }).map(({ message, fix }) => ({ message, fix }));
}

describe('missingRequires', () => {
  it.each<[string, Revision, Revision?]>([
    ['the revision requires the one that made the table', revision('blog/2', { parents: ['1'], requires: ['core/2'] })],
    ['it requires a later one', revision('blog/2', { parents: ['1'], requires: ['core/3'] })],
    ['what it follows does', revision('blog/2', { parents: ['1'] }), revision('blog/1', { requires: ['core/2'] })],
  ])('finds nothing where %s', (_, last, first) => {
    expect(found(last, first)).toEqual([]);
  });

  it('gives the entry to add', () => {
    expect(found(revision('blog/2', { parents: ['1'], requires: ['core/1'] }))).toEqual([
      {
        message:
          'blog/2 makes Tag refer to Team, which core/2 has made; neither it nor anything that it follows requires core/2',
        fix: 'Add "core/2" to "requires" in blog/revision.json.',
      },
    ]);
  });

  it('gives the whole file where there is none', () => {
    expect(found(revision('blog/2', { parents: ['1'], parentage: 'implied' }))[0]?.fix).toBe(
      'Write blog/revision.json: {"message":"2","parent":"1","requires":["core/2"]}',
    );
  });
});
