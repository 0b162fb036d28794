import type { ParityCase } from '../parity-case.js';

/**
 * Projects that Prisma has made, with all that their people wrote by hand. One is left out: its `1_init` and `10_extensions` are
 * the two names that Prisma and orchestrate order differently.
 */
export const EXISTING_PROJECTS: readonly ParityCase[] = [
  project('sqlite', 'many-to-many'),
  project('sqlite', 'written-by-hand'),
  { ...project('sqlite', 'prisma-6'), schemaPath: 'prisma' },
  ...[
    ...['many-to-many', 'many-to-many-of-prisma-5', 'multi-schema', 'native-types', 'arrays', 'dbgenerated-defaults'],
    ...['defaults-that-prisma-sets-again', 'unsupported-types', 'hand-written-indexes', 'covering-indexes'],
    ...['concurrent-index', 'triggers-and-functions', 'enum-values', 'views', 'postgres-extensions-in-the-schema'],
    ...['sequences-and-identity', 'sequence-of-its-own', 'house-rules', 'generated-columns'],
    ...['generated-column-without-a-word', 'partitioned-tables', 'relation-mode-prisma'],
    ...['composite-keys-and-self-relations', 'long-names', 'renamed-by-hand'],
  ].map((name) => project('postgresql', name)),
  { ...project('postgresql', 'schema-in-the-url'), urlSchema: 'app' },
  { ...project('postgresql', 'prisma-6'), schemaPath: 'prisma' },
];

function project(on: 'sqlite' | 'postgresql', name: string): ParityCase {
  return { name: `an existing project: ${name}`, on, fixture: name, steps: [] };
}
