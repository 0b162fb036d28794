import type { SqlToken } from '../../database.js';
import { readTokens } from './sql-tokens.js';

/** All tokens of a text, gapless and in order, comments told apart from space. */
export function placedTokens(sql: string): readonly SqlToken[] {
  return [...readTokens(sql)].map(({ kind, start, end }) =>
    kind === 'blank' && /^(?:--|\/\*)/.test(sql.slice(start, start + 2))
      ? { kind: 'comment', start, end }
      : { kind, start, end },
  );
}
