import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardOf } from './shard.js';

describe('shardOf', () => {
  it('puts every database into exactly one of the shards, and into the same one whatever others there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 50 }), (keys, count) => {
        const shards = Array.from({ length: count }, (_, index) =>
          keys.filter((key) => shardOf(key, count) === index + 1),
        );
        expect(shards.flat().sort()).toEqual([...keys].sort());
      }),
    );
  });

  it('never changes: what is in a shard today is in it with the next version', () => {
    expect(['db:5432/acme', 'db:5432/globex', '/srv/t.db'].map((key) => shardOf(key, 8))).toEqual([3, 7, 7]);
  });

  it('splits a large fleet evenly', () => {
    const sizes = new Map<number, number>();
    for (let index = 0; index < 8000; index += 1) {
      const shard = shardOf(`db:5432/tenant_${index}`, 8);
      sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
    }
    expect([...sizes.values()].every((size) => size > 900 && size < 1100)).toBe(true);
  });
});
