import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { npm, root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'upgrade with nothing pending in 200 extensions of 5 revisions, against knex migrate:latest';

const knexFolder = join(root, 'scripts/bench/node_modules/knex');

export async function run() {
  await installKnex();
  await withTemporaryDirectory(async (directory) => {
    const workspace = join(directory, 'workspace');
    const { scripts } = generateWorkspace(workspace, { extensions: 200, revisions: 5, models: 1 });
    const knex = writeKnexProject(join(directory, 'knex'), scripts);
    const ours = { name: 'orchestrate upgrade --all', args: [orchestrate, 'upgrade', '--all'], cwd: workspace };
    const theirs = {
      name: 'knex migrate:latest',
      args: [join(knexFolder, 'bin/cli.js'), 'migrate:latest', '--knexfile', knex],
    };
    for (const { name, args, cwd } of [ours, theirs]) {
      const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
    }
    await compare({ ours, theirs, limit: 1 });
    console.log('  and against an empty Node program:');
    await compare({ ours, theirs: { name: 'node -e 0', args: ['-e', '0'] }, limit: 4.5 });
  });
}

async function installKnex() {
  if (existsSync(knexFolder)) return;
  const args = ['install', '--prefix', join(root, 'scripts/bench'), '--no-package-lock', '--no-audit', '--no-fund'];
  const { code, output } = await npm(args, { quiet: true });
  if (code !== 0) throw new Error(`knex could not be installed:\n${output}`);
}

/** The same revisions as one directory of knex migrations. */
function writeKnexProject(directory, scripts) {
  const migrations = join(directory, 'migrations');
  mkdirSync(migrations, { recursive: true });
  for (const script of scripts) {
    const statements = readFileSync(script, 'utf8')
      .split(/;\n/)
      .filter((statement) => statement.trim() !== '');
    writeFileSync(
      join(migrations, `${basename(dirname(script))}.cjs`),
      `const statements = ${JSON.stringify(statements)};
exports.up = async (knex) => { for (const statement of statements) await knex.raw(statement); };
exports.down = async () => {};
`,
    );
  }
  // knex looks for itself beside the knexfile.
  symlinkSync(dirname(knexFolder), join(directory, 'node_modules'), 'junction');
  const file = join(directory, 'knexfile.cjs');
  writeFileSync(
    file,
    `module.exports = {
  client: 'better-sqlite3',
  connection: { filename: ${JSON.stringify(join(directory, 'knex.db'))} },
  useNullAsDefault: true,
  migrations: { directory: ${JSON.stringify(migrations)}, loadExtensions: ['.cjs'] },
};
`,
  );
  return file;
}
