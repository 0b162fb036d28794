/** Where the things of a workspace are that its tasks read and write; paths are relative to the root, with `/`. */
export interface TaskLayout {
  /** Core's schema. */
  readonly schema: { readonly path: string; readonly isFolder: boolean };
  /** Core's revisions. */
  readonly migrations: string;
  readonly extensionsDir: string;
  /** Folder of the composed schema. */
  readonly output: string;
  /** The configurations that are there, orchestrate's and Prisma's. */
  readonly configFiles: readonly string[];
  /** What core's generators write; null where that is not known or lies outside the root. */
  readonly generated: readonly string[] | null;
}

/** A task of turbo.json, as it stands there. */
export interface TurboTask {
  readonly dependsOn?: readonly string[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly env?: readonly string[];
  readonly passThroughEnv?: readonly string[];
  readonly cache?: false;
}

/** What the variables hold changes the result. */
const LIST_VARIABLES = ['ORCHESTRATE_EXTENSIONS', 'OVERRIDE_EXTENSION_LIST'];

/** Where the database is does not; a configuration may ask for them all the same. */
const URL_VARIABLES = ['DATABASE_URL', 'SHADOW_DATABASE_URL'];

/** A configuration that somebody makes later must count too. Prisma reads `prisma7.config.*` and `prisma.config.*`. */
const CONFIG_PATTERNS = ['prisma*.config.*', 'orchestrate.config.*', '.orchestraterc*'];

const IS_COVERED = /^(?:prisma[^/]*\.config\.|orchestrate\.config\.|\.orchestraterc)[^/]*$/;

type Tasks = Readonly<Record<string, TurboTask>>;

/**
 * The tasks that turbo needs to run this tool where something has changed, and only there: in a monorepo per extension
 * that is a package (`schema:validate`, `schema:check`), and of the whole workspace (`//#…`). Elsewhere there are those of
 * the workspace only, and turbo refuses a configuration in which they begin with `//#`.
 *
 * A task's key holds those of the tasks that it depends on, so an extension's inputs are its own and core's. That nothing
 * beyond them decides is a promise of `validate --extension` and `check --extension`.
 */
export function turboTasks(layout: TaskLayout, repository: 'monorepo' | 'single package'): Tasks {
  const ofWorkspace = workspaceTasks(layout);
  if (repository === 'single package') return ofWorkspace;
  const ofRoot = Object.entries(ofWorkspace).map(([name, task]) => [`//#${name}`, task] as const);
  return { ...extensionTasks(layout), ...Object.fromEntries(ofRoot) };
}

const FRAGMENTS = ['package.json', 'prisma/**/*.prisma'];

function extensionTasks(layout: TaskLayout): Tasks {
  const settings = settingsOf(layout);
  return {
    'schema:validate': {
      dependsOn: ['^schema:validate'],
      inputs: [...FRAGMENTS, ...settings.map(fromRoot)],
      ...CACHED_CHECK,
    },
    'schema:check': {
      dependsOn: ['^schema:check'],
      inputs: [...FRAGMENTS, 'prisma/migrations/**', ...[...settings, revisionsOf(layout)].map(fromRoot)],
      ...CACHED_CHECK,
    },
  };
}

function workspaceTasks(layout: TaskLayout): Tasks {
  const { output, generated } = layout;
  const everything = [...settingsOf(layout), ...FRAGMENTS.map((pattern) => inExtensions(layout, pattern))];
  return {
    'schema:validate': { inputs: everything, ...CACHED_CHECK },
    'schema:check': {
      // Not the composed schema: `db:generate` may write it while this runs, so the script has `--no-composed`.
      inputs: [...everything, revisionsOf(layout), inExtensions(layout, 'prisma/migrations/**')],
      ...CACHED_CHECK,
    },
    'db:generate':
      generated === null
        ? UNCACHED
        : {
            // The generator `prisma-client` reads there how files import each other.
            inputs: [...everything, 'tsconfig.json'],
            outputs: [`${output}/**`, ...generated.map(asPattern)],
            env: LIST_VARIABLES,
            passThroughEnv: URL_VARIABLES,
          },
    // Its effect lies outside the repository.
    'db:upgrade': UNCACHED,
  };
}

/** A task that only says whether something is right. */
const CACHED_CHECK: TurboTask = { outputs: [], env: LIST_VARIABLES, passThroughEnv: URL_VARIABLES };

const UNCACHED: TurboTask = { cache: false, passThroughEnv: [...LIST_VARIABLES, ...URL_VARIABLES] };

/** What decides about every extension: configuration and core's schema. */
function settingsOf(layout: TaskLayout): readonly string[] {
  return [...configPatterns(layout), ...schemaPatterns(layout)];
}

function revisionsOf({ migrations }: TaskLayout): string {
  return `${migrations}/**`;
}

function configPatterns({ configFiles }: TaskLayout): readonly string[] {
  return [...CONFIG_PATTERNS, ...configFiles.filter((file) => !IS_COVERED.test(file))];
}

/** A schema that is one file today may be several tomorrow, beside it. */
function schemaPatterns({ schema, output }: TaskLayout): readonly string[] {
  const folder = schema.isFolder ? schema.path : schema.path.split('/').slice(0, -1).join('/');
  if (folder === '') return [schema.path];
  const composed = output.startsWith(`${folder}/`) ? [`!${output}/**`] : [];
  return [`${folder}/**/*.prisma`, ...composed];
}

function inExtensions({ extensionsDir }: TaskLayout, pattern: string): string {
  return `${extensionsDir}/*/${pattern}`;
}

/** For a task of a package, whose patterns begin at the package. */
function fromRoot(pattern: string): string {
  return pattern.startsWith('!') ? `!$TURBO_ROOT$/${pattern.slice(1)}` : `$TURBO_ROOT$/${pattern}`;
}

/** A generator writes a folder or, where its output looks like one, a file. */
function asPattern(file: string): string {
  return /[^/.]\.[a-z]{1,6}$/i.test(file) ? file : `${file}/**`;
}
