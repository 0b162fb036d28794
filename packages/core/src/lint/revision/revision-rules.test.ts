import { describe, expect, it } from 'vitest';
import { parseScript } from '../../database/sqlite/parse-script.js';
import { placedTokens } from '../../database/sqlite/sql-tokens.js';
import type { Revision } from '../../revisions/revision.js';
import { revision } from '../../revisions/revisions.test-support.js';
import type { RevisionToLint } from './revision-check.js';
import { REVISION_CHECKS } from './revision-rules.js';

interface Case {
  readonly name?: string;
  readonly sql?: string;
  readonly down?: string | null;
  readonly more?: Partial<Revision>;
}

/** Whether a rule fires. */
function fires(
  code: string,
  { name = '20260101000000_posts', sql = 'CREATE TABLE a (id INT);', down = 'DROP TABLE a;', more }: Case,
): boolean {
  const files = { up: 'migration.sql', down: 'down.sql', manifest: 'revision.json' };
  const toLint: RevisionToLint = {
    revision: { ...revision(`blog/${name}`), message: 'Store posts', sql, ...more },
    files,
    downScript: down,
    statements: parseScript(sql).map(({ line, kind, sql: text }) => ({
      line,
      kind,
      words: [...placedTokens(text)]
        .filter((token) => token.kind !== 'blank' && token.kind !== 'comment')
        .map((token) => ({ kind: token.kind, text: text.slice(token.start, token.end) })),
    })),
    downStatements: down === null ? null : parseScript(down),
    messagePlace: { file: files.manifest, line: 1, column: 1 },
    latest: '20260601000000',
    appliedChecksum: null,
  };
  return REVISION_CHECKS.filter(({ rule }) => rule.code === code).some(({ check }) => check(toLint).length > 0);
}

type Row = readonly [name: string, fires: boolean, given: Case];
const message = (text: string): Case => ({ more: { message: text } });

describe.each<readonly [string, readonly Row[]]>([
  [
    'REVISION.VAGUE_MESSAGE',
    [
      ...[
        '',
        '  ',
        'update',
        'WIP',
        'Fix migration',
        'fix',
        'Changes',
        'PROJ-123',
        '#42',
        '42',
        'fix PROJ-123',
        'new schema',
        '…',
      ].map((text): Row => [text, true, message(text)]),
      ...[
        'init',
        'Add posts',
        'PROJ-123: store the language',
        'Fix the length of titles',
        'Änderung der Titel',
        'posts',
        '記事',
      ].map((text): Row => [text, false, message(text)]),
    ],
  ],
  [
    'REVISION.LONG_MESSAGE',
    [
      ['73 characters', true, message('x'.repeat(73))],
      ['two lines', true, message('Add posts\nand tags')],
      ['72 characters beyond the BMP', false, message('😀'.repeat(72))],
    ],
  ],
  [
    'REVISION.SCHEMA_AND_DATA',
    [
      ['a column that is filled', true, { sql: 'ALTER TABLE a ADD COLUMN b INT; UPDATE a SET b = 1;' }],
      ['rows before the schema', true, { sql: 'DELETE FROM a; ALTER TABLE a ADD COLUMN b INT;' }],
      ['a new table, and rows of another', true, { sql: 'CREATE TABLE a (id INT); INSERT INTO b SELECT 1;' }],
      [
        'rows of a table that was swapped in',
        true,
        {
          sql: 'CREATE TABLE new_a (id INT); INSERT INTO new_a SELECT * FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a; UPDATE a SET id = 2;',
        },
      ],
      ['rows of a new table', false, { sql: 'CREATE TABLE "A" (id INT); INSERT INTO "A" VALUES (1);' }],
      [
        'a rebuild',
        false,
        {
          sql: 'PRAGMA foreign_keys=OFF; CREATE TABLE "new_a" (id INT); INSERT INTO "new_a" SELECT id FROM "a"; DROP TABLE "a"; ALTER TABLE "new_a" RENAME TO "a";',
        },
      ],
      [
        'rows alone',
        false,
        { sql: 'CREATE TEMP TABLE t (id INT); INSERT INTO t VALUES (1); UPDATE a SET b = (SELECT id FROM t);' },
      ],
      ['schema alone', false, { sql: "ALTER TABLE a ADD COLUMN b TEXT DEFAULT 'UPDATE c SET d'; -- DELETE FROM a" }],
      [
        'a trigger that writes',
        false,
        { sql: 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END;' },
      ],
    ],
  ],
  [
    'REVISION.EMPTY_DOWN_SCRIPT',
    [
      ['nothing', true, { down: '' }],
      ['space', true, { down: ' \n' }],
      [
        'what was to be replaced',
        true,
        { down: '-- Undo: Posts\n-- Write the SQL that takes migration.sql back here.\n' },
      ],
      ['why not', false, { down: '-- What was corrected stays so.\n' }],
      ['a statement', false, { down: 'DROP TABLE a;' }],
      ['nothing for nothing', false, { sql: '', down: '' }],
      ['no file', false, { down: null }],
    ],
  ],
  [
    'REVISION.NO_DOWN_SCRIPT',
    [
      ['none', true, { down: null }],
      ['an empty one', false, { down: '' }],
    ],
  ],
  [
    'REVISION.CHANGES_NOTHING',
    [
      ['a comment', true, { sql: '-- TODO: CREATE TABLE a (id INT);' }],
      ['nothing', true, { sql: '' }],
      ['a table taken over', false, { sql: '', more: { adopts: ['a'] } }],
      ['a merge', false, { sql: '', more: { parents: ['blog/1', 'blog/2'] } }],
      ['a squash', false, { sql: '', more: { replaces: ['blog/1'] } }],
    ],
  ],
  [
    'REVISION.NEEDLESS_NON_TRANSACTIONAL',
    [
      ['two tables', true, { sql: 'CREATE TABLE a (id INT); CREATE TABLE b (id INT);', more: { transactional: 'no' } }],
      ['what cannot', false, { sql: 'CREATE TABLE a (id INT); VACUUM;', more: { transactional: 'no' } }],
      [
        'batches',
        false,
        { sql: 'UPDATE a SET b = 1 WHERE id < 9; UPDATE a SET b = 1 WHERE id < 99;', more: { transactional: 'no' } },
      ],
      [
        'its own transactions',
        false,
        { sql: 'BEGIN; CREATE TABLE a (id INT); COMMIT;', more: { transactional: 'no' } },
      ],
      ['one statement', false, { more: { transactional: 'no' } }],
      [
        'a transaction',
        false,
        { sql: 'CREATE TABLE a (id INT); CREATE TABLE b (id INT);', more: { transactional: 'yes' } },
      ],
    ],
  ],
  [
    'REVISION.UNUSUAL_NAME',
    [
      ['a number', true, { name: '001_posts' }],
      ['no calendar', true, { name: '20261301000000_posts' }],
      ['no slug', true, { name: '20260101000000' }],
      ['a slug of any kind', false, { name: '20260101000000_Add Posts' }],
    ],
  ],
  [
    'REVISION.FUTURE_TIMESTAMP',
    [
      ['later', true, { name: '20260601000001_posts' }],
      ['now', false, { name: '20260601000000_posts' }],
      ['none', false, { name: 'posts' }],
    ],
  ],
])('%s', (code, rows) => {
  it.each(rows)('%j: %s', (_, expected, given) => {
    expect(fires(code, given)).toBe(expected);
  });
});
