import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, tool } from './run.mjs';

/**
 * Makes a clone ready to run: dependencies as package-lock.json has them, packages built, the `orchestrate` command
 * linked. What is up to date is left alone.
 *
 * @returns {Promise<boolean>} false after a failure, which has been shown
 */
export async function prepare() {
  return (await install()) && (await build());
}

/** Installs when node_modules is missing or older than package-lock.json. */
export async function install() {
  if (isInstalled()) return true;
  return step('Installing dependencies (the first time takes a minute or two)', () =>
    // Nothing here uses Prisma's native engines; naming one keeps older npm versions from downloading them.
    npm(['ci', '--no-audit', '--no-fund'], { quiet: true, env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath } }),
  );
}

/** Compiles the packages; a second time takes less than a second. */
export async function build() {
  const built = await step('Building packages', () =>
    tool('typescript/bin/tsc', ['-b', 'packages/core', 'packages/cli', 'packages/testing'], { quiet: true }),
  );
  if (!built) return false;
  for (const file of ['bin.js', 'schema-engine-bin.js']) chmodSync(join(root, 'packages/cli/dist', file), 0o755);
  // npm links a workspace's commands only where their files exist, which is not so in a bare clone.
  const commands = ['orchestrate', 'orchestrate-schema-engine'];
  if (commands.every((name) => existsSync(join(root, 'node_modules/.bin', name)))) return true;
  return step('Linking the orchestrate command', () =>
    npm(['rebuild', '--ignore-scripts', 'prisma-orchestrate'], { quiet: true }),
  );
}

function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** Shows one line for a quiet command, and all of its output where it fails. */
async function step(title, work) {
  process.stderr.write(`${title}\n`);
  const { code, output } = await work();
  if (code === 0) return true;
  process.stderr.write(`${output}\n${title}: failed with exit code ${code}\n`);
  return false;
}
