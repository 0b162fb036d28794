// Runs the programs that a JSON file lists, one after the other: `node run-each.mjs LIST`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [list] = process.argv.slice(2);
for (const { args, cwd, env } of JSON.parse(readFileSync(list, 'utf8'))) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`${args.join(' ')} failed with exit code ${status}\n${stdout}\n${stderr}`);
}
