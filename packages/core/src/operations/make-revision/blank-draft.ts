import type { Draft } from './draft-scripts.js';

/** Scripts that do nothing yet and say what belongs into them. */
export function blankDraft(message: string): Draft {
  const title = message.replace(/\s+/g, ' ').trim();
  return {
    up: `-- ${title}\n-- Write the SQL of this revision here. It runs in one transaction, together with its history row.\n`,
    down: `-- Undo: ${title}\n-- Write the SQL that takes migration.sql back here.\n`,
    destructive: [],
    reversible: false,
    moved: [],
  };
}
