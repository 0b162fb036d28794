import type { TestWorkspace } from './test-workspace.js';

/** Does what a test says in place of Prisma's command, with the configuration that it would have read. */
const SCRIPT = `const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const args = process.argv.slice(2);
const at = args.indexOf('--config');
(async () => {
  const { default: config } = await import(pathToFileURL(args[at + 1]).href);
  const migrate = (name, sql) => {
    const directory = path.join(config.migrations.path, name);
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(directory, 'migration.sql'), sql);
  };
  const does = fs.readFileSync(path.join(__dirname, '../../does.js'), 'utf8');
  await new (async () => {}).constructor('fs', 'path', 'config', 'args', 'migrate', does)(fs, path, config, args, migrate);
})();
`;

/** Installs a package prisma whose command runs a script of the test's own. */
export function installScriptedPrisma(workspace: TestWorkspace): void {
  workspace.write({
    'node_modules/prisma/package.json': '{ "name": "prisma", "version": "7.10.1", "bin": { "prisma": "cli.js" } }\n',
    'node_modules/prisma/cli.js': SCRIPT,
  });
}

/** What it does from now on: JavaScript with \`fs\`, \`path\`, \`config\`, \`args\` and \`migrate(name, sql)\`. */
export function prismaDoes(workspace: TestWorkspace, script: string): void {
  workspace.write({ 'does.js': script });
}
