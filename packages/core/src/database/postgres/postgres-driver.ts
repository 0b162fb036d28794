import { DEFAULT_NAMESPACE } from '../../extension.js';
import type { DatabaseNames, Driver, Provider, Statement } from '../database.js';
import { backupUnsupported } from './backup/backup-unsupported.js';
import { identifyPostgres, urlOfSchema } from './connection/identify-postgres.js';
import { placeOf } from './connection/place-of.js';
import { parsePostgresUrl } from './connection/postgres-url.js';
import { isWidening } from './draft/is-widening.js';
import { dropStatement } from './drop-statement.js';
import { readEntityName, writeEntityName } from './entity-name.js';
import { createPostgresDatabase, openPostgres } from './open-postgres.js';
import { createHistoryTable, quoteHistoryTable, renameHistoryTable } from './postgres-history.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import { noEmbedded } from './shadow/shadow-errors.js';
import { MAX_NAME_BYTES, truncateIdentifier } from './truncate-identifier.js';

/** Databases on PostgreSQL servers. */
export const postgresDriver: Driver = driverOf('postgresql');

/** Databases on CockroachDB, which speaks PostgreSQL's protocol and most of its SQL. */
export const cockroachDriver: Driver = driverOf('cockroachdb');

/** A new value of an enum is used, a table has events that wait for the commit, there is no room for more locks. */
const OF_SHARED_TRANSACTIONS = new Set(['55P04', '55006', '53200']);

function driverOf(provider: Provider): Driver {
  return {
    provider,
    starter: {
      url: 'postgresql://user:password@localhost:5432/app',
      isReady: false,
      adapter: '@prisma/adapter-pg',
      builds: [],
      ignored: [],
    },
    hasEnums: true,
    // Far from the 100 connections that a server takes by default, of which others use some.
    fleetConcurrency: 8,
    identify: identifyPostgres,
    urlOfSchema,
    absoluteUrl: ({ url }) => url,
    studioUrl: (url) => url,
    open: (options) => openPostgres(provider, options),
    placeOf: (options) => placeOf(parsePostgresUrl(options.url, options)),
    restoreScratch: async (options) => {
      if (provider === 'cockroachdb') throw backupUnsupported(provider);
      const { restoreDatabase } = await import('./backup/restore-database.js');
      return restoreDatabase(provider, options);
    },
    createDatabase: createPostgresDatabase,
    openShadow: async (options) => {
      const { openPostgresShadow } = await import('./shadow/open-postgres-shadow.js');
      return openPostgresShadow(provider, options);
    },
    describeShadow: async (options) => {
      const { describePostgresShadow } = await import('./shadow/describe-postgres-shadow.js');
      return describePostgresShadow(options);
    },
    // Describing a whole database costs no more than describing a part of it.
    openExcerpt: async (shadow) => shadow,
    shareServer: async (options) => {
      if (provider !== 'postgresql') throw noEmbedded(provider);
      const { shareServer } = await import('./shadow/embedded/share-server.js');
      return shareServer(options);
    },
    doctorChecks: async () => (await import('./doctor/postgres-checks.js')).POSTGRES_CHECKS,
    openTestGround: async (options) => {
      const { openPostgresTestGround } = await import('./test-ground/postgres-test-ground.js');
      return openPostgresTestGround(provider, options);
    },
    parseScript: async (sql) => (await import('./script/parse-script.js')).parseScript(sql),
    scriptPreamble: (schema) => (schema === null ? '' : `SET search_path = ${quoteIdentifier(schema)};`),
    scriptRestoration,
    scriptOf,
    isOfSharedTransaction: (code) => code !== null && OF_SHARED_TRANSACTIONS.has(code),
    quoteIdentifier,
    quoteLiteral,
    entityName: ({ databaseName, schema }, defaultSchema) => {
      const usual = defaultSchema ?? DEFAULT_NAMESPACE;
      return writeEntityName({ schema: schema ?? usual, name: databaseName }, usual);
    },
    namesOf: (target) => namesIn(parsePostgresUrl(target.url, target).schema),
    dropStatement,
    nameBytes: MAX_NAME_BYTES,
    nameKey: truncateIdentifier,
    quoteHistoryTable,
    encodeTime: (time) => time.toISOString(),
    timeLiteral: (time) => quoteLiteral(time.toISOString()),
    createHistoryTable,
    renameHistoryTable,
    isWidening,
    readTokens: async (sql) => (await import('./script/placed-tokens.js')).placedTokens(sql),
    sqlRules: async () => (await import('./lint/postgres-rules.js')).POSTGRES_RULES,
    lintScript: async (script, context) =>
      (await import('./lint/lint-postgres-script.js')).lintPostgresScript(script, context),
    reservedWords: async () => (await import('./reserved-words.js')).isPostgresWord,
    readTouches: async (statements, schema) =>
      (await import('./script/read-touches.js')).readTouches(statements, schema ?? DEFAULT_NAMESPACE),
  };
}

function namesIn(defaultSchema: string): DatabaseNames {
  return {
    defaultSchema,
    entityName: ({ databaseName, schema }) =>
      writeEntityName({ schema: schema ?? defaultSchema, name: databaseName }, defaultSchema),
    engineName: (entityName) => {
      const { schema, name } = readEntityName(entityName, defaultSchema);
      // As Prisma's engine takes it: a name with a dot in it could not be told apart, quoted or not.
      return `${schema}.${name}`;
    },
  };
}

// A comment at the end would swallow the semicolon.
function scriptOf({ sql }: Statement): string {
  return sql.slice(sql.lastIndexOf('\n') + 1).includes('--') ? `${sql}\n;` : `${sql};`;
}

// Only what the script itself has set: whoever runs it may have set a role, too.
function scriptRestoration(statements: readonly Statement[], schema: string | null): readonly string[] {
  const text = statements.map(({ sql }) => sql).join('\n');
  return [
    ...(/\b(?:SESSION\s+AUTHORIZATION|DISCARD\s+ALL)\b/i.test(text) ? ['RESET SESSION AUTHORIZATION;'] : []),
    ...(/\bSET\s+(?:SESSION\s+|LOCAL\s+)?ROLE\b/i.test(text) ? ['RESET ROLE;'] : []),
    ...(schema !== null && /\bsearch_path\b|\b(?:RESET|DISCARD)\s+ALL\b/i.test(text)
      ? [`SET search_path = ${quoteIdentifier(schema)};`]
      : []),
  ];
}
