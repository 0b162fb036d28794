/** What a database is called in a datasource block, by how its URLs begin. */
const PROVIDERS: Readonly<Record<string, string>> = {
  'file:': 'sqlite',
  'postgresql:': 'postgresql',
  'postgres:': 'postgresql',
  'mysql:': 'mysql',
  'sqlserver:': 'sqlserver',
  'mongodb:': 'mongodb',
  'mongodb+srv:': 'mongodb',
};

/** The provider whose URLs begin like this one, also one that there is no driver for; null where nothing begins so. */
export function providerOfUrl(url: string): string | null {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url.trim())?.[0].toLowerCase() ?? '';
  return Object.hasOwn(PROVIDERS, scheme) ? (PROVIDERS[scheme] ?? null) : null;
}
