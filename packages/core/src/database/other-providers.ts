/** A database that Prisma knows and that nothing here can migrate. */
export interface OtherProvider {
  /** As people call it. */
  readonly title: string;
  /** What the client of Prisma 7 reaches it through; null where it reaches none yet. */
  readonly adapter: string | null;
  /** Whether Prisma has migrations for it. */
  readonly hasMigrations: boolean;
}

const OTHER_PROVIDERS: ReadonlyMap<string, OtherProvider> = new Map([
  ['mysql', { title: 'MySQL or MariaDB', adapter: '@prisma/adapter-mariadb', hasMigrations: true }],
  ['sqlserver', { title: 'SQL Server', adapter: '@prisma/adapter-mssql', hasMigrations: true }],
  ['mongodb', { title: 'MongoDB', adapter: null, hasMigrations: false }],
]);

/** What is known of a provider without a driver; null where Prisma does not know it either. */
export function otherProvider(provider: string): OtherProvider | null {
  return OTHER_PROVIDERS.get(provider) ?? null;
}
