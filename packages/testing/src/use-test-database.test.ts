import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { TestDatabase } from './test-database.cjs';
import type { TestHooks } from './use-test-database.cjs';

// Built, as vitest does not compile CommonJS.
const built: typeof import('./use-test-database.cjs') = createRequire(import.meta.url)('../dist/use-test-database.cjs');
const { useWith } = built;

/** Hooks that run when the test says so, and databases that only write down what is asked of them. */
function surroundings() {
  const log: string[] = [];
  const work: Record<string, () => Promise<void>> = {};
  const hooks: TestHooks = {
    beforeAll: (job) => void Object.assign(work, { beforeAll: job }),
    afterAll: (job) => void Object.assign(work, { afterAll: job }),
    beforeEach: (job) => void Object.assign(work, { beforeEach: job }),
  };
  const note = (what: string) => async () => void log.push(what);
  const use = useWith(async ({ extensions } = {}): Promise<TestDatabase> => {
    log.push(`create ${extensions}`);
    const [reset, drop] = [note('reset'), note('drop')];
    return { url: 'file:/x.db', provider: 'sqlite', name: 'x', reset, drop, [Symbol.asyncDispose]: drop };
  });
  return { log, work, hooks, use };
}

describe('useTestDatabase', () => {
  it('creates before all tests, resets before each but the first, and drops after all', async () => {
    const { log, work, hooks, use } = surroundings();
    const database = use({ hooks, reset: 'each-test', extensions: ['blog'] });
    expect(() => database.url).toThrow('only while tests run');
    await work['beforeAll']?.();
    expect([database.url, database.current.name]).toEqual(['file:/x.db', 'x']);
    for (const _ of [1, 2, 3]) await work['beforeEach']?.();
    await work['afterAll']?.();
    expect(log).toEqual(['create blog', 'reset', 'reset', 'drop']);
    expect(() => database.current).toThrow('only while tests run');
  });

  it('leaves what tests have written unless told otherwise', async () => {
    const { log, work, hooks, use } = surroundings();
    use({ hooks });
    expect(Object.keys(work)).toEqual(['beforeAll', 'afterAll']);
    // Nothing was created, so nothing is dropped.
    await work['afterAll']?.();
    expect(log).toEqual([]);
  });

  it('says what is missing', () => {
    const { hooks, use } = surroundings();
    expect(() => use()).toThrow('useTestDatabase({ hooks: { beforeAll, afterAll, beforeEach } })');
    const { beforeAll, afterAll } = hooks;
    expect(() => use({ hooks: { beforeAll, afterAll }, reset: 'each-test' })).toThrow('needs beforeEach');
  });
});
