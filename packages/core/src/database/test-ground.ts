import type { OnEvent } from '../events.js';
import type { Database, OpenOptions } from './database.js';

/** What a test database was made for and from. */
export interface TestMark {
  /** Of the workspace; hexadecimal. */
  readonly workspace: string;
  /** Of all that goes into it; hexadecimal. */
  readonly digest: string;
}

/** What is there by a name: nothing, something that is no test database of this workspace, or one, up to date or not. */
export type TestState = 'absent' | 'foreign' | 'outdated' | 'current';

/** How a test database is made. */
export interface TestRecipe {
  readonly mark: TestMark;
  /** Fills an empty database. */
  readonly fill: (database: Database) => Promise<void>;
  /** Runs after that, with connections of its own, none of which it may leave open. */
  readonly finish?: (location: TestLocation) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Where a test database is. */
export interface TestLocation {
  /** As clients want it, with its secrets. */
  readonly url: string;
  /** For people; without secrets. */
  readonly display: string;
}

/** A server that several processes share. */
export interface SharedServer {
  /** With its secrets. */
  readonly url: string;
  /** Lets go of it: a while after the last process has, it ends. A process that ends lets go of all that it has. */
  release(): Promise<void>;
}

/** What {@link Driver.shareServer} takes. */
export interface ShareServerOptions {
  /** The workspace root: whose packages are used. */
  readonly root: string;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where the test databases are to be. */
export interface TestGroundOptions {
  /** The workspace's own database, which is left alone; null where nothing names one. */
  readonly live: Omit<OpenOptions, 'mode'> | null;
  /** Names the server, or the file; null for that of the workspace's own database, or for the folder. */
  readonly place: { readonly url: string; readonly display: string } | null;
  /** Base of relative paths, absolute. */
  readonly root: string;
  /** Where databases are that have a name, of a kind that files hold; absolute. */
  readonly namedFolder: string;
  /** Where the others are, absolute. */
  readonly folder: string;
  /** What the connection is for. */
  readonly command: string;
  readonly onEvent?: OnEvent | undefined;
}

/**
 * A place for test databases. Some have a name and stay; others are copies of an original, belong to the process that
 * made them, and go at the latest when a later one finds that process gone.
 */
export interface TestGround extends AsyncDisposable {
  /** What a database is called unless the user says so. */
  readonly defaultName: string;
  locate(name: string): TestLocation;

  inspect(name: string, mark: TestMark): Promise<TestState>;
  /**
   * Keeps others from making a database of that name meanwhile.
   *
   * @throws OrchestrateError `TEST.BUSY`, `LOCK.TIMEOUT`
   */
  lock(name: string, signal: AbortSignal | undefined): Promise<AsyncDisposable>;
  /**
   * Makes a database, in the place of another of that name. It is filled out of sight, so it is there whole or not at all.
   *
   * @param force whether others are cut off who work in the one that is replaced
   * @throws OrchestrateError `TEST.IN_USE`
   */
  build(name: string, recipe: TestRecipe, options: { readonly force: boolean }): Promise<void>;
  /** @throws OrchestrateError `TEST.IN_USE` */
  drop(name: string, options: { readonly force: boolean }): Promise<void>;

  /** Copies the original of a recipe, which is made where it is missing, by one of all that ask. Gives the copy's name. */
  copy(recipe: TestRecipe): Promise<string>;
  /** Makes a copy as it was; who is connected to it may be cut off. */
  renew(copy: string, recipe: TestRecipe): Promise<void>;
  /** Removes a copy, whoever is connected. Doing so twice does no harm. */
  discard(copy: string): Promise<void>;
}
