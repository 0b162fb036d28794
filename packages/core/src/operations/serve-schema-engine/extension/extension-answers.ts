import type { Database } from '../../../database/database.js';
import { asEngineError } from '../../../engine/as-engine-error.js';
import type { SchemaEngine } from '../../../engine/schema-engine.js';
import type { openEngineSession } from '../../../engine/session/open-engine-session.js';
import type { RevisionId } from '../../../revisions/revision.js';
import type { RunOptions } from '../../run-options.js';
import type { ExtensionDatabase } from './extension-database.js';
import { ExtensionRequest } from './extension-request.js';
import { ExtensionShadows } from './extension-shadows.js';
import { type ReadExtension, readExtension } from './read-extension.js';
import type { LiveState } from './replay-owners.js';
import type { ShadowSupply } from './shadow-supply.js';

/** What {@link ExtensionAnswers} work with, and close in the end. */
export interface ExtensionAnswersParts {
  readonly extension: string;
  readonly database: ExtensionDatabase;
  readonly shadows: ShadowSupply;
  /** Its signal fires with `closing`. */
  readonly run: RunOptions;
  readonly closing: AbortController;
  /** What Prisma's CLI has named as the schema; some of its commands name none. */
  readonly files: SessionOptions['files'];
  /** Opens Prisma's engine on that database. */
  readonly openSession: (options: Pick<SessionOptions, 'files' | 'openShadow'>) => Promise<SchemaEngine>;
}

type SessionOptions = Parameters<typeof openEngineSession>[0];

/** What a request is answered with. */
export interface Answering {
  readonly session: SchemaEngine;
  readonly request: ExtensionRequest;
  readonly database: Database;
}

/**
 * How requests about one extension are answered, one after the other: each reads the workspace anew, and has Prisma's engine
 * see of the database what concerns the extension.
 */
export class ExtensionAnswers implements AsyncDisposable {
  readonly database: ExtensionDatabase;
  readonly shadows: ExtensionShadows;
  /** Directories that Prisma's CLI has been told to make. */
  readonly made = new Set<string>();
  readonly #parts: ExtensionAnswersParts;
  #session: Promise<SchemaEngine> | null = null;
  /** What of others the session has replayed: it replays no list of migrations twice. */
  #ground: string | null = null;
  /** The end of the request before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ExtensionAnswersParts) {
    const { extension, database, shadows: supply, run } = parts;
    this.#parts = parts;
    this.database = database;
    this.shadows = new ExtensionShadows({ extension, driver: database.driver, supply, run });
  }

  /** Prisma's engine; opened by whoever needs it first. */
  opened(): Promise<SchemaEngine> {
    this.#session ??= this.#open();
    this.#session.catch(() => {
      this.#session = null;
    });
    return this.#session;
  }

  async #open(): Promise<SchemaEngine> {
    const { files, openSession } = this.#parts;
    const schema = files.length > 0 ? files : (await this.read()).closure.files;
    return openSession({ files: schema, openShadow: () => this.shadows.open() });
  }

  /** A session that has seen nothing else of others than what there is now. */
  async #openedOn({ plan }: ReadExtension): Promise<SchemaEngine> {
    const others = plan.revisions.filter((revision) => revision.extension !== this.#parts.extension);
    const ground = JSON.stringify(others.map(({ id, checksum }) => [id, checksum]));
    if (this.#ground !== null && this.#ground !== ground) {
      const former = await this.#session?.catch(() => null);
      this.#session = null;
      await former?.[Symbol.asyncDispose]();
    }
    this.#ground = ground;
    return this.opened();
  }

  /** The extension as it is on disk now. */
  read(): Promise<ReadExtension> {
    const { run, extension } = this.#parts;
    return readExtension({ workspace: run, name: extension, made: this.made });
  }

  /** Answers what concerns no extension. */
  pass<Result>(work: (session: SchemaEngine) => Promise<Result>): Promise<Result> {
    return this.answer(async () => work(await this.opened()));
  }

  /** Answers from the live database without writing to it. */
  look<Result>(work: (answering: Answering) => Promise<Result>): Promise<Result> {
    return this.answer(async () => this.#see(await this.read(), await this.database.forReading(), work));
  }

  /** Answers while no other run works on the database. */
  write<Result>(work: (answering: Answering) => Promise<Result>): Promise<Result> {
    return this.answer(async () => {
      const read = await this.read();
      return this.database.locked(read.open, (database) => this.#see(read, database, work));
    });
  }

  #see<Result>(
    read: ReadExtension,
    database: Database,
    work: (answering: Answering) => Promise<Result>,
  ): Promise<Result> {
    return this.begin(read, database, async (session, request) => {
      const connection = await this.database.connection();
      return connection.seenAs(await request.scope(database), () => work({ session, request, database }));
    });
  }

  /** Answers from what was read, and from the database where there is one. */
  async begin<Result>(
    read: ReadExtension,
    database: Database | null,
    work: (session: SchemaEngine, request: ExtensionRequest) => Promise<Result>,
  ): Promise<Result> {
    const session = await this.#openedOn(read);
    const { driver, names } = this.database;
    const shadows = this.shadows;
    const replayCreators = async (stateOf: (id: RevisionId) => LiveState) =>
      (await shadows.ownersOf(read, { withObjects: false, stateOf })).creators;
    const request = await ExtensionRequest.begin({ read, database, driver, names, replayCreators });
    return shadows.during(request, () => work(session, request));
  }

  /** Does one thing after the other; what it throws comes in Prisma's words. */
  answer<Result>(work: () => Promise<Result>): Promise<Result> {
    const answer = this.#last.then(async () => {
      try {
        return await work();
      } catch (error) {
        throw asEngineError(error);
      }
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  /** Ends a request that is going on: a query ends with its connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { database, shadows, closing } = this.#parts;
    closing.abort();
    try {
      await database[Symbol.asyncDispose]();
    } finally {
      try {
        await shadows[Symbol.asyncDispose]();
      } finally {
        await this.#last;
        await (await this.#session?.catch(() => null))?.[Symbol.asyncDispose]();
      }
    }
  }
}
