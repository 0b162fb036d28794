import path from 'node:path';
import { DISK, type FileTree } from '../../config/file-tree.js';
import { parsePackageKey } from '../../config/package-key.js';
import { rootRelative } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import type { Workspace } from '../../workspace/workspace.js';

/**
 * Says where a configuration is staged with another content than the working tree has, which is the one that counts: it
 * may be code, with imports and an environment, and that can only be run where it lies.
 */
export function configNotStaged({ root, config, prismaConfig }: Workspace, staged: FileTree): readonly Finding[] {
  const files = new Set([config.file, prismaConfig?.file].filter((file) => typeof file === 'string'));
  return [...files]
    .filter((file) => contentOf(file, staged) !== contentOf(file, DISK))
    .map((file): Finding => {
      const name = rootRelative(root, file);
      return {
        code: 'VALIDATE.CONFIG_NOT_STAGED',
        severity: 'warning',
        message: `${name} differs from what is staged of it, and configuration is read from the working tree.`,
        extension: CORE,
        where: { file: name, line: 1, column: 1 },
        fix: `Stage it with \`git add ${name}\`, or restore what is staged; then run the command again.`,
        related: [],
      };
    });
}

/** Of a package.json only the key that is a configuration. */
function contentOf(file: string, tree: FileTree): string | null {
  const text = tree.readText(file);
  if (text === null || path.basename(file) !== 'package.json') return text;
  const key = parsePackageKey(text);
  return key.kind === 'present' ? JSON.stringify(key.value) : null;
}
