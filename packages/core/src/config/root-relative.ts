import path from 'node:path';

/** A path as findings and messages show it: relative to the workspace root, with `/`; `.` for the root itself. */
export function rootRelative(root: string, file: string): string {
  const relative = path.relative(root, file);
  return relative === '' ? '.' : relative.replaceAll(path.sep, '/');
}

/** Whether a path lies in a directory or is that directory. */
export function isInside(directory: string, file: string): boolean {
  const relative = path.relative(directory, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
