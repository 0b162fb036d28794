import type { DatabaseIdentity, OpenOptions } from '../../database.js';
import { parsePostgresUrl } from './postgres-url.js';

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|::1|0:0:0:0:0:0:0:1)$/;
const DEFAULT_PORT = 5432;

/** Host, port, database and schema, whoever connects and however; that two names mean one host cannot be told. */
export function identifyPostgres(target: Pick<OpenOptions, 'url' | 'display' | 'root'>): DatabaseIdentity {
  const { target: server, database, schema } = parsePostgresUrl(target.url, target);
  const { PGHOST, PGPORT } = process.env as Readonly<Record<string, string | undefined>>;
  const host = (server.config.host ?? (PGHOST || 'localhost')).toLowerCase().replace(/\.$/, '');
  const port = server.config.port ?? Number(PGPORT || DEFAULT_PORT);
  const lock = JSON.stringify([LOOPBACK.test(host) ? 'localhost' : host, port, database]);
  const place = `${host}${port === DEFAULT_PORT ? '' : `:${port}`}/${database}`;
  return { name: schema === 'public' ? place : `${place}?schema=${schema}`, key: `${lock} ${schema}`, lock };
}

/** The URL with this schema instead of what it says itself. */
export function urlOfSchema(url: string, schema: string): string {
  const [address = '', query = ''] = splitOnce(url, '?');
  const others = query.split('&').filter((each) => each !== '' && !/^schema(?:=|$)/.test(each));
  return `${address}?${[...others, `schema=${encodeURIComponent(schema)}`].join('&')}`;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
