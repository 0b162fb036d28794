import type { UninstallResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderUninstall, renderUninstallNotes } from './render-uninstall.js';

const RESULT: UninstallResult = {
  extension: 'blog',
  database: 'file:./dev.db',
  state: 'uninstalled',
  dryRun: true,
  revisions: [{ revision: 'blog/1_init', script: 'directory' }],
  tables: [{ table: 'Post', rows: 2, isAtLeast: false }],
  objects: [],
  losses: [],
  historyTable: null,
  remaining: ['Tag'],
  backup: null,
  leftToDo: ['Remove the directory extensions/blog.'],
};

describe('renderUninstall', () => {
  it('shows on a dry run first what goes, and then what is left to do', () => {
    expect(renderUninstallNotes(RESULT, PLAIN)).toBe('');
    expect(renderUninstall(RESULT, PLAIN)).toBe(`\
Uninstalling blog drops:
  - table Post: 2 rows
No script drops these, which stay: Tag.
Left to do then:
  - Remove the directory extensions/blog.
Nothing was changed in file:./dev.db.
`);
  });

  it('says what stays and what is left to do beside the result', () => {
    const done: UninstallResult = { ...RESULT, dryRun: false };
    expect(renderUninstallNotes(done, PLAIN)).toBe(`\
Still there, as no script drops them: Tag.
Left to do:
  - Remove the directory extensions/blog.
`);
    expect(renderUninstall(done, PLAIN)).toBe(
      'Uninstalled blog from file:./dev.db: 1 revision reverted, 1 table dropped, and its history.\n',
    );
  });
});
