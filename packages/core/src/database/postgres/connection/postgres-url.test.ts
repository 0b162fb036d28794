import { userInfo } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import { testdir } from '../../../testdir.test-support.js';
import type { PostgresLocation } from './postgres-url.js';
import { parsePostgresUrl } from './postgres-url.js';

const parse = (url: string, root = '/'): PostgresLocation => parsePostgresUrl(url, { root, display: 'shown' });

describe('parsePostgresUrl', () => {
  it('reads what Prisma writes', () => {
    const { target, database, schema } = parse(
      'postgresql://me:p%40ss%2F%23@db.example.com:5433/my%20app?schema=Billing',
    );
    expect(target.config).toMatchObject({ user: 'me', password: 'p@ss/#', host: 'db.example.com', port: 5433 });
    expect([database, schema]).toEqual(['my app', 'Billing']);
  });

  it.each([
    ['postgres://h/db', { host: 'h', database: 'db' }],
    ['POSTGRESQL://h/db', { host: 'h', database: 'db' }],
    ['postgresql://[::1]:5433/db', { host: '::1', port: 5433 }],
    ['postgresql:///db?host=/tmp/a%20b', { host: '/tmp/a b', database: 'db' }],
    ['postgresql://me:pw@/db?host=/tmp', { host: '/tmp', user: 'me', password: 'pw', database: 'db' }],
    ['postgresql://me:pw@/db', { user: 'me', password: 'pw', database: 'db' }],
    ['postgresql://me:pw@localhost/db?host=/tmp', { host: '/tmp' }],
    ['postgresql://%2Fvar%2Frun/db', { host: '/var/run' }],
    ['postgresql://h/db?port=6000&user=u&password=p%26q', { port: 6000, user: 'u', password: 'p&q' }],
    ['postgresql://h', { database: 'postgres' }],
    [
      'postgresql://h/db?connect_timeout=3&application_name=app&options=-c%20geqo%3Doff',
      { connectionTimeoutMillis: 3000, application_name: 'app', options: '-c geqo=off' },
    ],
    ['postgresql://h/db?connect_timeout=0', { connectionTimeoutMillis: 0 }],
    [
      'postgresql://h/db?channel_binding=require&sslnegotiation=direct',
      { enableChannelBinding: true, sslnegotiation: 'direct' },
    ],
    ['postgresql://h/db?connection_limit=5&pool_timeout=2&socket_timeout=9&unknown=1', { host: 'h' }],
  ])('%s', (url, config) => {
    expect(parse(url).target.config).toMatchObject(config);
  });

  it('connects as whoever runs the process where nothing says otherwise', () => {
    vi.stubEnv('PGUSER', '');
    vi.stubEnv('USER', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(parse('postgresql://h/db').target.config.user).toBe(userInfo().username);
    vi.stubEnv('PGUSER', 'grace');
    expect(parse('postgresql://h/db').target.config.user).toBe('grace');
  });

  it('leaves to pg what the URL does not say', () => {
    expect(Object.keys(parse('postgresql:///db').target.config)).not.toContain('host');
    expect(parse('postgresql://h/db').schema).toBe('public');
    expect(parse('postgresql://h/db?schema=').schema).toBe('public');
    expect(parse(`postgresql://h/db?schema=${'é'.repeat(40)}`).schema).toBe('é'.repeat(31));
  });

  it.each([
    ['postgresql://u:p#ss@h/db', /percent-encoded/],
    ['postgresql://u:p/ss@h/db', /percent-encoded/],
    ['postgresql://u:12/ss@h/db', /percent-encoded/],
    ['postgresql://u:12?ss@h/db', /percent-encoded/],
    ['postgresql://u:50%@h/db', /%25/],
    ['postgresql://u:p@h1:5432,h2:5432/db', /several hosts/],
    ['postgresql://h/db?host=h1,h2', /several hosts/],
    ['postgresql://h:99999/db', /cannot be read/],
    ['postgresql://h/db?port=x', /port/],
    ['postgresql://h/db?sslmode=sometimes', /sslmode=sometimes/],
    ['postgresql://h/db?connect_timeout=soon', /connect_timeout/],
    ['mysql://h/db', /postgresql:/],
  ])('refuses %s', async (url, message) => {
    const error = await errorOf(() => parse(url));
    expect(error).toMatchObject({ code: 'DATABASE.BAD_URL', kind: 'usage', message: expect.stringMatching(message) });
    expect(error.message).not.toMatch(/p[#/]ss|12/);
  });

  it.each([
    ['postgresql://h/db?pgbouncer=true', true],
    ['postgresql://h:6543/db', true],
    ['postgresql://ep-cool-pooler.eu-central-1.aws.neon.tech/db', true],
    ['postgresql://aws-0-eu.pooler.supabase.com:5432/db', true],
    ['postgresql://ep-cool.eu-central-1.aws.neon.tech/db', false],
    ['postgresql://h/db?pgbouncer=false', false],
  ])('%s leads through a pooler: %s', (url, isPooled) => {
    expect(parse(url).isPooled).toBe(isPooled);
  });
});

describe('the kinds of connection', () => {
  const NAMELESS = { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) };
  const tls = (search: string, host = 'h'): unknown => {
    const root = testdir({ ca: 'ca', key: 'key', cert: 'cert', pfx: 'pfx' });
    return parse(`postgresql://${host}/db${search}`, root).target.tls;
  };

  it.each([
    ['', [{ rejectUnauthorized: false }, false]],
    ['?sslmode=disable', [false]],
    ['?ssl=false', [false]],
    ['?sslmode=allow', [false, { rejectUnauthorized: false }]],
    ['?sslmode=prefer', [{ rejectUnauthorized: false }, false]],
    ['?sslmode=require', [{ rejectUnauthorized: false }]],
    ['?ssl=true', [{ rejectUnauthorized: false }]],
    ['?sslmode=no-verify', [{ rejectUnauthorized: false }]],
    ['?sslmode=require&sslrootcert=ca', [{ ...NAMELESS, ca: Buffer.from('ca') }]],
    ['?sslmode=verify-ca&sslrootcert=ca', [{ ...NAMELESS, ca: Buffer.from('ca') }]],
    ['?sslmode=verify-full&sslrootcert=ca', [{ rejectUnauthorized: true, ca: Buffer.from('ca') }]],
    ['?sslmode=verify-full&sslrootcert=system', [{ rejectUnauthorized: true }]],
    ['?sslmode=require&sslaccept=strict', [{ rejectUnauthorized: true }]],
    ['?sslaccept=strict', [{ rejectUnauthorized: true }]],
    ['?sslmode=require&sslaccept=accept_invalid_certs', [{ rejectUnauthorized: false }]],
    ['?sslmode=require&sslcert=ca', [{ rejectUnauthorized: false, ca: Buffer.from('ca') }]],
    [
      '?sslmode=require&sslcert=cert&sslkey=key',
      [{ rejectUnauthorized: false, cert: Buffer.from('cert'), key: Buffer.from('key') }],
    ],
    [
      '?sslmode=require&sslidentity=pfx&sslpassword=secret',
      [{ rejectUnauthorized: false, pfx: Buffer.from('pfx'), passphrase: 'secret' }],
    ],
  ])('%s', (search, expected) => {
    expect(tls(search)).toEqual(expected);
  });

  it('on this machine TLS comes second, on a socket not at all', () => {
    expect(tls('', 'localhost')).toEqual([false, { rejectUnauthorized: false }]);
    expect(tls('?sslmode=require&host=/tmp')).toEqual([false]);
  });

  it('names a file that is not there', async () => {
    const error = await errorOf(() => tls('?sslmode=require&sslrootcert=nowhere.pem'));
    expect(error).toMatchObject({ code: 'DATABASE.BAD_URL', message: expect.stringContaining('nowhere.pem') });
  });
});
