import type { TestGround, TestMark, TestRecipe, TestState } from '../database/test-ground.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import type { RunOptions } from './run-options.js';
import { fillTestDatabase } from './test-db/fill-test-database.js';
import { openTestGround, type TestPlaceOptions } from './test-db/open-test-ground.js';
import { readTestHouse, readTestSchema, type TestSourceOptions } from './test-db/read-test-schema.js';
import { badTestName, notATestDatabase, outdatedTestDatabase } from './test-db/test-db-errors.js';

/** What {@link createTestDb}, {@link resetTestDb} and {@link dropTestDb} take. */
export interface TestDbOptions extends TestSourceOptions, TestPlaceOptions, Pick<RunOptions, 'signal'> {
  /** What it is called: by default as the URL says, or as the workspace's own database with `_test` behind it. */
  readonly name?: string | undefined;
  /** Cuts off who is connected to the one that goes; with {@link createTestDb}, makes one anew that is there. */
  readonly force?: boolean | undefined;
}

/** What became of a test database. */
export interface TestDbResult {
  /** `present`: it was there already, as it would be made now; `absent`: there was none to drop. */
  readonly state: 'created' | 'recreated' | 'present' | 'dropped' | 'absent';
  readonly name: string;
  /** Its URL, without secrets. */
  readonly database: string;
  /** What is in it, in the order of dependencies; empty where there is none any more. */
  readonly extensions: readonly string[];
}

/**
 * Makes a database for tests: the composed schema straight from the fragments, or what the revisions make. It is filled
 * out of sight, and marked as a test database of this workspace; one without that mark is never touched.
 *
 * @throws OrchestrateError `TEST.*`, `DATABASE.*`, what keeps the fragments from being composed
 *
 * @example
 * ```ts
 * const { database } = await createTestDb({ cwd: process.cwd(), extensions: ['blog'] });
 * ```
 */
export function createTestDb(options: TestDbOptions): Promise<TestDbResult> {
  return make(options, async ({ state, display }) => {
    if (state === 'absent') return 'created';
    if (options.force === true) return 'recreated';
    if (state === 'outdated') throw outdatedTestDatabase(display);
    return 'present';
  });
}

/**
 * Makes a test database as {@link createTestDb} would, whether it is there or not.
 *
 * @throws OrchestrateError as {@link createTestDb}; `TEST.IN_USE` where somebody is connected to it
 *
 * @example
 * ```ts
 * await resetTestDb({ cwd: process.cwd(), force: true });
 * ```
 */
export function resetTestDb(options: TestDbOptions): Promise<TestDbResult> {
  return make(options, async ({ state }) => (state === 'absent' ? 'created' : 'recreated'));
}

/**
 * Drops a test database.
 *
 * @throws OrchestrateError `TEST.NOT_OURS`, `TEST.IN_USE`
 *
 * @example
 * ```ts
 * await dropTestDb({ cwd: process.cwd() });
 * ```
 */
export function dropTestDb(options: TestDbOptions): Promise<TestDbResult> {
  return asOperation(options, drop);
}

async function drop(options: TestDbOptions): Promise<TestDbResult> {
  const house = await readTestHouse(options);
  await assertNotInterrupted(options.signal);
  await using ground = await openTestGround(house, options);
  const { name, display, state } = await inspect(ground, house.mark, options);
  if (state !== 'absent') await ground.drop(name, { force: options.force === true });
  return { state: state === 'absent' ? 'absent' : 'dropped', name, database: display, extensions: [] };
}

/** A name on the ground, and what is there. */
interface Site {
  readonly name: string;
  readonly display: string;
  readonly state: Exclude<TestState, 'foreign'>;
}

type Decide = (site: Site) => Promise<'created' | 'recreated' | 'present'>;

function make(options: TestDbOptions, decide: Decide): Promise<TestDbResult> {
  return asOperation(options, (attended) => makeAs(attended, decide));
}

async function makeAs(options: TestDbOptions, decide: Decide): Promise<TestDbResult> {
  const schema = await readTestSchema(options);
  await assertNotInterrupted(options.signal);
  const { mark, extensions } = schema;
  await using ground = await openTestGround(schema, options);
  const seen = await inspect(ground, mark, options);
  const { name, display } = seen;
  const first = await decide(seen);
  if (first === 'present') return { state: first, name, database: display, extensions };
  await using _lock = await ground.lock(name, options.signal);
  // Somebody else may have made it meanwhile.
  const state = await decide(await inspect(ground, mark, options));
  if (state !== 'present') {
    const recipe: TestRecipe = {
      mark,
      fill: (database) => fillTestDatabase(database, schema, options),
      signal: options.signal,
    };
    await ground.build(name, recipe, { force: options.force === true });
  }
  return { state, name, database: display, extensions };
}

async function inspect(ground: TestGround, mark: TestMark, { name: asked }: TestDbOptions): Promise<Site> {
  if (asked !== undefined && !isName(asked)) throw badTestName(asked);
  const name = asked ?? ground.defaultName;
  const { display } = ground.locate(name);
  const state = await ground.inspect(name, mark);
  if (state === 'foreign') throw notATestDatabase(display);
  return { name, display, state };
}

function isName(name: string): boolean {
  return Buffer.byteLength(name) <= 63 && !/^\.{0,2}$|[/\\\p{Cc}]/u.test(name);
}
