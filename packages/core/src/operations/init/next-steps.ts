import type { PackageManager } from '../run/package-manager.js';
import type { Project } from './read-project.js';

/** Something for the user to do after init. */
export interface NextStep {
  readonly does: string;
  /** The command line, or the lines of a file; empty where `does` says it all. */
  readonly lines: readonly string[];
}

/** The major version of Prisma that this tool is for. */
const PRISMA = '7';

/** A range of versions before the one that this tool is for. */
const TOO_OLD = /^\D*[1-6](?:\.|$)/;

/** The packages that the workspace needs; those that package.json asks for already are left out. */
export interface MissingPackages {
  readonly project: Project;
  /** Besides what every workspace needs. */
  readonly runtime: readonly string[];
  readonly dev: readonly string[];
  /** Those below them that need their install scripts. */
  readonly builds: readonly string[];
}

/** The commands that install them, in the words of the project's package manager. */
export function installSteps({ project, runtime, dev, builds }: MissingPackages): readonly NextStep[] {
  const missing = (packages: readonly string[]): readonly string[] =>
    packages
      .filter(
        (name) => !project.dependencies.has(name) || (isOfPrisma(name) && isTooOld(project.dependencies.get(name))),
      )
      .map((name) => (isOfPrisma(name) ? `${name}@${PRISMA}` : name));
  const added = [
    { kind: 'dev' as const, packages: missing(['prisma-orchestrate', ...dev]) },
    { kind: 'runtime' as const, packages: missing(runtime) },
  ].filter(({ packages }) => packages.length > 0);
  // Once allowed is allowed for good.
  const lines = added.map((each, at) => project.packageManager.add({ ...each, builds: at === 0 ? builds : [] }));
  return lines.length === 0 ? [] : [{ does: 'Install what is missing or too old', lines }];
}

function isOfPrisma(name: string): boolean {
  return name === 'prisma' || name.startsWith('@prisma/');
}

function isTooOld(range: unknown): boolean {
  return typeof range === 'string' && TOO_OLD.test(range);
}

/** What .gitignore ought to name, as far as no line of it does. */
export function ignoreSteps(project: Project, wanted: readonly string[]): readonly NextStep[] {
  const lines = new Set(project.ignored?.map((line) => normal(line)) ?? []);
  const missing = wanted.filter((pattern) => !parents(normal(pattern)).some((each) => lines.has(each)));
  return missing.length === 0 ? [] : [{ does: 'Add to .gitignore', lines: missing }];
}

function normal(line: string): string {
  return line
    .trim()
    .replace(/^\//, '')
    .replace(/\/(?:\*\*?)?$/, '');
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`: a folder's line covers what is in it. */
function parents(pattern: string): readonly string[] {
  const segments = pattern.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** The first commands in a new project. */
export function firstCommands({ run }: PackageManager): readonly NextStep[] {
  return [
    {
      does: 'Make the first revision of core, apply it, and generate the client',
      lines: [run('orchestrate revision -m "Init" --auto'), run('orchestrate upgrade'), run('orchestrate generate')],
    },
    { does: 'Add an extension', lines: [run('orchestrate init-extension blog')] },
  ];
}

/** What a project that has a schema begins with. */
export interface Adopted {
  /** All but core. */
  readonly extensions: readonly string[];
  /** Whether core has models that no revision makes, so that nothing can be made that refers to them. */
  readonly lacksRevisions: boolean;
  /** Whether orchestrate can migrate the database. */
  readonly migrates: boolean;
}

/** The first commands in a project that has a schema and, maybe, a database, revisions and extensions. */
export function adoptionCommands({ run }: PackageManager, adopted: Adopted): readonly NextStep[] {
  const first = [
    { does: 'Make the first revisions', lines: [run('orchestrate dev -m "Init" --no-upgrade')] },
    { does: 'Apply them to an empty database', lines: [run('orchestrate upgrade --all')] },
    { does: 'Or record them in one that has the tables already', lines: [run('orchestrate stamp --all head')] },
  ];
  const add = { does: 'Add an extension', lines: [run('orchestrate init-extension blog')] };
  if (!adopted.migrates) {
    return [
      { does: 'See whether the fragments fit together', lines: [run('orchestrate validate')] },
      { does: 'Generate the client', lines: [run('orchestrate generate')] },
      ...(adopted.extensions.length === 0
        ? [{ does: 'Add an extension', lines: [run('orchestrate init-extension blog --skip-migrate')] }]
        : []),
    ];
  }
  return [
    {
      does: 'See where the workspace and its database stand',
      lines: [run('orchestrate validate'), run('orchestrate status')],
    },
    ...(adopted.lacksRevisions ? first : []),
    ...(adopted.extensions.length === 0 ? [add] : []),
  ];
}
