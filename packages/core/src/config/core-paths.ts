import path from 'node:path';
import { OrchestrateError } from '../errors.js';
import { OUTPUT_DIRECTORY } from './defaults.js';
import type { OrchestrateConfig } from './define-config.js';
import type { FileTree } from './file-tree.js';
import type { PrismaConfig } from './prisma-config.js';

/** Where core's schema and revisions are. */
export interface CorePaths {
  /** Absolute. */
  readonly schema: string;
  /** Absolute. */
  readonly migrations: string;
}

/** What {@link resolveCorePaths} goes by. */
export interface ResolveCorePathsOptions {
  readonly root: string;
  readonly input: OrchestrateConfig;
  readonly prismaConfig: PrismaConfig | null;
  readonly files: FileTree;
}

/**
 * Core's schema and revisions: what the orchestrate configuration says, then what Prisma's says unless that is the
 * composed schema, then where Prisma itself looks, so that an existing Prisma project needs no configuration.
 *
 * @throws OrchestrateError `WORKSPACE.NO_SCHEMA`
 */
export function resolveCorePaths({ root, input, prismaConfig, files }: ResolveCorePathsOptions): CorePaths {
  const written = input.core?.schema;
  const named = isComposed(prismaConfig?.schema ?? null, { root, input }) ? null : (prismaConfig?.schema ?? null);
  const schema = written === undefined ? (named ?? findDefaultSchema(root, files)) : path.resolve(root, written);
  const stats = schema === null ? null : files.readStats(schema);
  if (schema === null || stats === null) throw noSchema({ root, schema, prismaConfig });
  const migrations = input.core?.migrations;
  if (migrations !== undefined) return { schema, migrations: path.resolve(root, migrations) };
  const beside = path.join(stats.isDirectory() ? schema : path.dirname(schema), 'migrations');
  return { schema, migrations: prismaConfig?.migrationsPath ?? beside };
}

/** Prisma's own tools may be pointed at the composed schema, which says nothing of where core is. */
function isComposed(schema: string | null, { root, input }: Pick<ResolveCorePathsOptions, 'root' | 'input'>): boolean {
  const output = path.resolve(root, input.output ?? OUTPUT_DIRECTORY);
  return schema === output || schema === `${output}.prisma`;
}

function findDefaultSchema(root: string, files: FileTree): string | null {
  for (const file of ['schema.prisma', 'prisma/schema.prisma']) {
    if (files.readStats(path.join(root, path.dirname(file)))?.isDirectory() !== true) continue;
    if (files.readStats(path.join(root, file))?.isFile()) return path.join(root, file);
  }
  const folder = path.join(root, 'prisma');
  const hasFiles =
    files.readStats(folder)?.isDirectory() === true &&
    (files.readDirectory(folder) ?? []).some(({ name }) => name.endsWith('.prisma') && !name.startsWith('.'));
  return hasFiles ? folder : null;
}

/** What {@link noSchema} tells of. */
export interface NoSchema {
  readonly root: string;
  /** Absolute; null where nothing names one. */
  readonly schema: string | null;
  readonly prismaConfig: PrismaConfig | null;
}

/** Core has no schema, or a folder without any file of one. */
export function noSchema({ root, schema, prismaConfig }: NoSchema): OrchestrateError {
  const isPrisma = schema !== null && schema === prismaConfig?.schema;
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.NO_SCHEMA',
    message:
      schema === null
        ? `The workspace ${root} has no core schema: neither prisma/schema.prisma nor another *.prisma file in prisma/.`
        : `There is no core schema in ${schema}${isPrisma ? `, which ${prismaConfig.file} names` : ''}.`,
    fix: isPrisma
      ? `Create it, or correct "schema" in ${prismaConfig.file}.`
      : 'Create prisma/schema.prisma, or set "core.schema" in the orchestrate configuration.',
    meta: { root, schema },
  });
}
