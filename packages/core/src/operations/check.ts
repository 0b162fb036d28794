import { orderFindings } from '../composition/order-findings.js';
import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import { directoryInRepository } from '../workspace/find-repository.js';
import type { UnownedObject } from './check/drift.js';
import type { PendingChange } from './check/pending-changes.js';
import { replayChecks } from './check/replay-checks.js';
import { staticChecks } from './check/static-checks.js';
import { asOperation } from './run/as-operation.js';
import { openWorkspace } from './run/open-workspace.js';
import { selectedExtensions } from './run/select-extension.js';
import { withSeverities } from './run/severities.js';
import type { RunOptions } from './run-options.js';

/** What {@link check} takes. */
export interface CheckOptions extends RunOptions {
  /** Only this extension, with the revisions that it relies on. */
  readonly extension?: string | undefined;
  /** Whether a composed schema on disk is compared with the fragments; it is unless this says no, or `extension` is given. */
  readonly composed?: boolean | undefined;
  /** Looks at the database too. */
  readonly database?: boolean | undefined;
  /** Counts what is in the database and no revision has made. */
  readonly strict?: boolean | undefined;
  /**
   * `use` (the default): what has not changed since an earlier run is not replayed again. `renew`: everything is replayed
   * and the results are kept. `off`: everything is replayed and nothing is kept.
   */
  readonly cache?: 'use' | 'renew' | 'off' | undefined;
}

/** What {@link check} found. */
export interface CheckResult {
  /** The extensions that were checked, dependencies first. */
  readonly extensions: readonly string[];
  /** How many revisions the replay has. */
  readonly revisions: number;
  /** The database, without secrets; null where it was not looked at. */
  readonly database: string | null;
  /** The SQL of what the fragments have changed and no revision makes; each is one of the findings, too. */
  readonly pending: readonly PendingChange[];
  /** What is in the database and no revision has made. */
  readonly unowned: readonly UnownedObject[];
  readonly findings: readonly Finding[];
  /** Where the root is in its git repository, with `/`; `.` for the top of it, and without one. */
  readonly directory: string;
}

/**
 * Looks for whatever would keep a change from being merged: fragments that do not fit together, a stale composed schema,
 * schema changes without a revision, branches that nothing joins, a history that cannot be replayed from an empty
 * database or not be taken back. With `database` also for what a database has otherwise. Everything is collected; the
 * database is only read.
 *
 * @throws OrchestrateError for a workspace or configuration that cannot be read, and of kind `interrupted` when the
 * signal fires
 *
 * @example
 * ```ts
 * const { findings, pending } = await check({ cwd: process.cwd() });
 * for (const { code, message, fix } of findings) console.log(code, message, fix);
 * for (const { extension, migrationSql } of pending) console.log(extension, migrationSql);
 * ```
 */
export function check(options: CheckOptions): Promise<CheckResult> {
  return asOperation(options, checkWorkspace);
}

async function checkWorkspace(options: CheckOptions): Promise<CheckResult> {
  const open = await openWorkspace(options);
  const { workspace } = open;
  const selected = selectedExtensions(workspace, options.extension);
  const known = await staticChecks(open, options);
  // A graph that cannot be ordered cannot be replayed.
  const replayed = hasErrors(open.findings) ? null : await replayChecks(open, { known, selected, options });
  const { extensions, revisions } = known;
  const findings = eachOnce([...known.findings, ...(replayed?.findings ?? [])]);
  return {
    extensions,
    revisions: revisions.length,
    database: replayed?.database ?? null,
    pending: replayed?.pending ?? [],
    unowned: replayed?.unowned ?? [],
    findings: orderFindings(extensions, withSeverities(findings, workspace.config.lint.severities)),
    directory: directoryInRepository(workspace),
  };
}

/** Several replays may meet the same problem. */
function eachOnce(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ code, where, message }: Finding): string => JSON.stringify([code, where, message]);
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}
