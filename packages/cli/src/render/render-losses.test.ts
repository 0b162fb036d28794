import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderLossRequest } from './render-losses.js';

describe('renderLossRequest', () => {
  it('names the database and what goes, one line each', () => {
    const loss = { isAtLeast: false, isPartial: false, revision: 'blog/1' };
    const losses = [
      { ...loss, kind: 'table' as const, table: 'posts', column: null, rows: 1204, message: 'posts: 1,204 rows' },
      { ...loss, kind: 'column' as const, table: 'users', column: 'nick', rows: 1, message: 'users.nick: 1 value' },
    ];
    expect(renderLossRequest({ database: 'file:./dev.db', losses }, PLAIN)).toBe(
      'This takes data out of file:./dev.db:\n  - posts: 1,204 rows\n  - users.nick: 1 value\n',
    );
  });
});
