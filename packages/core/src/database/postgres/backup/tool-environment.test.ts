import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import { parsePostgresUrl, withDatabase } from '../connection/postgres-url.js';
import { toolEnvironment } from './tool-environment.js';

const TOOL = { name: 'pg_dump', file: '/usr/bin/pg_dump', version: '15.1', major: 15 } as const;
const NEW_TOOL = { ...TOOL, version: '18.1', major: 18 } as const;

async function environmentFor(url: string, more: Partial<Parameters<typeof toolEnvironment>[0]> = {}) {
  const location = parsePostgresUrl(url, { root: '/srv', display: 'shown' });
  const { env, secrets } = await toolEnvironment({ tool: TOOL, location, ...more });
  const own = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('PG') && value !== undefined),
  );
  return { own, secrets };
}

afterEach(() => vi.unstubAllEnvs());

describe('the environment of a program of PostgreSQL', () => {
  it('says how we are connected', async () => {
    vi.stubEnv('PGSERVICE', 'other');
    vi.stubEnv('PGHOSTADDR', '10.0.0.9');
    vi.stubEnv('PGSSLMODE', '');
    const url = 'postgresql://u%20:p%40ss@db.example:6000/a%3Db?schema=s&options=-c%20a%3Db&connect_timeout=7';
    expect(await environmentFor(url)).toEqual({
      own: {
        PGHOST: 'db.example',
        PGPORT: '6000',
        PGUSER: 'u ',
        PGPASSWORD: 'p@ss',
        PGDATABASE: 'a=b',
        PGAPPNAME: 'orchestrate pg_dump',
        PGCONNECT_TIMEOUT: '7',
        PGOPTIONS: '-c a=b',
        PGSSLMODE: 'prefer',
      },
      secrets: ['p@ss', 'p%40ss'],
    });
  });

  it("names the socket, and pg's own host where the URL has none", async () => {
    vi.stubEnv('PGHOST', '');
    vi.stubEnv('PGPORT', '');
    expect((await environmentFor('postgresql://u@localhost/a?host=/run/pg')).own).toMatchObject({
      PGHOST: '/run/pg',
      PGPORT: '5432',
      PGSSLMODE: 'disable',
    });
    expect((await environmentFor('postgresql://u@/a')).own).toMatchObject({ PGHOST: 'localhost' });
  });

  it('has settings of its own beside those of the URL', async () => {
    const settings = { synchronous_commit: 'off', 'my.text': 'a \\b' };
    const { own } = await environmentFor('postgresql://u@h/a?options=-c%20x%3Dy', { settings });
    expect(own['PGOPTIONS']).toBe('-c x=y -c synchronous_commit=off -c my.text=a\\ \\\\b');
  });

  it.each([
    { parameters: 'sslmode=require', has: { PGSSLMODE: 'require' } },
    { parameters: 'sslmode=no-verify', has: { PGSSLMODE: 'require' } },
    {
      parameters: 'sslmode=verify-full&sslrootcert=system',
      has: { PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' },
    },
    { parameters: 'sslaccept=strict', has: { PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' } },
    {
      parameters: 'channel_binding=require&sslnegotiation=direct',
      has: { PGCHANNELBINDING: 'require', PGSSLNEGOTIATION: 'direct' },
    },
  ])('turns $parameters into what libpq understands', async ({ parameters, has }) => {
    expect((await environmentFor(`postgresql://u@h/a?${parameters}`, { tool: NEW_TOOL })).own).toMatchObject(has);
  });

  it('has the password of the file for our database when it is about a copy of it', async () => {
    const location = parsePostgresUrl('postgresql://u:secret@h/a', { root: '/', display: 'shown' });
    const { env } = await toolEnvironment({ tool: TOOL, location: withDatabase(location, 'a_restore') });
    expect(env).toMatchObject({ PGDATABASE: 'a_restore', PGPASSWORD: 'secret' });
  });
});

describe('a certificate with a password', () => {
  it.each(['sslidentity', 'sslpassword'])('cannot be handed on: %s', async (parameter) => {
    const location = parsePostgresUrl('postgresql://u@h/a', { root: '/', display: 'shown' });
    const sealed = { ...location, libpqTls: { ...location.libpqTls, hasSealedIdentity: true } };
    const error = await errorOf(() => toolEnvironment({ tool: TOOL, location: sealed }));
    expect(error).toMatchObject({ code: 'BACKUP.UNSUPPORTED_TLS', message: expect.stringContaining(parameter) });
  });
});
