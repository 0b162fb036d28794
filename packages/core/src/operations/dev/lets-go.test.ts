import { describe, expect, it } from 'vitest';
import { letsGo } from './lets-go.js';

const dropped = (table: string, column: string | null) => ({
  up: '',
  destructive: [
    { kind: column === null ? ('dropped-table' as const) : ('dropped-column' as const), table, column, message: '' },
  ],
});
const FOREIGN_KEY =
  'ALTER TABLE "Post" ADD CONSTRAINT "Post_tag_fkey" FOREIGN KEY ("tag") REFERENCES "Tag"("id") ON DELETE SET NULL;';

describe('letsGo', () => {
  it.each([
    ['a table that it referred to', FOREIGN_KEY, dropped('Tag', null), true],
    ['another table', FOREIGN_KEY, dropped('Post', null), false],
    ['a column that it referred to', FOREIGN_KEY, dropped('Tag', 'id'), true],
    ['another column of that table', FOREIGN_KEY, dropped('Tag', 'code'), false],
    ['one of several columns', '  FOREIGN KEY ("a", "b") REFERENCES "Tag" ("x", "y")', dropped('Tag', 'y'), true],
    ['a table in a schema', 'REFERENCES "shop"."Tag"("id")', dropped('shop.Tag', null), true],
    ['a table in the default schema, which is named', 'REFERENCES "public"."Tag"("id")', dropped('Tag', null), true],
    ['a name with quotes in it', 'REFERENCES "Ta""g" ("id")', dropped('Ta"g', null), true],
    ['no reference at all', 'ALTER TABLE "Post" ADD COLUMN "Tag" TEXT;', dropped('Tag', null), false],
  ])('%s', (_what, down, taking, expected) => {
    expect(letsGo({ down }, taking)).toBe(expected);
  });

  it('an enum that a column of it had', () => {
    const taking = { up: '-- DropEnum\nDROP TYPE "Role";\n', destructive: [] };
    expect(letsGo({ down: 'ALTER TABLE "Post" ADD COLUMN     "needs" "Role" NOT NULL;' }, taking)).toBe(true);
    expect(letsGo({ down: 'CREATE TABLE "Post" (\n    "needs" "Role" NOT NULL\n);' }, taking)).toBe(true);
    expect(letsGo({ down: 'ALTER TABLE "Post" ADD COLUMN     "Role" TEXT;' }, taking)).toBe(false);
  });

  it('not a table that only loses a constraint', () => {
    const taking = {
      up: '',
      destructive: [{ kind: 'required-column' as const, table: 'Tag', column: 'id', message: '' }],
    };
    expect(letsGo({ down: FOREIGN_KEY }, taking)).toBe(false);
  });
});
