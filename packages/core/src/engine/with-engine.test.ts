import { describe, expect, it } from 'vitest';
import { driverFor } from '../database/driver-for.js';
import { EngineBreakdown, guardEngine, loadEngineRuntime } from './engine-runtime.js';
import { withEngine } from './with-engine.js';

const driver = await driverFor('sqlite');
const shadowOptions = {
  extension: 'core',
  shadow: 'auto',
  prismaUrl: null,
  live: null,
  initScript: null,
  root: '/',
} as const;
const SCHEMA = { path: 'a.prisma', content: 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n}\n' };

/** Asks the engine for the SQL of a schema, once `go` has come. */
async function script(go: Promise<void>): Promise<string | null> {
  await using shadow = await driver.openShadow(shadowOptions);
  return withEngine(shadow, async (engine) => {
    await go;
    const to = { tag: 'schemaDatamodel' as const, files: [SCHEMA] };
    const filters = { externalTables: [], externalEnums: [] };
    const { stdout } = await engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: true, filters });
    return stdout ?? null;
  });
}

describe('withEngine', () => {
  it('says why the engine panicked, and lets those who are at work and those who come go on', async () => {
    let release = (): void => {};
    const panicked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const atWork = script(panicked);
    await using shadow = await driver.openShadow(shadowOptions);
    const broken = withEngine(shadow, async (engine) => engine.debugPanic());
    await expect(broken).rejects.toMatchObject({
      code: 'ENGINE.DIFF_FAILED',
      message: expect.stringContaining('artificial panic'),
    });
    const next = script(panicked);
    release();
    expect(await Promise.all([atWork, next])).toEqual([
      expect.stringContaining('CREATE TABLE "A"'),
      expect.stringContaining('CREATE TABLE "A"'),
    ]);
    expect(globalThis).not.toHaveProperty('PRISMA_WASM_PANIC_REGISTRY', expect.anything());
  });

  it('says so too where the engine breaks down between the steps of its work', async () => {
    await using shadow = await driver.openShadow(shadowOptions);
    const runtime = await loadEngineRuntime();
    const queries = [{ name: 'one', source: 'SELECT 1' }];
    const broken = withEngine(shadow, (engine) => engine.introspectSql({ url: 'file:x', queries }));
    await expect(broken).rejects.toMatchObject({
      code: 'ENGINE.DIFF_FAILED',
      message: expect.stringContaining('Maximum call stack size exceeded'),
    });
    // Whoever still has that instance would wait for ever.
    await expect(guardEngine(runtime, async () => {})).rejects.toBeInstanceOf(EngineBreakdown);
    expect(await script(Promise.resolve())).toContain('CREATE TABLE "A"');
  });
});
