import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The versions of this library and of the engine that drafts revisions. */
export function toolVersions(): readonly string[] {
  const require = createRequire(import.meta.url);
  const engine = path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  return [require.resolve('../../../package.json'), path.join(engine, 'package.json')].map((file) => {
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
    return version;
  });
}
