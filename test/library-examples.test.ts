// What the reference and the pages show of the library: it compiles, it runs, and it prints what it says.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { blogWorkspace } from './support/blog-workspace.js';
import { loadCore } from './support/load-core.js';
import { OPERATION_SET_UPS } from './support/operation-set-ups.js';
import { readPublicNames } from './support/read-public-names.js';
import { repositoryRoot } from './support/repository.js';
import { SQLITE } from './support/sqlite-test-database.js';

const core = await loadCore();

interface Example {
  /** For titles, and the name of its file. */
  readonly name: string;
  /** Whose set-up it runs in; null where it is only compiled. */
  readonly runsFor: string | null;
  readonly code: string;
}

/** How TypeScript finds a package: as the versions of Node do, and as bundlers do. */
const RESOLUTIONS = ['node16', 'nodenext', 'bundler'] as const;

const names = readPublicNames();
const functions = names.filter(({ kind }) => kind === 'function');
const operations = functions.filter(({ text }) => text.includes('): Promise<'));

const ofNames = names.flatMap(({ name, doc, kind }) =>
  codeIn(doc).map(
    (code): Example => ({ name, runsFor: name === 'defineConfig' ? null : kind === 'type' ? '' : name, code }),
  ),
);
const ofPages = ['README.md', 'packages/core/README.md', ...pagesIn('docs')].flatMap((page) =>
  codeIn(readFileSync(join(repositoryRoot, page), 'utf8')).map((code, at): Example => {
    const isProgram = code.includes('@prisma-orchestrate/core') && !code.includes('export default');
    return { name: `${page.replaceAll(/\W/g, '-')}-${at + 1}`, runsFor: isProgram ? page : null, code };
  }),
);
// Of one that imports a file of the reader's own project nothing can be told here.
const examples = [...ofNames, ...ofPages].filter(({ code }) => !/ from '\.\.?\//.test(code));

describe('the public names', () => {
  it('are all explained', () => {
    expect(names.filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([]);
  });

  it('of functions come with an example', () => {
    expect(functions.filter(({ doc }) => codeIn(doc).length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('of operations say what they throw', () => {
    expect(operations.filter(({ doc }) => !doc.includes('@throws')).map(({ name }) => name)).toEqual([]);
  });

  it('are typed to the last', () => {
    const any = names.filter(({ text }) => /\bany\b/.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'[^']*'/g, '')));
    expect(any.map(({ name }) => name)).toEqual([]);
  });
});

describe('the examples', () => {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-examples-'));
  const said = new Map<string, unknown>();

  beforeAll(async () => {
    symlinkSync(join(repositoryRoot, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
    mkdirSync(join(directory, 'src'));
    for (const { name, code } of examples) writeFileSync(join(directory, 'src', `${name}.ts`), withImports(code));
    await Promise.all(RESOLUTIONS.map(async (each) => said.set(each, await compile(directory, each))));
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(RESOLUTIONS)('compile with moduleResolution %s', (moduleResolution) => {
    expect(said.get(moduleResolution)).toEqual({ exitCode: 0, all: '' });
  });

  describe('run', () => {
    const cwd = process.cwd();
    const log = vi.spyOn(console, 'log');
    const error = vi.spyOn(console, 'error');

    afterAll(() => {
      process.chdir(cwd);
      log.mockRestore();
      error.mockRestore();
    });

    it.each(examples.filter(({ runsFor }) => runsFor !== null))('$name', async ({ name, runsFor, code }) => {
      const workspace = await blogWorkspace(SQLITE);
      await OPERATION_SET_UPS[runsFor ?? '']?.(workspace);
      const printed: string[] = [];
      log.mockImplementation((...words: unknown[]) => void printed.push(format(...words)));
      error.mockImplementation(() => {});
      process.chdir(workspace.root);
      await import(/* @vite-ignore */ pathToFileURL(join(directory, 'dist', `${name}.js`)).href);
      expect(printed).toEqual(expect.arrayContaining([...promisedBy(code)]));
    });
  });
});

/** Compiles all examples as strictly as users may; one of the ways of resolving modules also writes JavaScript. */
async function compile(directory: string, moduleResolution: (typeof RESOLUTIONS)[number]) {
  const compilerOptions = {
    module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
    moduleResolution,
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    ...(moduleResolution === 'nodenext' ? { rootDir: 'src', outDir: 'dist' } : { noEmit: true }),
  };
  const config = join(directory, `tsconfig.${moduleResolution}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['src'] }));
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const { all, exitCode } = await execa(process.execPath, [compiler, '-p', config], { reject: false, all: true });
  return { exitCode, all };
}

/** The code of a comment or a page, in its order. */
function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/** What is printed according to the comments behind `console.log`; one that begins with a word like "which" only explains. */
function promisedBy(code: string): readonly string[] {
  return [...code.matchAll(/console\.log\(.*\/\/ (?!which )(.+)$/gm)].map(([, printed = '']) => printed);
}

/** Short examples leave out what every one of them would begin with. */
function withImports(code: string): string {
  if (/^import /m.test(code)) return code;
  const used = Object.keys(core).filter((name) => new RegExp(`(?<![.\\w])${name}\\(|instanceof ${name}\\b`).test(code));
  return `import { ${used.join(', ')} } from '@prisma-orchestrate/core';\n\n${code}`;
}

function pagesIn(folder: string): readonly string[] {
  const files = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' });
  return (
    files
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      // Where examples of the names are shown again, and what the rules look for: it is linted elsewhere.
      .filter((file) => file.endsWith('.md') && !file.startsWith('docs/api/') && file !== 'docs/lint-rules.md')
      .sort()
  );
}
