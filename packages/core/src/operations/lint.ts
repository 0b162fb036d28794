import path from 'node:path';
import { orderFindings } from '../composition/order-findings.js';
import { isInside, rootRelative } from '../config/root-relative.js';
import type { Finding } from '../findings.js';
import type { LintFinding } from '../lint/lint-finding.js';
import type { LintRule, LintSeverity } from '../lint/lint-rule.js';
import { STANDARD_VERSION } from '../lint/standard.js';
import { directoryInRepository } from '../workspace/find-repository.js';
import type { Extension } from '../workspace/workspace.js';
import { type AppliedFixes, applyFixes } from './lint/apply-fixes.js';
import { applySuppressions, type SuppressedFinding } from './lint/apply-suppressions.js';
import { LINT_CHECKS } from './lint/checks.js';
import { configFindings } from './lint/config-findings.js';
import type { LintContext } from './lint/lint-context.js';
import { assertKnownStandard } from './lint/lint-errors.js';
import { readContext } from './lint/read-context.js';
import { readSuppressions } from './lint/read-suppressions.js';
import { allRules } from './lint/rules.js';
import { severitiesOf, weighFindings } from './lint/weigh-findings.js';
import { type WeighedRule, weighedRules } from './lint/weighed-rules.js';
import { asOperation } from './run/as-operation.js';
import type { ChangedFile } from './run/changed-file.js';
import { isInterrupted } from './run/is-interrupted.js';
import { openWorkspace } from './run/open-workspace.js';
import { replayInterrupted } from './run/replay-errors.js';
import type { RunOptions } from './run-options.js';

/** What {@link lint} takes. */
export interface LintOptions extends RunOptions {
  /** Only this extension. */
  readonly extension?: string | undefined;
  /**
   * Only what these files and directories belong to, absolute or relative to `cwd`: a file of a revision stands for the
   * revision, one of a fragment for the fragment. None is the same as not given.
   */
  readonly paths?: readonly string[] | undefined;
  /** Only what differs from this commit of git, or from where the working tree left it. */
  readonly changedSince?: string | undefined;
  /** Whether revisions may be replayed in a shadow database; true unless given. */
  readonly replay?: boolean | undefined;
  /** Looks at which revisions the database has, too. */
  readonly database?: boolean | undefined;
  /** `write`: mends what can be mended safely; `show`: says what would be changed. */
  readonly fix?: 'write' | 'show' | undefined;
  /** Whether no database has the revisions that git does not have; then scripts may be mended, too. */
  readonly assumeUnapplied?: boolean | undefined;
}

/** A finding that was mended, or would be. */
export interface FixedFinding {
  readonly code: string;
  readonly extension: string | null;
  readonly message: string;
}

/** A finding that a comment or the configuration leaves out. */
export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
  readonly by: SuppressedFinding['by'];
  /** Of the comment; null for the configuration. */
  readonly where: Finding['where'];
}

/** What {@link lint} found. */
export interface LintResult {
  /** The version of the migration standard that was applied. */
  readonly standard: number;
  /** The extensions that were looked at; installed packages are their authors' to lint. */
  readonly extensions: readonly string[];
  /** How many revisions were looked at. */
  readonly revisions: number;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly IgnoredFinding[];
  readonly fixed: readonly FixedFinding[];
  /** What `fix` changed, or would change. */
  readonly files: readonly ChangedFile[];
  /** Whether files were only to be shown. */
  readonly dryRun: boolean;
  /** The rules of what was found. */
  readonly rules: readonly WeighedRule[];
  /** Where the root is in its git repository, with `/`; `.` for the top of it, and without one. */
  readonly directory: string;
}

/**
 * Compares fragments, revisions and code with the migration standard. Suppressions and configured severities count. The
 * database is only looked at with `database`, and then only read.
 *
 * @throws OrchestrateError for a workspace or configuration that cannot be read; `LINT.NO_FILE`, `LINT.UNKNOWN_COMMIT`, `LINT.UNKNOWN_STANDARD`,
 * `GIT.NO_REPOSITORY`; with `fix` as `writeChanges` does, and nothing is written then
 *
 * @example
 * ```ts
 * const { findings } = await lint({ cwd: process.cwd(), changedSince: 'main' });
 * for (const { code, message, fix } of findings) console.log(code, message, fix);
 * ```
 */
export function lint(options: LintOptions): Promise<LintResult> {
  return asOperation(options, lintAndFix);
}

