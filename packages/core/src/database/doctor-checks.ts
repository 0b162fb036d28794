import type { Config } from '../config/config.js';
import type { Diagnosis, DiagnosisGroup } from '../diagnosis.js';
import type { Database, HistoryTable, OpenOptions, ShadowOptions } from './database.js';

/** A database that has not been opened, and how the workspace uses it. */
export interface DiagnosedPlace {
  readonly target: Omit<OpenOptions, 'mode'>;
  readonly backup: Config['backup'];
  readonly shadow: ShadowOptions;
  /** The database schemas that core's datasource lists, for models of all extensions. */
  readonly schemas: readonly string[];
}

/** A database that is there, opened for reading. */
export interface DiagnosedDatabase extends DiagnosedPlace {
  readonly database: Database;
  /** Of the extensions of the workspace. */
  readonly historyTables: readonly HistoryTable[];
}

/** One look at one thing. It changes nothing; what it throws is shown as what is wrong. */
export interface DoctorCheck<Subject> {
  readonly group: DiagnosisGroup;
  /** What it looks at, for people. */
  readonly subject: string;
  readonly run: (subject: Subject) => Promise<readonly Diagnosis[]>;
}

/** What `doctor` looks at that differs between databases. */
export interface DriverChecks {
  /** Those that need no connection. */
  readonly unopened: readonly DoctorCheck<DiagnosedPlace>[];
  /** Those that ask the database, one after the other. */
  readonly opened: readonly DoctorCheck<DiagnosedDatabase>[];
}
