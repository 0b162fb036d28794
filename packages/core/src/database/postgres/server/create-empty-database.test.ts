import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectTo } from '../connect.test-support.js';
import { quoteIdentifier } from '../quote.js';
import { servers } from '../server.test-support.js';
import { createEmptyDatabase } from './create-empty-database.js';

const ELSEWHERE = { encoding: 'UTF8', datcollate: 'xx_XX.utf8', datctype: 'xx_XX.utf8' };

describe.each(servers)('createEmptyDatabase on $name', (server) => {
  it('does without a locale that the server does not have', async () => {
    const admin = await connectTo((await server.createDatabase()).url);
    const name = `elsewhere_${randomBytes(6).toString('hex')}`;
    try {
      await createEmptyDatabase(admin, name, { locale: ELSEWHERE });
      const found = await admin.query<{ readonly collation: string }>(
        'SELECT datcollate::text AS collation FROM pg_database WHERE datname = ?',
        [name],
      );
      expect(found).toHaveLength(1);
      expect(found[0]?.collation).not.toBe(ELSEWHERE.datcollate);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
    }
  });

  it('says what the server says of anything else', async () => {
    const { name, url } = await server.createDatabase();
    const admin = await connectTo(url);
    await expect(createEmptyDatabase(admin, name, { locale: ELSEWHERE })).rejects.toThrow('already exists');
  });
});