async function lintAndFix(options: LintOptions): Promise<LintResult> {
  const rules = await allRules();
  const run = await lintOnce(options, rules);
  if (options.fix === undefined) return resultOf(run, { rules, fixes: null, dryRun: false });
  const fixes = await applyFixes(run.context, { findings: run.findings, mode: options.fix });
  if (options.fix === 'show' || fixes.files.length === 0) {
    const left = run.findings.filter((finding) => !fixes.mended.includes(finding));
    return resultOf({ ...run, findings: left }, { rules, fixes, dryRun: options.fix === 'show' });
  }
  return resultOf(await lintOnce(options, rules), { rules, fixes, dryRun: false });
}

interface LintRun {
  readonly context: LintContext;
  readonly severities: ReadonlyMap<string, LintSeverity>;
  readonly findings: readonly LintFinding[];
  readonly suppressed: readonly SuppressedFinding[];
}

async function lintOnce(options: LintOptions, rules: readonly LintRule[]): Promise<LintRun> {
  const open = await openWorkspace(options);
  const { workspace } = open;
  assertKnownStandard(workspace.config);
  const severities = severitiesOf(workspace.config.lint, rules);
  const context = await readContext(open, { options, severities });
  const codes = new Set(rules.map(({ code }) => code));
  const found: LintFinding[] = [...configFindings(context.open, codes)];
  for (const check of Object.values(LINT_CHECKS)) {
    if (await isInterrupted(options.signal)) throw replayInterrupted();
    found.push(...(await check(context)));
  }
  const { config, root, extensions } = workspace;
  const told = weighFindings(found.filter(context.scope.tells), severities, config.lint.severities);
  const folders = new Map(context.open.revisions.map(({ id, directory }) => [rootRelative(root, directory), id]));
  const revisionOf = (file: string): string | null => folders.get(file.slice(0, file.lastIndexOf('/'))) ?? null;
  const applied = applySuppressions({
    findings: told,
    suppressions: await readSuppressions(context),
    exceptions: config.lint.ignore,
    codes,
    wasLookedFor: (code) => severities.get(code) !== 'off' && isLookedFor(code, context),
    isWhole: context.scope.isWhole,
    revisionOf,
    extensionOf: (file) => ownerOf(path.resolve(root, file), extensions),
    configFile: config.file === null ? null : rootRelative(root, config.file),
    root,
  });
  return {
    context,
    severities,
    ...applied,
    findings: weighFindings(applied.findings, severities, config.lint.severities),
  };
}

/** The extension in whose directory a file lies; core has what is in no other. */
function ownerOf(file: string, extensions: readonly Extension[]): string | null {
  const holding = extensions.filter(({ directory }) => isInside(directory, file));
  const [nearest] = holding.sort((left, right) => right.directory.length - left.directory.length);
  return nearest?.name ?? null;
}

/** Some rules look only where they may. */
function isLookedFor(code: string, { mayReplay, applied }: LintContext): boolean {
  if (code.startsWith('OWNERSHIP.')) return mayReplay;
  return code !== 'REVISION.EDITED_AFTER_APPLY' || applied !== null;
}

interface ResultParts {
  readonly rules: readonly LintRule[];
  readonly fixes: AppliedFixes | null;
  readonly dryRun: boolean;
}

function resultOf(
  { context, severities, findings, suppressed }: LintRun,
  { rules, fixes, dryRun }: ResultParts,
): LintResult {
  const { open, extensions, revisions, index } = context;
  const { workspace } = open;
  const told = new Set([...findings, ...suppressed.map(({ finding }) => finding)].map(({ code }) => code));
  return {
    standard: workspace.config.lint.standard ?? STANDARD_VERSION,
    extensions: extensions.map(({ name }) => name),
    revisions: revisions.length,
    findings: orderFindings(index.dependencies.order, findings.map(plainFinding)),
    suppressed: suppressed.map((each) => ({ ...each, finding: plainFinding(each.finding) })),
    fixed: (fixes?.mended ?? []).map(({ code, extension, message }) => ({ code, extension, message })),
    files: fixes?.files ?? [],
    dryRun,
    rules: weighedRules(
      rules.filter(({ code }) => told.has(code)),
      severities,
    ),
    directory: directoryInRepository(workspace),
  };
}

function plainFinding({ edits: _edits, ...finding }: LintFinding): Finding {
  return finding;
}
