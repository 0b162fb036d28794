import { OrchestrateError } from '../../errors.js';

/** A file whose conflicts are not resolved has no staged content. */
export function unmergedFiles(files: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    code: 'GIT.UNMERGED',
    message: `The conflicts of a merge are not resolved in ${files.join(', ')}.`,
    fix: 'Resolve them and add the files with `git add`.',
    meta: { files },
  });
}

/** A file that was named is not there. */
export function noSuchFile(files: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'VALIDATE.NO_FILE',
    message: `There is no such file: ${files.join(', ')}.`,
    fix: 'Name files that are there, relative to the current directory; a deleted one is found with --staged alone.',
    meta: { files },
  });
}
