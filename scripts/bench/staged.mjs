import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate, prismaValidate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title =
  'validate --staged of one file in 200 extensions and 1,000 models, against prisma validate and an empty program';

const STAGED = 'extensions/ext-102/prisma/schema.prisma';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    generateWorkspace(directory, { extensions: 200, revisions: 1, models: 5 });
    start(process.execPath, [orchestrate, 'compose']);
    writeFileSync(join(directory, '.gitignore'), 'node_modules\ngenerated\n');
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=All');
    const file = join(directory, STAGED);
    writeFileSync(file, readFileSync(file, 'utf8').replace('name String', 'name String\n  more String?'));
    git('add', '--all');

    const ours = { name: 'orchestrate validate --staged', args: [orchestrate, 'validate', '--staged'], cwd: directory };
    await compare({ ours, theirs: prismaValidate(directory), limit: 0.3 });
    await compare({ ours, theirs: { name: 'node -e 0', args: ['-e', '0'], cwd: directory }, limit: 3, plusMs: 150 });

    function git(...args) {
      const identity = [
        '-c',
        'user.name=bench',
        '-c',
        'user.email=bench@example.org',
        '-c',
        'core.hooksPath=/dev/null',
      ];
      start('git', [...identity, ...args]);
    }

    function start(command, args) {
      const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };
      const { status, stderr } = spawnSync(command, args, { cwd: directory, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
    }
  });
}
