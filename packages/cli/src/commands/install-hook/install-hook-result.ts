import type { InstallHookResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const installHookResult = documentResult<InstallHookResult>({
  fields: [
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be done' },
    { path: 'hook', type: "'pre-commit' | 'pre-merge-commit'", means: 'Which hook' },
    {
      path: 'state',
      type: "'created' | 'updated' | 'unchanged' | 'covered' | 'removed' | 'absent'",
      means:
        'What became of it; `covered`: a hook of other making, or a tool, runs `orchestrate validate` already; `absent`: there is none of ours to remove',
    },
    { path: 'file', type: 'string', means: 'The file of the hook, or the one that covers it' },
    { path: 'script', type: 'string | null', means: 'What it says afterwards; null where it is not ours, or gone' },
  ],
  example: {
    dryRun: false,
    hook: 'pre-commit',
    state: 'created',
    file: '/home/me/shop/.git/hooks/pre-commit',
    script: '#!/bin/sh\n# orchestrate install-hook …\n',
  },
});
