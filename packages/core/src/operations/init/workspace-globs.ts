/** What the patterns of a monorepo's packages say of the directories in a folder. */
export type Coverage = 'covered' | 'excluded' | 'missing';

/** Whether the patterns make packages of the directories in `folder`, which is relative to the root. */
export function coverageOf(patterns: readonly string[], folder: string): Coverage {
  // Any name will do: what is asked is whether all of them match.
  const child = `${folder}/a-name-that-nobody-has`;
  const matches = (pattern: string): boolean => toRegExp(pattern).test(child);
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return 'excluded';
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern)) ? 'covered' : 'missing';
}

/** What these patterns use: `*`, `**` and plain names. */
function toRegExp(pattern: string): RegExp {
  const plain = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const source = plain
    .split('/')
    .map((segment) =>
      segment === '**' ? '.*' : segment.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'),
    )
    .join('/')
    .replaceAll('.*/', '(?:.*/)?');
  return new RegExp(`^${source}$`);
}
