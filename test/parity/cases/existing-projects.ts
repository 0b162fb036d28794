import type { ParityCase } from '../parity-case.js';

/**
 * Projects that Prisma has made, with what their people wrote by hand. test/existing-projects.test.ts has more of them, which
 * Prisma's engine deploys there. One is not to be added: its `1_init` and `10_extensions` are the two names that Prisma and
 * orchestrate order differently.
 */
export const EXISTING_PROJECTS: readonly ParityCase[] = [
  project('sqlite', 'many-to-many'),
  project('sqlite', 'written-by-hand'),
  { ...project('sqlite', 'prisma-6'), schemaPath: 'prisma' },
  ...[
    ...['many-to-many', 'multi-schema', 'hand-written-indexes', 'triggers-and-functions', 'enum-values', 'views'],
    ...[
      'sequences-and-identity',
      'generated-columns',
      'partitioned-tables',
      'renamed-by-hand',
      'postgres-extensions-in-the-schema',
    ],
  ].map((name) => project('postgresql', name)),
  { ...project('postgresql', 'schema-in-the-url'), urlSchema: 'app' },
  { ...project('postgresql', 'prisma-6'), schemaPath: 'prisma' },
];

function project(on: 'sqlite' | 'postgresql', name: string): ParityCase {
  return { name: `an existing project: ${name}`, on, fixture: name, steps: [] };
}
