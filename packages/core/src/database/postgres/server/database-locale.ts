import { quoteLiteral } from '../quote.js';

/** What pg_database says of a database's texts; which columns there are depends on the version of the server. */
export interface DatabaseLocale {
  readonly encoding: string;
  readonly datcollate: string | null;
  readonly datctype: string | null;
  /** `c`, `i` or `b`; since PostgreSQL 15. */
  readonly datlocprovider?: string;
  /** PostgreSQL 15 and 16. */
  readonly daticulocale?: string | null;
  /** Since PostgreSQL 17. */
  readonly datlocale?: string | null;
}

const PROVIDERS: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin' };

/** The options of CREATE DATABASE that give a new one the encoding and the collation of another. */
export function localeOptions(locale: DatabaseLocale | null): string {
  if (locale === null) return '';
  const provider = PROVIDERS[locale.datlocprovider ?? ''];
  const name = locale.datlocale ?? locale.daticulocale;
  const options: readonly (readonly [string, string | null | undefined])[] = [
    ['ENCODING', locale.encoding],
    ['LOCALE_PROVIDER', provider],
    ['LC_COLLATE', locale.datcollate],
    ['LC_CTYPE', locale.datctype],
    ['ICU_LOCALE', provider === 'icu' ? name : null],
    ['BUILTIN_LOCALE', provider === 'builtin' ? name : null],
  ];
  return options
    .flatMap(([option, value]) => (value === null || value === undefined ? [] : [`${option} ${quoteLiteral(value)}`]))
    .join(' ');
}
