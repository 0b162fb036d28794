import { redactParameters } from '../../../config/redact-url.js';
import type { DatabaseIdentity, OpenOptions } from '../../database.js';
import { DEFAULT_PORT, placeOf, serverOf } from './place-of.js';
import { parsePostgresUrl } from './postgres-url.js';

/** Host, port, database and schema, whoever connects and however. */
export function identifyPostgres(
  target: Pick<OpenOptions, 'url' | 'display' | 'root' | 'environment'>,
): DatabaseIdentity {
  const location = parsePostgresUrl(target.url, target);
  const { database, schema } = location;
  const { host, port } = serverOf(location);
  const place = `${host}${port === DEFAULT_PORT ? '' : `:${port}`}/${database}`;
  const lock = placeOf(location);
  const name = schema === 'public' ? place : `${place}?schema=${schema}`;
  // Of a URL without its question mark the parameters are a part of the host, or of the database.
  return { name: redactParameters(name), key: `${lock}?${schema}`, lock, address: lock, schema };
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
