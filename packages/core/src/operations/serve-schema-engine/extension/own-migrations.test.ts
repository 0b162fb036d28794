import { describe, expect, it } from 'vitest';
import type { MigrationList } from '../../../engine/schema-engine.js';
import { buildGraph } from '../../../revisions/revision-graph.js';
import { revision } from '../../../revisions/revisions.test-support.js';
import { ownMigrations } from './own-migrations.js';

function listOf(...names: readonly string[]): MigrationList {
  return {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: '' } },
    })),
  };
}

const namesOf = ({ migrationDirectories }: MigrationList) => migrationDirectories.map(({ path }) => path);

describe('ownMigrations', () => {
  it('has the order of the plan, and what is no revision last', () => {
    const graph = buildGraph([
      revision('blog/init'),
      revision('blog/add', { parents: ['init'] }),
      revision('core/0_first'),
    ]);
    const own = ownMigrations(listOf('0_stray', 'add', 'init'), {
      extension: 'blog',
      graph,
      view: { foldedInto: new Map() },
    });
    expect(namesOf(own)).toEqual(['init', 'add', '0_stray']);
  });

  it('leaves out what a squash stands for', () => {
    const graph = buildGraph([revision('blog/3_squash')]);
    const view = {
      foldedInto: new Map([
        ['blog/1_a', 'blog/3_squash'],
        ['blog/2_b', 'blog/3_squash'],
      ]),
    };
    const own = ownMigrations(listOf('1_a', '2_b', '3_squash'), { extension: 'blog', graph, view });
    expect(namesOf(own)).toEqual(['3_squash']);
  });
});
