import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import type { RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision } from './revisions.test-support.js';
import { type ResolvedTarget, resolveTarget } from './target.js';

const graph = buildGraph([
  revision('core/20260101000000_init'),
  revision('core/20260201000000_add_posts', { parents: ['20260101000000_init'] }),
  revision('core/20260202000000_add_tags', { parents: ['20260201000000_add_posts'] }),
  revision('core/20260301000000_rename', { parents: ['20260202000000_add_tags'] }),
  revision('fork/1'),
  revision('fork/2a', { parents: ['1'] }),
  revision('fork/2b', { parents: ['1'] }),
  revision('fork/12', { parents: ['2b'] }),
]);
const firstTwo = ['core/20260101000000_init', 'core/20260201000000_add_posts', 'fork/1', 'fork/2a', 'fork/2b'];

function resolve(target: string, extension = 'core', applied: readonly RevisionId[] = firstTwo): ResolvedTarget {
  return resolveTarget({ graph, applied: new Set(applied), extension, target });
}

function refusal(target: string, extension = 'core', applied: readonly RevisionId[] = firstTwo): OrchestrateError {
  try {
    resolve(target, extension, applied);
  } catch (error) {
    if (error instanceof OrchestrateError) return error;
    throw error;
  }
  throw new Error(`${target} was accepted`);
}

describe('resolveTarget', () => {
  it.each<[string, string, readonly RevisionId[]]>([
    ['head', 'core', ['core/20260301000000_rename']],
    ['head', 'fork', ['fork/12', 'fork/2a']],
    ['head', 'empty', []],
    ['+1', 'core', ['core/20260202000000_add_tags']],
    ['+2', 'core', ['core/20260301000000_rename']],
    ['-1', 'core', ['core/20260101000000_init']],
    ['-1', 'fork', ['fork/2a']],
    ['20260201000000_add_posts', 'core', ['core/20260201000000_add_posts']],
    ['core/20260201000000_add_posts', 'core', ['core/20260201000000_add_posts']],
    ['core@20260201000000_add_posts', 'core', ['core/20260201000000_add_posts']],
    ['core@head', 'core', ['core/20260301000000_rename']],
    ['core@+1', 'core', ['core/20260202000000_add_tags']],
    ['202603', 'core', ['core/20260301000000_rename']],
    ['1', 'fork', ['fork/1']],
  ])('%s of %s', (target, extension, ids) => {
    const expected = new Set(ids);
    const resolved = resolve(target, extension);
    expect(resolved.kind === 'revisions' ? new Set(resolved.ids) : resolved).toEqual(expected);
  });

  it.each(['base', 'core/base', '-2'])('%s is the state before the first revision', (target) => {
    expect(resolve(target)).toEqual({ kind: 'base' });
  });

  it('gives several revisions where going back leaves several branches', () => {
    const applied = ['fork/1', 'fork/2a', 'fork/2b', 'fork/12'];
    const order = graph.revisionsOf('fork').map(({ id }) => id);
    expect(order).toEqual(['fork/1', 'fork/2a', 'fork/2b', 'fork/12']);
    expect(resolve('-1', 'fork', applied)).toEqual({ kind: 'revisions', ids: ['fork/2a', 'fork/2b'] });
  });

  it.each<[string, string, string, string]>([
    [
      '+3',
      'TARGET.OUT_OF_RANGE',
      'Cannot go +3 in extension "core": 2 revisions are pending',
      'Give +1 to +2, or head.',
    ],
    [
      '-3',
      'TARGET.OUT_OF_RANGE',
      'Cannot go -3 in extension "core": 2 revisions are applied',
      'Give -1 to -2, or base.',
    ],
    [
      '+0',
      'TARGET.OUT_OF_RANGE',
      'Cannot go +0 in extension "core": 2 revisions are pending',
      'Give +1 to +2, or head.',
    ],
    [
      '2026020',
      'TARGET.AMBIGUOUS',
      '2 revisions of extension "core" start with "2026020": 20260201000000_add_posts, 20260202000000_add_tags',
      'Give more of the name.',
    ],
    [
      'add_post',
      'TARGET.UNKNOWN',
      'No revision "add_post" in extension "core"',
      'Did you mean 20260201000000_add_posts? `orchestrate history --extension core` shows all.',
    ],
    [
      '20260301000000_renmae',
      'TARGET.UNKNOWN',
      'No revision "20260301000000_renmae" in extension "core"',
      'Did you mean 20260301000000_rename? `orchestrate history --extension core` shows all.',
    ],
    [
      'fork/1',
      'TARGET.OTHER_EXTENSION',
      'Target "fork/1" is of extension "fork", but extension "core" was chosen',
      'Add `--extension fork`, or give a target of "core".',
    ],
  ])('refuses %s', (target, code, message, fix) => {
    expect(refusal(target)).toMatchObject({ code, message, fix, kind: 'usage' });
  });

  it('says so when there is nothing to do in a direction, or no revision at all', () => {
    const all = graph.order.map(({ id }) => id);
    expect(refusal('+1', 'core', all).message).toBe('Cannot go +1 in extension "core": no revisions are pending');
    expect(refusal('x', 'empty').message).toBe('No revision "x" in extension "empty", which has none');
    expect(refusal('').code).toBe('TARGET.UNKNOWN');
  });

  it.each([
    ['fork', 'Did you mean fork@head?'],
    ['2b', 'Did you mean fork@2b?'],
    ['12', 'Did you mean fork@12?'],
  ])('names what %s means in other extensions', (target, fix) => {
    expect(refusal(target)).toMatchObject({ code: 'TARGET.UNKNOWN', fix: expect.stringContaining(fix) });
  });

  it.each(['20260101', '20260101000000_folded'])('says of %s that it is folded', (target) => {
    const foldedInto = new Map([['empty/20260101000000_folded', 'empty/squash']]);
    const attempt = () => resolveTarget({ graph, applied: new Set(), extension: 'empty', target, foldedInto });
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'TARGET.FOLDED', meta: expect.objectContaining({ squash: 'empty/squash' }) }),
    );
  });

  it.each([
    ['+1', 'TARGET.RELATIVE'],
    ['-1', 'TARGET.RELATIVE'],
    ['core@-2', 'TARGET.RELATIVE'],
    ['nothing_like_it', 'TARGET.UNKNOWN'],
  ])('refuses %s where the target must not depend on what is applied', (target, code) => {
    const resolve = () => resolveTarget({ graph, applied: new Set(), extension: 'core', target, isAbsolute: true });
    expect(resolve).toThrow(expect.objectContaining({ code, fix: expect.stringContaining('orchestrate history') }));
    expect(resolve).toThrow(expect.objectContaining({ fix: expect.not.stringContaining('+N') }));
  });
});
