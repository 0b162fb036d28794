import { SOURCE_NAMES } from '../../config/database-url.js';
import { findWorkspaceRoot } from '../../config/find-workspace-root.js';
import { rootRelative } from '../../config/root-relative.js';
import type { DoctorCheck } from '../../database/doctor-checks.js';
import type { Diagnosis, DiagnosisGroup } from '../../diagnosis.js';
import { OrchestrateError } from '../../errors.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type LocatedDatabase, locateDatabase } from '../run/open-database.js';
import { openWorkspace } from '../run/open-workspace.js';
import { detectPackageManager } from '../run/package-manager.js';
import type { DatabaseOptions, RunOptions } from '../run-options.js';
import { checkAgreement } from './checks/check-agreement.js';
import { checkEngine } from './checks/check-engine.js';
import { checkEngineBinary } from './checks/check-engine-binary.js';
import { checkEnvironment } from './checks/check-environment.js';
import { checkGitHook } from './checks/check-git-hook.js';
import { checkKeptOut } from './checks/check-kept-out.js';
import { checkOwnEngine } from './checks/check-own-engine.js';
import { checkRevisions } from './checks/check-revisions.js';
import { checkSecrets } from './checks/check-secrets.js';
import { checkValidator } from './checks/check-validator.js';
import { checkVersions } from './checks/check-versions.js';
import { findLeftFiles } from './checks/find-left-files.js';
import type { DoctorContext } from './doctor-context.js';
import { examineDatabase } from './examine-database.js';
import { type Diagnosed, diagnosed, type GroupedDiagnosis, runCheck } from './run-check.js';

/** What {@link examine} goes by. */
export interface ExamineOptions extends DatabaseOptions, Pick<RunOptions, 'onEvent' | 'command'> {
  readonly offline: boolean;
  readonly timeoutMs: number;
}

/** What was found, in no order. */
export interface Examination {
  readonly root: string | null;
  readonly database: string | null;
  readonly results: readonly GroupedDiagnosis[];
}

/** Those that are the same for all databases, and need none. */
const CHECKS: readonly DoctorCheck<DoctorContext>[] = [
  { group: 'versions', subject: 'the versions', run: checkVersions },
  { group: 'engine', subject: "Prisma's schema engine", run: checkEngine },
  { group: 'engine', subject: "Prisma's validator", run: checkValidator },
  { group: 'engine', subject: 'the engine of the environment', run: checkEngineBinary },
  { group: 'engine', subject: "orchestrate's own engine program", run: checkOwnEngine },
  { group: 'configuration', subject: 'the revisions', run: checkRevisions },
  { group: 'configuration', subject: "Prisma's configuration", run: checkAgreement },
  { group: 'configuration', subject: 'the environment', run: checkEnvironment },
  { group: 'configuration', subject: 'secrets in git', run: checkSecrets },
  { group: 'configuration', subject: 'files that git should not have', run: checkKeptOut },
  { group: 'configuration', subject: 'the git hook', run: checkGitHook },
  { group: 'leftovers', subject: 'the files of the workspace', run: findLeftFiles },
];

/** Reads what everything else goes by, then looks at all of it side by side. */
export async function examine(options: ExamineOptions): Promise<Examination> {
  const { cwd, environment = process.env, timeoutMs, signal, offline } = options;
  const limits = { timeoutMs, signal };
  options.onEvent?.({ kind: 'step', message: 'Looking at versions, engines, configuration and database' });
  const opened = await diagnosed('the workspace', () => openWorkspace(options), limits);
  const open = foundIn(opened);
  const located =
    open === null ? null : await diagnosed('the database URL', () => locateDatabase(open.workspace, options), limits);
  const foundRoot = open?.workspace.root ?? findRoot(options);
  const root = foundRoot ?? cwd;
  const place = located === null ? null : foundIn(located);
  const packageManager = await detectPackageManager({ root, environment, isMonorepo: false });
  const context: DoctorContext = { options, root, environment, open, located: place, packageManager, ...limits };
  const results = await Promise.all([
    ...CHECKS.map((check) => runCheck(check, context, limits)),
    examineDatabase(context, { offline }),
  ]);
  return {
    root: foundRoot,
    database: place?.url.display ?? null,
    results: [
      ...inGroup('configuration', opened, ({ workspace }) => describeWorkspace(workspace)),
      ...(located === null ? [] : inGroup('database', asWithoutDriver(located), describePlace)),
      ...results.flat(),
    ],
  };
}

function foundIn<Value>(found: Diagnosed<Value>): Value | null {
  return 'value' in found ? found.value : null;
}

function inGroup<Value>(
  group: DiagnosisGroup,
  found: Diagnosed<Value>,
  describe: (value: Value) => Diagnosis,
): readonly GroupedDiagnosis[] {
  return [{ group, ...('value' in found ? describe(found.value) : found.failure) }];
}

function describeWorkspace({ root, config, prismaConfig }: Workspace): Diagnosis {
  const files = [config.file, prismaConfig?.file].filter((file) => typeof file === 'string');
  const names = files.length === 0 ? 'defaults' : files.map((file) => rootRelative(root, file)).join(' and ');
  return { code: 'DOCTOR.WORKSPACE', status: 'ok', message: `${root}, configured by ${names}`, fix: null };
}

/** What needs no database works with any provider, so that one without a driver is no fault. */
function asWithoutDriver<Value>(located: Diagnosed<Value>): Diagnosed<Value> {
  if (!('failure' in located) || located.failure.code !== 'DATABASE.UNSUPPORTED_PROVIDER') return located;
  return { failure: { ...located.failure, status: 'warning' } };
}

function describePlace({ url: { display, source } }: LocatedDatabase): Diagnosis {
  return { code: 'DOCTOR.DATABASE_URL', status: 'ok', message: `${display}, from ${SOURCE_NAMES[source]}`, fix: null };
}

/** Where a broken workspace is, as its packages can be looked at all the same. */
function findRoot(options: ExamineOptions): string | null {
  try {
    return findWorkspaceRoot(options).root;
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}
