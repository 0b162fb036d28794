import path from 'node:path';
import { EXTENSIONS_DIRECTORY, OUTPUT_DIRECTORY } from '../../config/defaults.js';
import { readTextFile } from '../../config/read-text-file.js';
import { driverFor } from '../../database/driver-for.js';
import type { InitOptions, InitPlan } from '../init.js';
import { configText } from './config-text.js';
import { firstCommands, ignoreSteps, installSteps, type NextStep } from './next-steps.js';
import { planAdditions } from './plan-additions.js';
import type { Project } from './read-project.js';
import { starterFiles, starterIgnored } from './starter-project.js';
import { generatedBy } from './task-layout.js';
import { turboSteps } from './turbo-steps.js';

/** What makes a project of a directory without a schema; a file that is there stays as it is. */
export async function planNewProject(project: Project, options: InitOptions): Promise<InitPlan> {
  const { root, packageManager } = project;
  const provider = options.provider ?? (await options.chooseProvider?.()) ?? 'sqlite';
  const { starter } = await driverFor(provider);
  const files = starterFiles({ provider, database: starter });
  const config = configText({ language: 'typescript', extensionsDir: null });
  const created = Object.entries({ [config.name]: config.text, ...files }).flatMap(([name, after]) => {
    const file = path.join(root, name);
    return readTextFile(file) === null ? [{ file, before: null, after }] : [];
  });
  const schema = { path: 'prisma/schema.prisma', text: files['prisma/schema.prisma'] ?? '' };
  const { changes, kept } = await planAdditions(project, {
    migrates: true,
    layout: {
      schema: { path: schema.path, isFolder: false },
      migrations: 'prisma/migrations',
      extensionsDir: EXTENSIONS_DIRECTORY,
      output: OUTPUT_DIRECTORY,
      configFiles: ['prisma.config.ts', config.name],
      generated: generatedBy([schema]),
    },
  });
  return {
    kind: 'new',
    provider,
    config: null,
    extensions: [],
    changes: [...changes, ...created],
    kept,
    next: [
      ...installSteps({
        project,
        dev: ['@prisma-orchestrate/core', 'prisma', 'dotenv'],
        builds: starter.builds,
        runtime: ['@prisma/client', starter.adapter],
      }),
      ...(project.ignored === null ? [] : ignoreSteps(project, starterIgnored(starter))),
      ...(starter.isReady ? [] : [addressStep(starter.url)]),
      ...turboSteps(project),
      ...firstCommands(packageManager),
    ],
  };
}

function addressStep(url: string): NextStep {
  return { does: 'Put the address of your database into .env', lines: [`DATABASE_URL="${url}"`] };
}
