/** What Prisma's configuration says for one run. Paths are absolute. */
export interface PrismaConfigOptions {
  readonly extension: string;
  readonly schema: string;
  readonly migrations: string;
  readonly seed: string | null;
  readonly initShadowDb: string;
  readonly views: string;
  readonly typedSql: string;
  /** By the names that Prisma's engine takes. */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
  /** The variable that has the database URL; null where the run needs no database. */
  readonly urlVariable: string | null;
}

/** A `prisma.config.mjs`. The URL is not in it: it comes from the environment, and with it the password. */
export function prismaConfigText(options: PrismaConfigOptions): string {
  const { extension, schema, migrations, seed, initShadowDb, views, typedSql, urlVariable } = options;
  const config = {
    experimental: { externalTables: true },
    schema,
    migrations: { path: migrations, initShadowDb, ...(seed === null ? {} : { seed }) },
    tables: { external: options.externalTables },
    enums: { external: options.externalEnums },
    views: { path: views },
    typedSql: { path: typedSql },
  };
  const datasource = urlVariable === null ? '' : `\nconfig.datasource = { url: process.env.${urlVariable} };`;
  return `// Made for one run of Prisma's command for the extension ${extension}, and gone after it.
const config = ${JSON.stringify(config, null, 2)};${datasource}
export default config;
`;
}
