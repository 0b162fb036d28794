import type { Selection } from '@prisma-orchestrate/core';

/** What `--extension` and `--all` choose; core without either. */
export function selectionOf({ extension, all }: { readonly extension?: string; readonly all?: boolean }): Selection {
  if (all === true) return { kind: 'all' };
  return extension === undefined ? { kind: 'core' } : { kind: 'extension', name: extension };
}
