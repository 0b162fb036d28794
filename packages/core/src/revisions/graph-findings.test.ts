import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import { assertSoundGraph, graphFindings } from './graph-findings.js';
import type { Revision } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

const locate = ({ id }: Revision) => ({ file: `${id}/revision.json`, line: 1, column: 1 });

function thrownBy(revisions: readonly Revision[]): OrchestrateError {
  try {
    assertSoundGraph(buildGraph(revisions));
  } catch (error) {
    if (error instanceof OrchestrateError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('graphFindings', () => {
  it('puts a finding at the revision.json that must change and names the closest revision', () => {
    const graph = buildGraph([
      revision('core/20260101000000_init'),
      revision('blog/1', { requires: ['core/20260101000000_inti'] }),
    ]);
    expect(graphFindings({ graph, locate })).toEqual([
      {
        code: 'REVISION.MISSING_REQUIREMENT',
        severity: 'error',
        message: 'Revision blog/1 requires core/20260101000000_inti, which does not exist',
        extension: 'blog',
        where: { file: 'blog/1/revision.json', line: 1, column: 1 },
        fix: 'Restore that directory, or correct "requires" of the revision.json of blog/1 (closest: core/20260101000000_init).',
        related: [],
      },
    ]);
  });

  it('says so when the whole extension is unknown', () => {
    const [finding] = graphFindings({ graph: buildGraph([revision('blog/1', { requires: ['shop/1'] })]), locate });
    expect(finding?.message).toContain('no revision of extension "shop" is known');
    expect(finding?.fix).toContain('orchestrate list');
  });

  it('gives a cycle with its whole path and every place', () => {
    const graph = buildGraph([
      revision('blog/1', { requires: ['core/2'] }),
      revision('core/1', { requires: ['blog/1'] }),
      revision('core/2', { parents: ['1'] }),
    ]);
    const [finding] = graphFindings({ graph, locate });
    expect(finding?.message).toBe(
      'Revisions need each other in a circle: blog/1 requires core/2, which follows core/1, which requires blog/1',
    );
    expect(finding?.related.map(({ where }) => where?.file)).toEqual(['core/2/revision.json', 'core/1/revision.json']);
  });

  it('shortens a cycle that nobody would read', () => {
    const ring = Array.from({ length: 30 }, (_, index) =>
      revision(`core/${index}`, { parents: [String((index + 29) % 30)] }),
    );
    const [finding] = graphFindings({ graph: buildGraph(ring), locate });
    expect(finding?.message).toContain('… 18 more, and the last of them needs core/0');
  });
});

describe('assertSoundGraph', () => {
  it('accepts a sound graph', () => {
    expect(() => assertSoundGraph(buildGraph([revision('a/1')]))).not.toThrow();
  });

  it('throws the problem itself when it is the only one', () => {
    const error = thrownBy([revision('a/2', { parents: ['1'] })]);
    expect(error.code).toBe('REVISION.MISSING_PARENT');
    expect(error.message).toBe('Revision a/2 names a/1 as its parent, which does not exist');
  });

  it('names all problems in one error', () => {
    const error = thrownBy([
      revision('a/2', { parents: ['1'] }),
      revision('b/1', { requires: ['nothing'] }),
      revision('b/2', { parents: ['1'], requires: ['b/1'] }),
      { ...revision('b/2'), directory: '/workspace/b/again' },
    ]);
    expect(error.code).toBe('REVISION.UNSOUND_GRAPH');
    for (const part of ['a/1', '"nothing"', 'of its own extension', '/workspace/b/again', 'Restore that directory']) {
      expect(error.message).toContain(part);
    }
    expect(error.meta['problems']).toHaveLength(4);
  });
});
