import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** The connections that Prisma's engine works on. */
export interface PrismaConnections {
  readonly provider: 'sqlite' | 'postgres';
  /** As `migration_lock.toml` has it. */
  readonly lockfileProvider: string;
  connect(): Promise<object>;
  connectToShadowDb(): Promise<object>;
  close(): Promise<void>;
}

/** A statement of the engine. */
export interface PrismaQuery {
  readonly sql: string;
  readonly args: readonly unknown[];
}

interface Utilities {
  readonly bindMigrationAwareSqlAdapterFactory: (factory: object) => object;
  readonly ColumnTypeEnum: Readonly<Record<ColumnTypeName, number>>;
  readonly DriverAdapterError: new (cause: object) => Error;
}

type ColumnTypeName =
  | 'Int32'
  | 'Int64'
  | 'Double'
  | 'Boolean'
  | 'Character'
  | 'Text'
  | 'DateTime'
  | 'Bytes'
  | 'CharacterArray'
  | 'TextArray';

/** Prisma's own package for adapters, as the library has it. */
export const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError }: Utilities = createRequire(
  join(repositoryRoot, 'packages/core/package.json'),
)('@prisma/driver-adapter-utils');
