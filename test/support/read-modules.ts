import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** An import, a re-export or an `import()` of one module. */
export interface ModuleImport {
  /** As written; a relative one is resolved to a path below the repository's root, with `.ts`. */
  readonly target: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

/** What the rules of the architecture ask about a source file. */
export interface SourceModule {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  /** Every string literal, as packages can also be named in `require.resolve`. */
  readonly strings: readonly string[];
  /** What it takes from its surroundings: `process.env`, `console.log`, `Date.now`, `new Date()`. */
  readonly globals: readonly string[];
}

const WATCHED_OBJECTS = new Set(['process', 'console', 'Date', 'Math', 'performance']);
const WATCHED_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate']);

/** Reads the modules below a folder of the repository, tests and their support left out. */
export function readModules(root: string, folder: string): readonly SourceModule[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .filter((path) => /\.c?ts$/.test(path) && !/\.(test|test-support)\.ts$/.test(path))
    .sort()
    .map((path) => parseModule(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads one module from its text. */
export function parseModule(path: string, text: string): SourceModule {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join('; ')}`);
  const imports: ModuleImport[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    imports.push({ target: targetOf(path, moduleRequest.value), typeOnly: isTypeOnly(entries) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) imports.push({ target: targetOf(path, moduleRequest.value), typeOnly: isType });
    }
  }
  const strings: string[] = [];
  const globals: string[] = [];
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') {
        imports.push({ target: targetOf(path, source.value), typeOnly: false });
      }
    },
    Literal({ value }) {
      if (typeof value === 'string') strings.push(value);
    },
    MemberExpression({ object, property }) {
      if (object.type === 'Identifier' && WATCHED_OBJECTS.has(object.name) && property.type === 'Identifier') {
        globals.push(`${object.name}.${property.name}`);
      }
    },
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && WATCHED_CALLS.has(callee.name)) globals.push(callee.name);
    },
    NewExpression({ callee, arguments: given }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) globals.push('new Date()');
    },
  }).visit(program);
  return { path, imports, strings, globals };
}

function isTypeOnly(entries: readonly { readonly isType: boolean }[]): boolean {
  return entries.length > 0 && entries.every((entry) => entry.isType);
}

function targetOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(path), specifier).replace(/\.(c?)js$/, '.$1ts');
}
