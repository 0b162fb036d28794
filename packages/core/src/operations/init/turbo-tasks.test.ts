import { describe, expect, it } from 'vitest';
import { type TaskLayout, turboTasks } from './turbo-tasks.js';

const DEFAULT: TaskLayout = {
  schema: { path: 'prisma/schema.prisma', isFolder: false },
  migrations: 'prisma/migrations',
  extensionsDir: 'extensions',
  output: 'generated/schema',
  configFiles: ['prisma.config.ts', 'orchestrate.config.ts'],
  generated: ['generated/client', 'docs/schema.dbml'],
};

describe('turboTasks', () => {
  it('names what each task reads and writes', () => {
    const tasks = turboTasks(DEFAULT, 'monorepo');
    expect(Object.keys(tasks)).toEqual([
      'schema:validate',
      'schema:check',
      '//#schema:validate',
      '//#schema:check',
      '//#db:generate',
      '//#db:upgrade',
    ]);
    expect(tasks['schema:check']?.inputs).toEqual([
      'package.json',
      'prisma/**/*.prisma',
      'prisma/migrations/**',
      '$TURBO_ROOT$/prisma*.config.*',
      '$TURBO_ROOT$/orchestrate.config.*',
      '$TURBO_ROOT$/.orchestraterc*',
      '$TURBO_ROOT$/prisma/**/*.prisma',
      '$TURBO_ROOT$/prisma/migrations/**',
    ]);
    expect(tasks['//#db:generate']?.inputs).toContain('tsconfig.json');
    expect(tasks['//#db:generate']?.outputs).toEqual([
      'generated/schema/**',
      'generated/client/**',
      'docs/schema.dbml',
    ]);
    expect(tasks['//#db:upgrade']?.cache).toBe(false);
  });

  it('follows the places of the workspace', () => {
    const layout = {
      ...DEFAULT,
      schema: { path: 'db', isFolder: true },
      extensionsDir: 'modules',
      output: 'db/composed',
      configFiles: ['prisma7.config.ts', '.config/prisma.ts', 'package.json'],
    };
    const { inputs = [] } = turboTasks(layout, 'monorepo')['//#schema:validate'] ?? {};
    expect(inputs).toEqual([
      'prisma*.config.*',
      'orchestrate.config.*',
      '.orchestraterc*',
      '.config/prisma.ts',
      'package.json',
      'db/**/*.prisma',
      '!db/composed/**',
      'modules/*/package.json',
      'modules/*/prisma/**/*.prisma',
    ]);
  });

  it('does not cache what a generator writes nobody knows where', () => {
    const tasks = turboTasks({ ...DEFAULT, generated: null }, 'monorepo');
    expect(tasks['//#db:generate']).toMatchObject({ cache: false });
  });

  it('names no package where there is only one', () => {
    const tasks = turboTasks(DEFAULT, 'single package');
    expect(Object.keys(tasks)).toEqual(['schema:validate', 'schema:check', 'db:generate', 'db:upgrade']);
    expect(tasks['schema:validate']).toEqual(turboTasks(DEFAULT, 'monorepo')['//#schema:validate']);
  });
});
