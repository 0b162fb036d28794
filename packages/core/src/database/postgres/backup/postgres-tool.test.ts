import { describe, expect, it } from 'vitest';
import { chooseTool, type PostgresTool, parseToolVersion } from './postgres-tool.js';

const tool = (major: number, file = `/${major}`): PostgresTool => ({
  name: 'pg_dump',
  file,
  version: `${major}.1`,
  major,
});

describe('the program that is chosen', () => {
  it.each([
    { server: 15, found: [16, 15, 14], chosen: 15 },
    { server: 15, found: [14, 16], chosen: 16 },
    { server: 15, found: [14], chosen: null },
    // From 17 on, what is restored begins with a setting that 16 does not know.
    { server: 15, found: [14, 17, 18], chosen: null },
    { server: 17, found: [16, 18], chosen: 18 },
    { server: 18, found: [15], chosen: null },
    { server: 18, found: [], chosen: null },
  ])('for a server $server, of $found, is $chosen', ({ server, found, chosen }) => {
    expect(
      chooseTool(
        found.map((major) => tool(major)),
        server,
      )?.major ?? null,
    ).toBe(chosen);
  });

  it('is the first of those of one version', () => {
    expect(chooseTool([tool(15, '/usr/bin/a'), tool(15, '/usr/lib/b')], 15)?.file).toBe('/usr/bin/a');
  });
});

describe('the version that a program says', () => {
  it.each([
    ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18', 15],
    ['pg_restore (PostgreSQL) 18.4', '18.4', 18],
    ['pg_dump (PostgreSQL) 19beta1\n', '19beta1', 19],
    ['pg_dump (PostgreSQL) 9.6.24', '9.6.24', 9],
    ['pg_dump (EnterpriseDB) 16.1.0', '16.1.0', 16],
  ])('%s', (output, version, major) => {
    expect(parseToolVersion(output)).toEqual({ version, major });
  });

  it.each(['', 'mysqldump  Ver 10.19', 'usage: pg_dump'])('is none of %j', (output) => {
    expect(parseToolVersion(output)).toBeNull();
  });
});
