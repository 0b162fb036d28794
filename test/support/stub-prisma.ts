import type { TestWorkspace } from './test-workspace.js';

/** A core fragment with one client, which the stub writes to `client/`. */
export const CLIENT = `generator client {
  provider = "prisma-client"
  output   = "../client"
}

model User {
  id Int @id
}
`;

/**
 * Writes into files that are there, as generators do, and takes one away. It fails where there is a file `fail`, and
 * waits in the middle of its work while there is one called `hang`.
 */
const SCRIPT = `const fs = require('node:fs');
fs.appendFileSync('runs.log', process.argv.slice(2).join(' ') + '\\n');
const schema = fs.readdirSync('generated/schema').sort().map((name) => fs.readFileSync('generated/schema/' + name, 'utf8'));
fs.mkdirSync('client/models', { recursive: true });
fs.writeFileSync('client/client.ts', 'half of it');
fs.writeFileSync('client/models/half.ts', 'half of it');
fs.rmSync('client/gone.ts', { force: true });
console.log('half');
if (fs.existsSync('fail')) {
  console.error(fs.readFileSync('fail', 'utf8'));
  process.exit(7);
}
const waiting = setInterval(() => {
  if (fs.existsSync('hang')) return;
  clearInterval(waiting);
  fs.writeFileSync('client/client.ts', schema.join(''));
  fs.renameSync('client/models/half.ts', 'client/models/whole.ts');
}, 5);
`;

/** Installs a package prisma that stands in for the real one, which takes seconds. */
export function installStubPrisma(workspace: TestWorkspace, version = '7.0.0'): void {
  workspace.write({
    'node_modules/prisma/package.json': `${JSON.stringify({ name: 'prisma', version, bin: { prisma: 'cli.js' } })}\n`,
    'node_modules/prisma/cli.js': SCRIPT,
  });
}

/** The command lines with which the stub was run. */
export function runsOf(workspace: TestWorkspace): readonly string[] {
  return workspace.has('runs.log') ? workspace.read('runs.log').trimEnd().split('\n') : [];
}
