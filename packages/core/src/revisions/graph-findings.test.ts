import { describe, expect, it } from 'vitest';
import { graphFindings } from './graph-findings.js';
import type { Revision } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';

const locate = ({ id }: Revision) => ({ file: `${id}/revision.json`, line: 1, column: 1 });

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
