import path from 'node:path';
import { readStats } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { shellWord } from '../../shell-word.js';

/** Where a hook runs, and what it checks. */
export interface ValidateCommandOptions {
  /** The top of the repository, where git starts hooks. */
  readonly top: string;
  readonly root: string;
  /** Relative to the workspace root. */
  readonly config: string | null;
}

/** The command line that checks what is staged, for a hook that people write themselves. */
export function validateCommand({ top, root, config }: ValidateCommandOptions): string {
  const words = [
    ...program(top, root),
    'validate',
    '--staged',
    ...(root === top ? [] : ['--cwd', rootRelative(top, root)]),
    ...(config === null ? [] : ['--config', config]),
  ];
  return words.map(shellWord).join(' ');
}

function program(top: string, root: string): readonly string[] {
  if ([root, top].some((directory) => readStats(path.join(directory, '.pnp.cjs')) !== null)) {
    return ['yarn', 'orchestrate'];
  }
  for (let directory = root; directory !== top && directory !== path.dirname(directory); ) {
    const file = path.join(directory, 'node_modules', '.bin', 'orchestrate');
    if (readStats(file) !== null) return [rootRelative(top, file)];
    directory = path.dirname(directory);
  }
  return ['npx', '--no-install', 'orchestrate'];
}
