import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runSql } from '../../packages/core/src/database/postgres/server.test-support.js';
import { embeddedPrograms, type PreparedPostgres, preparePostgres } from './start-postgres.js';

const run = promisify(execFile);

/** What survives a crash of the server, unlike on the one that other tests share: what was committed is on the disk. */
const SETTINGS = ['fsync=off', 'max_connections=50', 'shared_buffers=16MB', 'autovacuum=off', 'timezone=UTC'];

/** Ends the server and removes its folder when the process that holds the other end of descriptor 3 is gone. */
const REAPER = `
  cat > /dev/null <&3
  read pid < "$1/data/postmaster.pid" && kill -QUIT "$pid"
  while kill -0 "$pid"; do sleep 0.1; done
  rm -rf "$1"
`;

/** A PostgreSQL server that a test may stop and start as it likes. */
export class RestartablePostgres implements AsyncDisposable {
  readonly #place: PreparedPostgres;
  readonly #reaper: ReturnType<typeof spawn>;

  private constructor(place: PreparedPostgres) {
    this.#place = place;
    this.#reaper = spawn('sh', ['-c', REAPER, 'reaper', place.folder], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.#reaper.unref();
  }

  /** Makes a server and starts it. */
  static async create(): Promise<RestartablePostgres> {
    const server = new RestartablePostgres(await preparePostgres(embeddedPrograms()));
    await server.start();
    return server;
  }

  url(database: string): string {
    return `postgresql://postgres:postgres@127.0.0.1:${this.#place.port}/${database}`;
  }

  /** Makes an empty database and gives its URL. */
  async createDatabase(name: string): Promise<string> {
    await runSql(this.url('postgres'), `CREATE DATABASE "${name}"`);
    return this.url(name);
  }

  async start(): Promise<void> {
    const { folder, port } = this.#place;
    const settings = SETTINGS.map((setting) => `-c ${setting}`).join(' ');
    const options = `-k ${folder} -h 127.0.0.1 -p ${port} ${settings}`;
    await this.#control('start', '-w', '-l', join(folder, 'log'), '-o', options);
  }

  /**
   * @param mode `fast` ends all sessions in order, `immediate` is a crash; `smart` waits until the sessions that there
   *   are have ended, and is not waited for here
   */
  async stop(mode: 'fast' | 'immediate' | 'smart'): Promise<void> {
    await this.#control('stop', mode === 'smart' ? '-W' : '-w', '-m', mode);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = new Promise((resolve) => this.#reaper.once('exit', resolve));
    this.#reaper.stdio[3]?.destroy();
    await exited;
  }

  async #control(...args: readonly string[]): Promise<void> {
    const { programs, folder, user } = this.#place;
    const command = run(join(programs, 'pg_ctl'), ['-D', join(folder, 'data'), ...args], { ...user, cwd: folder });
    await command;
  }
}
