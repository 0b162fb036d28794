import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment, runCli } from './support/run-cli.js';

const ESCAPE = '\u001B[';
const SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id Int @id\n}\n';
/** Data on stdout with something to paint in it; what goes wrong, on stderr. */
const VALIDATE = ['validate'];
const FAIL = ['frobnicate'];

interface Terminals {
  readonly out?: boolean;
  readonly err?: boolean;
}

type Main = (args: readonly string[], host: object) => Promise<number>;
let main: Main;

beforeAll(async () => {
  const built = pathToFileURL(join(repositoryRoot, 'packages/cli/dist/main.js')).href;
  ({ main } = (await import(/* @vite-ignore */ built)) as { main: Main });
});

async function run(
  args: readonly string[],
  { out = false, err = false }: Terminals,
  env: Readonly<Record<string, string>>,
) {
  const cwd = testdir({ 'prisma/schema.prisma': SCHEMA });
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err', isTTY: boolean) => ({
    isTTY,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const host = {
    stdin: process.stdin,
    stdout: stream('out', out),
    stderr: stream('err', err),
    env: cleanEnvironment(env),
  };
  await main(args, { ...host, cwd: () => cwd });
  return written;
}

const ALL: Terminals = { out: true, err: true };

describe('colour', () => {
  it.each<[string, Terminals, Readonly<Record<string, string>>, readonly string[], boolean, boolean]>([
    ['two terminals', ALL, {}, [], true, true],
    ['no terminal', {}, {}, [], false, false],
    ['stdout in a file', { err: true }, {}, [], false, true],
    ['stderr in a file', { out: true }, {}, [], true, false],
    ['CI', {}, { CI: 'true' }, [], false, false],
    ['a dumb terminal', ALL, { TERM: 'dumb' }, [], false, false],
    ['NO_COLOR', ALL, { NO_COLOR: '1' }, [], false, false],
    ['an empty NO_COLOR', ALL, { NO_COLOR: '' }, [], true, true],
    ['FORCE_COLOR=1', {}, { FORCE_COLOR: '1' }, [], true, true],
    ['FORCE_COLOR=3', {}, { FORCE_COLOR: '3' }, [], true, true],
    ['FORCE_COLOR=true', {}, { FORCE_COLOR: 'true' }, [], true, true],
    ['FORCE_COLOR=0', ALL, { FORCE_COLOR: '0' }, [], false, false],
    ['FORCE_COLOR=false', ALL, { FORCE_COLOR: 'false' }, [], false, false],
    ['FORCE_COLOR over NO_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, [], true, true],
    ['--no-color over all', ALL, { FORCE_COLOR: '1' }, ['--no-color'], false, false],
    ['--json', ALL, { FORCE_COLOR: '1' }, ['--json'], false, false],
  ])('%s', async (_, terminals, env, flags, onOut, onErr) => {
    const good = await run([...VALIDATE, ...flags], terminals, env);
    expect(good.out.includes(ESCAPE)).toBe(onOut);
    const bad = await run([...FAIL, ...flags], terminals, env);
    expect(bad.err.includes(ESCAPE)).toBe(onErr);
    expect(`${good.err}${bad.out}`).not.toContain(ESCAPE);
  });

  it.each(['github', 'gitlab', 'sarif'])('is none in what programs read as %s', async (format) => {
    const { out } = await run([...VALIDATE, '--format', format], ALL, { FORCE_COLOR: '1' });
    expect(out).not.toContain(ESCAPE);
  });

  it.each<[readonly string[], unknown]>([
    [['--no-color', 'validate'], { NO_COLOR: '1', FORCE_COLOR: null }],
    [['validate'], { NO_COLOR: null, FORCE_COLOR: '1' }],
  ])('is told to whatever else paints: %j', async (args, expected) => {
    const print =
      'const { NO_COLOR = null, FORCE_COLOR = null } = process.env; console.log(JSON.stringify({ NO_COLOR, FORCE_COLOR })); export default {};\n';
    const cwd = testdir({ 'prisma/schema.prisma': SCHEMA, 'orchestrate.config.mjs': print });
    const { stderr } = await runCli(args, { cwd, env: { FORCE_COLOR: '1' } });
    expect(JSON.parse(stderr)).toEqual(expected);
  });
});

describe('paths', () => {
  it('are those that the shell would take, and absolute for a program', async () => {
    const cwd = testdir({ 'prisma/schema.prisma': SCHEMA, 'orchestrate.config.json': '{ "bogus": 1 }\n' });
    const { stderr } = await runCli(['validate'], { cwd });
    expect(stderr).toContain('orchestrate.config.json');
    expect(stderr).not.toContain(cwd);
    const { stdout } = await runCli(['validate', '--json'], { cwd });
    expect(stdout).toContain(join(cwd, 'orchestrate.config.json'));
  });
});
