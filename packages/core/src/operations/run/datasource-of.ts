import path from 'node:path';
import { missingVariable } from '../../config/missing-variable.js';
import { OrchestrateError } from '../../errors.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { type Datasource, readDatasource } from '../../fragment/read-datasource.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Workspace } from '../../workspace/workspace.js';

/** What core's datasource block says of the database. */
export interface CoreDatasource {
  /** As Prisma calls it today: `postgres` is `postgresql`. */
  readonly provider: string;
  /** The URL that schemas held before Prisma 7, and the absolute directory that a path in it starts from; null without. */
  readonly url: { readonly url: string; readonly base: string } | null;
  /** The database schemas that it lists; null where it lists none. */
  readonly schemas: readonly string[] | null;
}

/** Reads core's datasource block. */
export async function readDatasourceOf(workspace: Workspace): Promise<CoreDatasource> {
  const core = workspace.extensions.filter(({ name }) => name === CORE);
  const sources = await readFragments({ ...workspace, extensions: core });
  const { provider, url, schemas, where } = coreDatasource(sources);
  if (url === null) return { provider, url: null, schemas };
  const value = url.kind === 'text' ? url.text : workspace.environment[url.variable] || missingVariable(url.variable);
  return { provider, url: { url: value, base: path.dirname(path.resolve(workspace.root, where.file)) }, schemas };
}

const ALIASES: Readonly<Record<string, string>> = { postgres: 'postgresql' };

/** A provider as Prisma calls it today. */
export function currentProviderName(provider: string): string {
  return ALIASES[provider] ?? provider;
}

/**
 * The provider that core's datasource block names.
 *
 * @throws OrchestrateError `WORKSPACE.NO_DATASOURCE` or `WORKSPACE.NO_PROVIDER`
 */
export function providerOf(sources: readonly ExtensionSource[]): string {
  return coreDatasource(sources).provider;
}

function coreDatasource(sources: readonly ExtensionSource[]): Datasource & { readonly provider: string } {
  const core = sources.find(({ name }) => name === CORE);
  const datasource = readDatasource(core?.files ?? []);
  const files = core?.files.map(({ path: file }) => file).join(', ') ?? '';
  if (datasource === null) {
    throw new OrchestrateError({
      kind: 'usage',
      code: 'WORKSPACE.NO_DATASOURCE',
      message: `The core fragment (${files}) has no datasource block, so the kind of database is unknown.`,
      fix: 'Add to it: datasource db {\n  provider = "postgresql"\n} (or "sqlite")',
    });
  }
  if (datasource.provider === null) {
    const { file, line } = datasource.where;
    throw new OrchestrateError({
      kind: 'usage',
      code: 'WORKSPACE.NO_PROVIDER',
      message: `The datasource block at ${file}:${line} names no provider as a string.`,
      fix: 'Write it as: provider = "postgresql" (or "sqlite")',
    });
  }
  return { ...datasource, provider: currentProviderName(datasource.provider) };
}
