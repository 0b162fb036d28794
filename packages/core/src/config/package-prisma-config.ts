import path from 'node:path';
import { NO_OWN_SETTINGS, type PrismaConfig, prismaConfigFailed } from './prisma-config.js';
import { readTextFile } from './read-text-file.js';

/**
 * The schema that `prisma.schema` of a directory's package.json names, as Prisma 6 reads it: only where there is no
 * configuration file of Prisma's.
 *
 * @returns null where it names none
 * @throws OrchestrateError `CONFIG.PRISMA_CONFIG_FAILED` where the file cannot be parsed, so that nothing else is taken
 * for the schema
 */
export function readPackagePrismaConfig(directory: string): PrismaConfig | null {
  const file = path.join(directory, 'package.json');
  const text = readTextFile(file);
  // Most files have no such key, and need not be parsed.
  if (text === null || !/"prisma"\s*:\s*\{/.test(text)) return null;
  const schema = schemaOf(parse(file, text));
  if (typeof schema !== 'string' || schema === '') return null;
  return {
    file,
    schema: path.resolve(directory, schema),
    migrationsPath: null,
    datasourceUrl: null,
    shadowDatabaseUrl: null,
    initShadowDb: null,
    own: NO_OWN_SETTINGS,
  };
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw prismaConfigFailed(file, error);
  }
}

function schemaOf(manifest: unknown): unknown {
  const { prisma } = manifest as { readonly prisma?: { readonly schema?: unknown } };
  return prisma?.schema;
}
