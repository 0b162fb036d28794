import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Text or bytes of a file, null for an empty directory, `link` for a symbolic link. */
export type TestEntry = string | Uint8Array | null | { readonly link: string };

/**
 * Makes a directory with the given files, by path with `/`, and removes it when the test that asked for it ends.
 *
 * @returns its absolute path, without symbolic links in it
 *
 * @example
 * ```ts
 * const root = testdir({ 'prisma/schema.prisma': 'model User { id Int @id }', 'extensions/empty': null });
 * ```
 */
export function testdir(entries: Readonly<Record<string, TestEntry>> = {}): string {
  const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'orchestrate-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  addEntries(root, entries);
  return root;
}

/** Writes files into a directory that {@link testdir} made. */
export function addEntries(root: string, entries: Readonly<Record<string, TestEntry>>): void {
  for (const [name, entry] of Object.entries(entries)) {
    const target = path.join(root, name);
    mkdirSync(path.dirname(target), { recursive: true });
    if (entry === null) mkdirSync(target, { recursive: true });
    else if (typeof entry === 'string' || entry instanceof Uint8Array) writeFileSync(target, entry);
    else symlinkSync(entry.link, target);
  }
}
