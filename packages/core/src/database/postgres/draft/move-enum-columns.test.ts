import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server.test-support.js';
import { moveEnumColumns } from './move-enum-columns.js';

const entityName = ({ databaseName, schema }: { databaseName: string; schema: string | null }): string =>
  schema === null || schema === 'public' ? databaseName : `${schema}.${databaseName}`;

/** What Prisma's engine writes where an enum loses its value C. */
function replaceEnum(name: string, drop: string): string {
  const [prefix, bare] = name.startsWith('billing.') ? ['"billing".', name.slice('billing.'.length)] : ['', name];
  const type = (suffix: string) => `"${bare}${suffix}"`;
  return `BEGIN;
CREATE TYPE ${prefix}${type('_new')} AS ENUM ('A', 'B');
ALTER TYPE ${prefix}${type('')} RENAME TO ${type('_old')};
ALTER TYPE ${prefix}${type('_new')} RENAME TO ${type('')};
DROP TYPE ${drop};
COMMIT;
`;
}

describe('moveEnumColumns', () => {
  it.each([
    ['Role', '"public"."Role_old"', '"Role"'],
    ['Role', '"Role_old"', '"Role"'],
    ['billing.Status', '"billing"."Status_old"', 'billing."Status"'],
    [`R% 'o'""l.e`, `"public"."R% 'o'""l.e_old"`, `"R% 'o'""l.e"`],
    ['role', '"public"."role_old"', 'role'],
  ])('takes the columns of others along that have %s', async (name, drop, type) => {
    const { url } = await createTestDatabase();
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(`CREATE SCHEMA billing; CREATE TYPE ${type} AS ENUM ('A', 'B', 'C');
        CREATE TABLE "Po st" (id int, "ne""eds" ${type} NOT NULL DEFAULT 'B', "all" ${type}[] DEFAULT ARRAY['A', 'B']::${type}[], other text);
        CREATE TABLE billing."In" (r ${type});
        INSERT INTO "Po st" VALUES (1, 'A', ARRAY['B', 'A']::${type}[], 'x');`);
      const script = moveEnumColumns(replaceEnum(name, drop), {
        sharedEnums: [name.replaceAll('""', '"')],
        entityName,
      });
      await client.query(script);
      await client.query('INSERT INTO "Po st" (id) VALUES (2)');
      const { rows } = await client.query({ text: 'SELECT * FROM "Po st" ORDER BY id', rowMode: 'array' });
      expect(rows).toEqual([
        [1, 'A', '{B,A}', 'x'],
        [2, 'B', '{A,B}', null],
      ]);
      const types = await client.query(
        `SELECT DISTINCT format_type(atttypid, atttypmod) AS type FROM pg_attribute JOIN pg_type t ON t.oid = atttypid
         WHERE attrelid IN ('"Po st"'::regclass, 'billing."In"'::regclass) AND (t.typtype = 'e' OR t.typcategory = 'A') ORDER BY 1`,
      );
      expect(types.rows.map((row) => row.type)).toEqual([type, `${type}[]`]);
    } finally {
      await client.end();
    }
  });

  it('leaves alone what nobody else uses', () => {
    const script = replaceEnum('Role', '"public"."Role_old"');
    expect(moveEnumColumns(script, { sharedEnums: ['Other'], entityName })).toBe(script);
    expect(moveEnumColumns(script, { sharedEnums: [], entityName })).toBe(script);
  });
});
