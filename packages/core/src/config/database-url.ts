import path from 'node:path';
import { OrchestrateError } from '../errors.js';
import type { Config, DatabaseUrl } from './config.js';
import type { Environment } from './environment.js';
import { missingVariableIn } from './missing-variable.js';
import type { PrismaConfig } from './prisma-config.js';
import { redactUrl } from './redact-url.js';

/** Everything that may name the database, in the order in which it counts. */
export interface ResolveDatabaseUrlOptions {
  /** From a list of databases, each of which it is about in turn. */
  readonly listed?: string | undefined;
  /** From the command line or the caller. */
  readonly option?: string | undefined;
  readonly config: { readonly datasource: Pick<Config['datasource'], 'url'> };
  readonly prismaConfig: PrismaConfig | null;
  /** From the datasource block, where schemas held it before Prisma 7; its base as in {@link DatabaseUrl}. */
  readonly inSchema?: Pick<DatabaseUrl, 'url' | 'base'> | null;
  /** With what `.env` files add to it; `DATABASE_URL` is taken from it. */
  readonly environment: Environment;
  /** The provider that the datasource block of the core fragment names, null where it names none. */
  readonly provider: string | null;
  /** The workspace root, absolute. */
  readonly root: string;
}

/** What a provider's URLs look like, and where its database is unless anything says so. */
interface UrlForm {
  readonly protocols: readonly string[];
  readonly example: string;
  readonly defaultUrl?: string;
}

const POSTGRES_FORM: UrlForm = {
  protocols: ['postgresql:', 'postgres:'],
  example: 'postgresql://user:password@localhost:5432/app',
};

const URL_FORMS: ReadonlyMap<string, UrlForm> = new Map([
  ['sqlite', { protocols: ['file:'], example: 'file:./prisma/dev.db', defaultUrl: 'file:./prisma/dev.db' }],
  ['postgresql', POSTGRES_FORM],
  ['postgres', POSTGRES_FORM],
  ['cockroachdb', POSTGRES_FORM],
]);

/**
 * The database that a command works on.
 *
 * @throws OrchestrateError `DATABASE.NO_URL`, `DATABASE.URL_VARIABLE_MISSING`, `DATABASE.URL_MISMATCH`
 */
export function resolveDatabaseUrl(options: ResolveDatabaseUrlOptions): DatabaseUrl {
  const { provider, root } = options;
  const form = URL_FORMS.get(provider ?? '');
  const found = findUrl(options, form);
  if (found === null) throw noUrl(form);
  const url = found.url.trim();
  const variable = missingVariableIn(url);
  if (variable !== null) throw variableMissing(variable, found.source, options.prismaConfig);
  const display = redactUrl(url);
  if (form !== undefined && !form.protocols.some((protocol) => url.toLowerCase().startsWith(protocol))) {
    throw mismatch({ display, source: found.source, provider: provider ?? '', form });
  }
  return { url, display, source: found.source, base: baseOf(found.source, options) ?? root };
}

function baseOf(
  source: DatabaseUrl['source'],
  { prismaConfig, inSchema }: ResolveDatabaseUrlOptions,
): string | undefined {
  if (source === 'schema') return inSchema?.base;
  return source === 'prisma config' && prismaConfig !== null ? path.dirname(prismaConfig.file) : undefined;
}

interface FoundUrl {
  readonly url: string;
  readonly source: DatabaseUrl['source'];
}

function findUrl(options: ResolveDatabaseUrlOptions, form: UrlForm | undefined): FoundUrl | null {
  const places: readonly (readonly [string | null | undefined, DatabaseUrl['source']])[] = [
    [options.listed, 'list'],
    [options.option, 'option'],
    [options.config.datasource.url, 'orchestrate config'],
    [options.prismaConfig?.datasourceUrl, 'prisma config'],
    [options.inSchema?.url, 'schema'],
    [options.environment['DATABASE_URL'], 'environment'],
    [form?.defaultUrl, 'default'],
  ];
  for (const [url, source] of places) {
    if (url !== undefined && url !== null && url.trim() !== '') return { url, source };
  }
  return null;
}

function noUrl(form: UrlForm | undefined): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.NO_URL',
    message: 'Nothing says which database to use.',
    fix: [
      'Give --database-url, or set "datasource.url" in the orchestrate configuration or in prisma.config.ts,',
      `or the environment variable DATABASE_URL (.env is read)${form === undefined ? '' : `, such as ${form.example}`}.`,
    ].join(' '),
  });
}

function variableMissing(
  variable: string,
  source: DatabaseUrl['source'],
  prismaConfig: PrismaConfig | null,
): OrchestrateError {
  const file =
    source === 'schema' ? 'The datasource block of the core schema' : (prismaConfig?.file ?? 'prisma.config.ts');
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.URL_VARIABLE_MISSING',
    message: `${file} takes the database URL from the environment variable ${variable}, which is not set.`,
    fix: `Set ${variable}, for example in .env, or give --database-url.`,
    meta: { file, variable },
  });
}

/** Where a URL is from, as it is told to people. */
export const SOURCE_NAMES: Readonly<Record<DatabaseUrl['source'], string>> = {
  list: 'the list of databases',
  option: '--database-url',
  'orchestrate config': '"datasource.url" of the orchestrate configuration',
  'prisma config': "Prisma's configuration",
  schema: 'the datasource block of the core schema',
  environment: 'the environment variable DATABASE_URL',
  default: 'the default',
};

interface Mismatch {
  readonly display: string;
  readonly source: DatabaseUrl['source'];
  readonly provider: string;
  readonly form: UrlForm;
}

function mismatch({ display, source, provider, form }: Mismatch): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.URL_MISMATCH',
    message: `The schema's provider is "${provider}", but the database URL ${display} (from ${SOURCE_NAMES[source]}) does not start with ${form.protocols.join(' or ')}.`,
    fix: `Correct the URL, such as ${form.example}, or the provider in the datasource block of the core schema.`,
    meta: { url: display, source, provider },
  });
}
