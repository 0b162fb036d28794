// Listeners that throw: whenever they do, the database is left as complete revisions left it.
import type { OrchestrateEvent } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { loadCore } from './support/load-core.js';
import { readHistory } from './support/test-database.js';

const core = await loadCore();
const all = { kind: 'all' } as const;

/** Throws at the nth event that it is told. */
function throwsAt(nth: number, told: OrchestrateEvent[]): (event: OrchestrateEvent) => void {
  return (event) => {
    told.push(event);
    if (told.length === nth) throw new Error(`Event ${nth}`);
  };
}

describe.each(DATABASES)('on $name', (on) => {
  it.each(['revision', 'all', 'none'] as const)('a throwing listener half-records nothing (%s)', async (tx) => {
    const workspace = await blogWorkspace(on);
    const upgrade = { cwd: workspace.root, selection: all, tx };
    for (let nth = 1; ; nth += 1) {
      const told: OrchestrateEvent[] = [];
      const outcome = await core.upgrade({ ...upgrade, onEvent: throwsAt(nth, told) }).catch((error: unknown) => error);
      if (!core.isOrchestrateError(outcome)) break;
      expect(outcome).toMatchObject({ code: 'EVENT.LISTENER_FAILED', cause: new Error(`Event ${nth}`) });
      expect(told).toHaveLength(nth);
      const rows = await readHistory(workspace.database);
      expect(rows.filter(({ isFinished, isRolledBack }) => !isFinished || isRolledBack)).toEqual([]);
      const { entries } = await core.history({ cwd: workspace.root });
      expect(entries.map(({ state }) => state)).not.toContain('failed');
    }
    const { entries } = await core.history({ cwd: workspace.root });
    expect(entries.map(({ revision, state }) => [revision, state])).toEqual([
      [CORE_1, 'applied'],
      [BLOG_1, 'applied'],
    ]);
    await expect(core.upgrade(upgrade)).resolves.toMatchObject({ revisions: [] });
  });
});
