import { createRequire } from 'node:module';
import type * as SchemaModule from '@prisma/prisma-schema-wasm';
import type { SchemaDiagnostic } from '../composition/map-diagnostics.js';
import { messageOf, OrchestrateError } from '../errors.js';

/** A schema file as Prisma sees it. */
export interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

interface WasmDiagnostic {
  readonly file_name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

const require = createRequire(import.meta.url);
const PACKAGE = '@prisma/prisma-schema-wasm';
// CommonJS, 15 ms: loaded by the first request.
let loaded: typeof SchemaModule | null = null;

/**
 * Everything that Prisma's own validator has to say of a schema, errors and warnings, with the file and the offsets in
 * UTF-16 code units. It says what `prisma validate` says, without a process of its own.
 *
 * @throws OrchestrateError `ENGINE.SCHEMA_PANIC` when the validator itself breaks down
 */
export async function lintSchema(files: readonly SchemaFile[]): Promise<readonly SchemaDiagnostic[]> {
  const answer = call((schema) => schema.lint(toWasm(files)));
  return (JSON.parse(answer) as readonly WasmDiagnostic[]).map(({ file_name, start, end, text, is_warning }) => ({
    file: file_name,
    start,
    end,
    severity: is_warning ? 'warning' : 'error',
    message: text,
  }));
}

/**
 * A schema file as Prisma's own formatter lays it out, with `\n` at the ends of lines. It may add what relations lack,
 * where it sees both sides.
 *
 * @throws OrchestrateError `ENGINE.SCHEMA_PANIC` when the formatter itself breaks down
 */
export async function formatSchema(file: SchemaFile): Promise<string> {
  const answer = call((schema) => schema.format(toWasm([file]), FORMAT));
  const [[, text = file.text] = []] = JSON.parse(answer) as readonly (readonly string[])[];
  return text;
}

/** As the language server asks for it. */
const FORMAT = JSON.stringify({
  textDocument: { uri: 'file:/dev/null' },
  options: { tabSize: 2, insertSpaces: true },
});

function toWasm(files: readonly SchemaFile[]): string {
  return JSON.stringify(files.map(({ path, text }) => [path, text]));
}

/** After a panic the instance may be dead, so the next request gets a new one. */
function call(request: (schema: typeof SchemaModule) => string): string {
  loaded ??= load();
  // The module tells a panic's reason to this global; @prisma/internals may have put its own there.
  const scope = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: unknown };
  const registry = scope.PRISMA_WASM_PANIC_REGISTRY;
  let reason = '';
  scope.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message: string) => {
      reason = message;
    },
  };
  try {
    return request(loaded);
  } catch (cause) {
    unload();
    throw new OrchestrateError({
      code: 'ENGINE.SCHEMA_PANIC',
      message: `Prisma's schema validator broke down: ${reason || messageOf(cause)}`,
      fix: 'Find the block that causes it by leaving parts of the fragments out, change it, and report it at https://github.com/prisma/prisma/issues.',
      cause,
    });
  } finally {
    scope.PRISMA_WASM_PANIC_REGISTRY = registry;
  }
}

function load(): typeof SchemaModule {
  try {
    return require(PACKAGE) as typeof SchemaModule;
  } catch (cause) {
    throw new OrchestrateError({
      code: 'ENGINE.NOT_LOADED',
      message: `Prisma's schema validator could not be loaded: ${messageOf(cause)}`,
      fix: `Reinstall the dependencies (npm ci); ${PACKAGE} must be installed in the version this package asks for.`,
      cause,
    });
  }
}

function unload(): void {
  loaded = null;
  delete require.cache[require.resolve(PACKAGE)];
}
