import { documentResult } from '../../docs/result-document.js';
import type { CompletionResult } from './completion-command.js';

export const completionResult = documentResult<CompletionResult>({
  fields: [
    { path: 'shell', type: "'bash' | 'zsh' | 'fish'", means: 'The shell that it is for' },
    { path: 'script', type: 'string', means: 'What that shell is to run' },
  ],
  example: { shell: 'bash', script: '# Completion of orchestrate for bash…\n' },
});
