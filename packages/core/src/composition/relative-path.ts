/**
 * Where a path that was relative to one folder of the workspace points from another. All are relative to the workspace
 * root, with `/`; `node:path` would ask the process for its directory.
 *
 * @returns a path that starts with `./` or `../`
 */
export function rebasePath(written: string, folders: { readonly from: string; readonly to: string }): string {
  const target = normalize([...folders.from.split('/'), ...written.split('/')]);
  const base = normalize(folders.to.split('/'));
  let shared = 0;
  while (shared < base.length && base[shared] === target[shared] && base[shared] !== '..') shared++;
  const up = base.slice(shared).map(() => '..');
  const path = [...up, ...target.slice(shared)].join('/');
  return path.startsWith('..') ? path : `./${path}`;
}

function normalize(segments: readonly string[]): readonly string[] {
  const normal: string[] = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && normal.length > 0 && normal.at(-1) !== '..') normal.pop();
    else normal.push(segment);
  }
  return normal;
}

/** The folder of a file. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
