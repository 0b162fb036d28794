import { BASH_SCRIPT } from './bash-script.js';
import { FISH_SCRIPT } from './fish-script.js';
import { ZSH_SCRIPT } from './zsh-script.js';

/** A shell whose command lines can be completed. */
export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH_SCRIPT, zsh: ZSH_SCRIPT, fish: FISH_SCRIPT };

/** What makes a shell complete the command lines of orchestrate: it asks `orchestrate __complete`. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
