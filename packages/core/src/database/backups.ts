import type { Config } from '../config/config.js';
import type { Database, LockOptions, OpenOptions } from './database.js';

/** Is told how far a long job is, in bytes unless said otherwise; the total is null where nobody knows it. */
export type OnProgress = (done: number, total: number | null) => void;

/** Where the programs are that a database brings for its copies; null where they are to be looked for. */
export type BackupTools = Pick<Config['backup'], 'pgDump' | 'pgRestore'>;

/** How {@link Database.backUpTo} copies. */
export interface CopyOptions<Seen> {
  readonly tools: BackupTools;
  /** Reads what the copy holds: from the copy, or from the database as it is in the very moment that is copied. */
  readonly look: (copied: Database) => Promise<Seen>;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A copy that was made. */
export interface DatabaseCopy<Seen> {
  /** What was read of it. */
  readonly seen: Seen;
  /** What a restore may want to know: versions, settings that the file does not hold. For people too, without secrets. */
  readonly details: Readonly<Record<string, string>>;
}

/** What {@link Database.readTableDigests} reads. */
export interface DigestOptions {
  /** Whether all values are read, or rows are only counted. */
  readonly checksums: boolean;
  /** In tables. */
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of a table in numbers. */
export interface TableDigest {
  /** As {@link DatabaseEntity.name}. */
  readonly table: string;
  readonly rows: number;
  /** The same for the same rows in any order; another one, as good as always, for others. Null where none was asked for. */
  readonly checksum: string | null;
}

/** How {@link Driver.restoreScratch} restores. */
export interface RestoreScratchOptions {
  /** The database that is to be replaced, or whose place only is used; it need not exist. */
  readonly target: OpenOptions;
  /** What {@link Database.backUpTo} wrote. */
  readonly file: string;
  /** What it gave with it; empty where that is not known. */
  readonly details: DatabaseCopy<never>['details'];
  /** Whether it is only looked at: it then may be anywhere. */
  readonly isOnlyLookedAt: boolean;
  /** Whether those who use the target will be cut off; where they will not, they are told of before the work begins. */
  readonly endSessions?: boolean | undefined;
  /** An open connection to the target that will be closed. */
  readonly held?: Database | undefined;
  readonly tools: BackupTools;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How {@link RestoredDatabase.swapIn} puts a database into the place of another. */
export interface SwapOptions {
  /** When the swap begins; part of the name under which the replaced one is kept. */
  readonly now: Date;
  /** Whether the database that was there goes for good. */
  readonly dropReplaced: boolean;
  /** Whether those who use the database may be cut off, where they stand in the way. */
  readonly endSessions: boolean;
  /** How to take the lock of the database; null where `held` has it. */
  readonly lock: LockOptions | null;
  /** An open connection that holds the lock already; it is closed where it stands in the way. */
  readonly held: Database | null;
  /** Called at last once nobody else can write to the database any more; where it rejects, the swap does, and nothing is changed. */
  readonly beforeReplacing?: (() => Promise<void>) | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Heeded until the swap itself begins. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of the database that was there. */
export interface ReplacedDatabase {
  /** Where it is kept: a file, a database on the server. */
  readonly place: string;
  /** The command line that brings it back. */
  readonly bringBack: string;
}

/** A backup, restored into a database of its own; disposing of it removes that, unless it was swapped in. */
export interface RestoredDatabase extends AsyncDisposable {
  /** To be read only. */
  readonly database: Database;
  /**
   * Puts it into the place of the target, in one step that is done or not, however the process ends. `database` is
   * closed then.
   *
   * @returns what was there; null where nothing was, or where it was dropped
   * @throws OrchestrateError `LOCK.TIMEOUT`, `DATABASE.BUSY`, `RESTORE.*`; the target is as it was
   */
  swapIn(options: SwapOptions): Promise<ReplacedDatabase | null>;
}

/** Tells, as long as its connection is open, whether anybody else has written to a database since it began to look. */
export interface WriteWatch {
  /**
   * `false` only where that is proved.
   *
   * @throws nothing: whatever keeps it from knowing makes it `true`
   */
  mayOthersHaveWritten(): Promise<boolean>;
}

/** What a database tells of its contents, and gives of them, for copies of the whole. */
export interface CopiedDatabase {
  /** How many bytes a copy of it takes, at least; 0 for one that is missing, or that holds no table. */
  readSize(): Promise<number>;
  /**
   * Writes a complete copy to a new file, while others may go on writing. The file is on the disk when it resolves; where
   * it rejects, what there is of it is of no use. An interruption ends it with whatever error is at hand.
   *
   * @throws OrchestrateError `BACKUP.*`, `DATABASE.*`
   */
  backUpTo<Seen>(file: string, options: CopyOptions<Seen>): Promise<DatabaseCopy<Seen>>;
  /** The rows of every table in numbers: history tables too, and what else is a table of its own. Reads each table once. */
  readTableDigests(options: DigestOptions): Promise<readonly TableDigest[]>;
  /** Looks for damage, in passing or as closely as the database can; null where all is well. */
  findDamage(depth: 'quick' | 'whole'): Promise<string | null>;
  /** How many rows refer to rows that are not there; null where the database itself sees to it that there is none. */
  countOrphans(): Promise<number | null>;
  /**
   * Begins to look whether anybody else writes: other connections of this process, too.
   *
   * @param expected how many backups will be made with this connection meanwhile
   */
  watchWrites(expected: { readonly backups: number }): Promise<WriteWatch>;
}

/** What makes a database of a copy. */
export interface BackupDriver {
  /**
   * Restores a file of {@link Database.backUpTo} into a new database beside the target, which is not touched.
   *
   * @throws OrchestrateError `BACKUP.NOT_A_BACKUP` where it is no such file, `BACKUP.*`, `RESTORE.*`, `DATABASE.*`
   */
  restoreScratch(options: RestoreScratchOptions): Promise<RestoredDatabase>;
}
