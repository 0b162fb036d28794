export type { ErrorKind, OrchestrateError } from '../../core/src/errors.js';
export type { OnEvent, OrchestrateEvent, LockHolder } from '../../core/src/events.js';
export type { Finding, Severity, SourcePosition } from '../../core/src/findings.js';
import type { OnEvent } from '../../core/src/events.js';
import type { Finding, SourcePosition } from '../../core/src/findings.js';

export interface WorkspaceOptions { readonly cwd: string; readonly configPath?: string | undefined; readonly environment?: Readonly<Record<string, string | undefined>> | undefined }
export interface DatabaseOptions extends WorkspaceOptions { readonly databaseUrl?: string | undefined }
export interface RunOptions extends DatabaseOptions { readonly onEvent?: OnEvent | undefined; readonly signal?: AbortSignal | undefined; readonly lockTimeoutMs?: number | undefined; readonly command?: string | undefined }
export interface ValidateResult { readonly extensions: readonly string[]; readonly files: number; readonly models: number; readonly findings: readonly Finding[] }
export interface ComposeResult { readonly directory: string; readonly files: readonly { readonly path: string; readonly state: 'written' | 'unchanged' | 'removed' | 'stale' }[]; readonly stale: boolean; readonly findings: readonly Finding[] }
export interface ListedModel { readonly kind: 'model' | 'view' | 'enum' | 'type' | 'join-table'; readonly name: string; readonly databaseName: string; readonly where: SourcePosition }
export interface ListedExtension { readonly name: string; readonly directory: string; readonly packageName: string | null; readonly dependsOn: readonly string[]; readonly files: readonly string[]; readonly historyTable: string; readonly revisions: number; readonly heads: readonly string[]; readonly models: readonly ListedModel[] | null }
export interface ListResult { readonly extensions: readonly ListedExtension[]; readonly findings: readonly Finding[] }
export interface DestructiveStep { readonly kind: 'dropped-table' | 'dropped-column' | 'narrowed-column' | 'required-column'; readonly table: string; readonly column: string | null; readonly message: string }
export type RevisionResult =
  | { readonly kind: 'created'; readonly revision: string; readonly directory: string; readonly migrationSql: string; readonly downSql: string; readonly requires: readonly string[]; readonly destructive: readonly DestructiveStep[]; readonly reversible: boolean }
  | { readonly kind: 'no-change'; readonly extension: string };
export interface ConsentRequest { readonly extension: string; readonly steps: readonly DestructiveStep[] }
export type Selection = { readonly kind: 'core' } | { readonly kind: 'extension'; readonly name: string } | { readonly kind: 'all' };
export interface MigrationResult { readonly direction: 'upgrade' | 'downgrade'; readonly dryRun: boolean; readonly database: string; readonly revisions: readonly { readonly revision: string; readonly message: string; readonly durationMs: number | null }[]; readonly sql: string | null }
export interface CurrentResult { readonly database: string; readonly extensions: readonly { readonly name: string; readonly revisions: readonly string[]; readonly isHead: boolean }[] }
export interface HistoryEntry { readonly revision: string; readonly extension: string; readonly name: string; readonly message: string; readonly state: 'applied' | 'pending' | 'failed' | 'missing'; readonly edited: boolean; readonly appliedAt: Date | null; readonly startedAt: Date | null; readonly logs: string | null; readonly parents: readonly string[]; readonly requires: readonly string[] }
export interface HistoryResult { readonly database: string; readonly entries: readonly HistoryEntry[] }
export interface Problem { readonly code: string; readonly message: string; readonly fix: string }
export interface ExtensionStatus { readonly name: string; readonly heads: readonly string[]; readonly current: readonly string[]; readonly applied: number; readonly pending: readonly string[]; readonly failed: readonly string[]; readonly edited: readonly string[]; readonly missing: readonly string[]; readonly divergent: boolean }
export interface StatusResult { readonly database: string; readonly isUpToDate: boolean; readonly extensions: readonly ExtensionStatus[]; readonly problems: readonly Problem[]; readonly findings: readonly Finding[] }
export interface DebugReport { readonly versions: Readonly<Record<string, string | null>>; readonly platform: string; readonly root: string | null; readonly configFile: string | null; readonly prismaConfigFile: string | null; readonly config: object | null; readonly database: { readonly display: string; readonly source: string; readonly provider: string; readonly exists: boolean; readonly error: string | null } | null; readonly extensions: readonly { readonly name: string; readonly directory: string; readonly dependsOn: readonly string[]; readonly files: number; readonly revisions: number; readonly historyTable: string }[]; readonly output: string | null; readonly environment: Readonly<Record<string, string>>; readonly problems: readonly Problem[] }

/** The functions of the library that commands call. */
export interface Library {
  validate(o: WorkspaceOptions & { readonly extension?: string | undefined }): Promise<ValidateResult>;
  compose(o: WorkspaceOptions & { readonly check?: boolean | undefined }): Promise<ComposeResult>;
  list(o: WorkspaceOptions & { readonly models?: boolean | undefined; readonly verify?: boolean | undefined }): Promise<ListResult>;
  makeRevision(o: RunOptions & { readonly extension?: string | undefined; readonly message: string; readonly auto?: boolean | undefined; readonly allowDestructive?: boolean | undefined; readonly confirm?: ((request: ConsentRequest) => Promise<boolean>) | undefined }): Promise<RevisionResult>;
  upgrade(o: RunOptions & { readonly selection: Selection; readonly target?: string | undefined; readonly tx?: 'revision' | 'all' | 'none' | undefined; readonly dryRun?: boolean | undefined; readonly sql?: boolean | undefined }): Promise<MigrationResult>;
  downgrade(o: RunOptions & { readonly extension?: string | undefined; readonly target: string; readonly tx?: 'revision' | 'all' | undefined; readonly dryRun?: boolean | undefined }): Promise<MigrationResult>;
  current(o: DatabaseOptions & { readonly extension?: string | undefined }): Promise<CurrentResult>;
  history(o: DatabaseOptions & { readonly extension?: string | undefined }): Promise<HistoryResult>;
  status(o: DatabaseOptions & { readonly extension?: string | undefined }): Promise<StatusResult>;
  debug(o: DatabaseOptions): Promise<DebugReport>;
}
