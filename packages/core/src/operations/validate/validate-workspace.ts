import { directoryInRepository } from '../../workspace/find-repository.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import { assertNotInterrupted } from '../run/assert-not-interrupted.js';
import { composeChecked } from '../run/compose-checked.js';
import { selectExtension } from '../run/select-extension.js';
import type { ValidateOptions, ValidateResult } from '../validate.js';
import { countFiles } from './count-files.js';

/** Checks all extensions, or one with what it depends on. */
export async function validateWorkspace({ extension, ...options }: ValidateOptions): Promise<ValidateResult> {
  const workspace = await readWorkspace(options);
  if (extension !== undefined) selectExtension(workspace, extension);
  await assertNotInterrupted(options.signal);
  const sources = await readFragments(workspace);
  await assertNotInterrupted(options.signal);
  const { closure, findings } = await composeChecked(workspace, { sources, extension });
  return {
    extensions: closure.extensions,
    affected: closure.extensions,
    files: countFiles(sources, new Set(closure.extensions)),
    models: closure.entities.filter(({ kind }) => kind === 'model').length,
    findings,
    omitted: 0,
    passedOver: [],
    directory: directoryInRepository(workspace),
  };
}
