import type { Environment } from '../../config/environment.js';
import type { LocatedDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { PackageManager } from '../run/package-manager.js';
import type { DatabaseOptions } from '../run-options.js';

/** What the checks go by: whatever could be read before them. */
export interface DoctorContext {
  readonly options: DatabaseOptions;
  /** The workspace, or the directory where none was found. */
  readonly root: string;
  /** As the caller gave it: without `.env`. */
  readonly environment: Environment;
  /** Null where it could not be read; why is a diagnosis already. */
  readonly open: OpenWorkspace | null;
  /** The database that is meant; null as above. */
  readonly located: LocatedDatabase | null;
  readonly packageManager: PackageManager;
  /** How long one look may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}
