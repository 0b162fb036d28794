import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../testdir.test-support.js';
import { directoryInRepository, findRepository } from './find-repository.js';

describe('findRepository', () => {
  it('finds the nearest directory with .git, which is a file in worktrees and submodules', () => {
    const top = testdir({ '.git/HEAD': '', 'a/b': null, 'sub/.git': 'gitdir: ../.git', 'sub/c': null });
    expect(findRepository(path.join(top, 'a/b'), {})).toBe(top);
    expect(findRepository(path.join(top, 'sub/c'), {})).toBe(path.join(top, 'sub'));
    expect(directoryInRepository({ root: path.join(top, 'a/b'), environment: {} })).toBe('a/b');
    expect(directoryInRepository({ root: top, environment: {} })).toBe('.');
  });

  it('goes by the variable where the repository lies elsewhere', () => {
    const top = testdir({ 'a/b': null, other: null });
    expect(findRepository(path.join(top, 'a/b'), { GIT_WORK_TREE: path.join(top, 'a') })).toBe(path.join(top, 'a'));
    expect(findRepository(path.join(top, 'a/b'), { GIT_WORK_TREE: path.join(top, 'other') })).toBeNull();
    expect(directoryInRepository({ root: path.join(top, 'a'), environment: {} })).toBe('.');
  });
});
