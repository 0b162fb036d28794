import type { Composition } from '../../composition/composition.js';
import type { Finding } from '../../findings.js';
import type { Workspace } from '../../workspace/workspace.js';
import { compareWritten } from '../../workspace/write-composition.js';
import { failureFinding } from './failure-finding.js';

/**
 * Where the composed schema on disk is not what the fragments say. One that nobody has written yet is made when it is
 * needed, and not stale.
 */
export function staleComposition({ root, config }: Workspace, whole: Composition): readonly Finding[] {
  try {
    const { isThere, files } = compareWritten({ root, directory: config.output, files: whole.files });
    const stale = files.filter(({ state }) => state !== 'unchanged').map((file) => file.path);
    if (!isThere || stale.length === 0) return [];
    return [
      {
        code: 'CHECK.STALE_COMPOSITION',
        severity: 'error',
        message: `The composed schema is not what the fragments say: ${stale.join(', ')}`,
        extension: null,
        where: null,
        fix: 'Write it anew: orchestrate compose',
        related: [],
      },
    ];
  } catch (error) {
    return [failureFinding(error)];
  }
}
