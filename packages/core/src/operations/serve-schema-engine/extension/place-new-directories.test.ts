import { describe, expect, it } from 'vitest';
import { freshGraph } from '../../../revisions/fresh-graph.js';
import type { Revision } from '../../../revisions/revision.js';
import { revision } from '../../../revisions/revisions.test-support.js';
import type { Extension } from '../../../workspace/workspace.js';
import { placeNewDirectories } from './place-new-directories.js';

const blog = { name: 'blog', dependsOn: ['tags'] } as unknown as Extension;
const core = { name: 'core', dependsOn: [] } as unknown as Extension;

/** A directory without revision.json. */
function plain(id: string, ...parents: readonly string[]): Revision {
  return revision(id, { parents, parentage: 'implied' });
}

const OTHERS = [revision('core/2_users'), revision('tags/9_tags')];

describe('placeNewDirectories', () => {
  it('puts directories without revision.json behind the heads, as a new revision would be', () => {
    const revisions = [...OTHERS, revision('blog/5_init'), plain('blog/1_new'), plain('blog/2_new', '1_new')];
    const placed = placeNewDirectories(revisions, { extension: blog, made: new Set() });
    const found = placed
      .filter(({ name }) => name.endsWith('_new'))
      .map(({ id, parents, requires }) => [id, parents, requires]);
    const requires = ['tags/9_tags', 'core/2_users'];
    expect(found).toEqual([
      ['blog/1_new', ['blog/5_init'], expect.arrayContaining(requires)],
      ['blog/2_new', ['blog/1_new'], expect.arrayContaining(requires)],
    ]);
    expect(freshGraph(placed).order.map(({ id }) => id)).toEqual([
      'blog/5_init',
      'core/2_users',
      'tags/9_tags',
      'blog/1_new',
      'blog/2_new',
    ]);
  });

  it('leaves those alone on which a revision of ours was made', () => {
    const revisions = [plain('core/1_a'), plain('core/2_b', '1_a'), revision('core/3_c', { parents: ['2_b'] })];
    expect(placeNewDirectories(revisions, { extension: core, made: new Set() })).toBe(revisions);
    const later = plain('core/4_d', '2_b');
    const [placed] = placeNewDirectories([...revisions, later], { extension: core, made: new Set() }).slice(-1);
    expect(placed).toEqual({ ...later, parents: ['core/3_c'] });
  });

  it('takes for new in a history of Prisma alone only what was made just now', () => {
    const revisions = [...OTHERS, plain('blog/1_a'), plain('blog/2_b', '1_a')];
    expect(placeNewDirectories(revisions, { extension: blog, made: new Set() })).toBe(revisions);
    const [placed] = placeNewDirectories(revisions, { extension: blog, made: new Set(['2_b']) }).slice(-1);
    expect(placed?.requires).toEqual(expect.arrayContaining(['core/2_users', 'tags/9_tags']));
    expect(placed?.parents).toEqual(['blog/1_a']);
  });
});
