import type { DatabaseLocale } from '../server/database-locale.js';

/** The locale of a database that is no longer there, from what was noted when it was dumped; null where nothing was. */
export function localeOf(details: Readonly<Record<string, string>>): DatabaseLocale | null {
  const { encoding, locale, collation = null, 'character type': ctype = null, 'locale provider': provider } = details;
  if (encoding === undefined) return null;
  return {
    encoding,
    datcollate: collation,
    datctype: ctype,
    ...(provider === undefined ? {} : { datlocprovider: provider }),
    ...(locale === undefined ? {} : { datlocale: locale }),
  };
}
