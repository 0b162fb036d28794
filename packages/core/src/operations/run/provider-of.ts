import { OrchestrateError } from '../../errors.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { readDatasource } from '../../fragment/read-datasource.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Workspace } from '../../workspace/workspace.js';

/** As {@link providerOf}, of core's fragment alone. */
export async function readProvider(workspace: Workspace): Promise<string> {
  const core = workspace.extensions.filter(({ name }) => name === CORE);
  return providerOf(await readFragments({ ...workspace, extensions: core }));
}

/**
 * The provider that core's datasource block names.
 *
 * @throws OrchestrateError `WORKSPACE.NO_DATASOURCE` or `WORKSPACE.NO_PROVIDER`
 */
export function providerOf(sources: readonly ExtensionSource[]): string {
  const core = sources.find(({ name }) => name === CORE);
  const datasource = readDatasource(core?.files ?? []);
  const files = core?.files.map(({ path }) => path).join(', ') ?? '';
  if (datasource === null) {
    throw new OrchestrateError({
      kind: 'usage',
      code: 'WORKSPACE.NO_DATASOURCE',
      message: `The core fragment (${files}) has no datasource block, so the kind of database is unknown.`,
      fix: 'Add to it: datasource db {\n  provider = "sqlite"\n}',
    });
  }
  if (datasource.provider === null) {
    const { file, line } = datasource.where;
    throw new OrchestrateError({
      kind: 'usage',
      code: 'WORKSPACE.NO_PROVIDER',
      message: `The datasource block at ${file}:${line} names no provider as a string.`,
      fix: 'Write it as: provider = "sqlite"',
    });
  }
  return datasource.provider;
}
