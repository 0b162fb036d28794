import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most tests wait for a process or a server much of the time; by default one core stays idle.
    maxWorkers: availableParallelism() * 2,
    // As the command sets it for itself: Prisma's WebAssembly is used for moments, and compiling it for speed takes longer.
    execArgv: ['--liftoff-only'],
    globalSetup: ['test/support/postgres-setup.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // A process for each of so many small files would cost more than the tests in them.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        // Starts the built CLI, Prisma's CLI and turbo as processes.
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          // Loading the built command anew for each file took a sixth of all the time.
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
