import { OrchestrateError } from '../../errors.js';
import { shellWord } from '../../shell-word.js';

/** Init was started in a part of a workspace. */
export function insideWorkspace(directory: string, root: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'INIT.INSIDE_WORKSPACE',
    message: `${directory} is a part of the workspace ${root}; nothing was written.`,
    fix: `Run it in the root: orchestrate init --cwd ${shellWord(root)}. For a workspace of its own, make prisma/schema.prisma and an orchestrate.config.json with {} in it here first.`,
    meta: { directory, root },
  });
}

/** A file that init has to add to does not have the form that such files have. */
export function unfitFile(file: string, problem: string, cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'INIT.UNFIT_FILE',
    message: `${file} cannot be added to: ${problem}. Nothing was written.`,
    fix: 'Correct the file and run the same command again.',
    meta: { file, problem },
    cause,
  });
}

/** The kind of database that was asked for is not the one that the project has. */
export function otherProvider(asked: string, provider: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'INIT.OTHER_PROVIDER',
    message: `--provider says ${asked}, but the datasource block of this project says ${provider}; nothing was written.`,
    fix: 'Leave --provider out: it is for new projects.',
    meta: { asked, provider },
  });
}

/** Init was interrupted before it wrote anything. */
export function initInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted; nothing was written.',
    fix: 'Run the same command again.',
  });
}
