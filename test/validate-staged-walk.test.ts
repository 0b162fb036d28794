// Whatever is edited and whichever of it is staged: `validate --staged` says what `validate` says of the index, checked out.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { git } from './support/git-repository.js';
import { runInProcess } from './support/run-in-process.js';

/** Chooses among so many. */
type Choose = (count: number) => number;

/** More of them for a longer look: `STAGED_WALKS=200 npx vitest run test/validate-staged-walk.test.ts`. */
const WALKS = Number(process.env['STAGED_WALKS'] ?? 3);
const FIRST = Number(process.env['STAGED_FIRST'] ?? 1);
const STRIDES = 4;
const EXTENSIONS = ['blog', 'shop', 'news', 'audit'];
const MODELS = ['Post', 'Item', 'News', 'post', 'Tag', 'User'];

it.each(Array.from({ length: WALKS }, (_, at) => FIRST + at))('walk %i', async (seed) => {
  const numbers = fc.sample(fc.nat(999_983), { numRuns: 2000, seed }).values();
  const choose: Choose = (count) => Number(numbers.next().value ?? 0) % count;
  const model = (name: string): string => `model ${name} {\n  id Int @id\n}\n`;
  const top = testdir({
    '.gitignore': 'node_modules\n',
    'package.json': '{ "private": true }\n',
    'prisma/schema.prisma': `datasource db {\n  provider = "sqlite"\n}\n\n${model('User')}`,
    ...Object.fromEntries(['Blog', 'Shop', 'News'].map((name) => [schemaOf(name.toLowerCase()), model(name)])),
  });
  await git(top, 'init', '--quiet', '--initial-branch=main');
  await git(top, 'add', '--all');
  await git(top, 'commit', '--quiet', '--message', 'all');
  const done: string[] = [];
  for (let stride = 0; stride < STRIDES; stride++) {
    for (let more = choose(3); more >= 0; more--) done.push(edit(top, choose));
    await stageSome(top, choose);
    const said = await errorsOf(top, '--staged');
    const truth = await errorsOf(await checkedOut(top));
    const isKnown = new Set(truth);
    // Prisma's validator does not look for everything where it has found something, which may be far away.
    const isHidden = (error: string): boolean => truth.length > 0 && error.includes(' SCHEMA.INVALID ');
    const invented = said.filter((error) => !isKnown.has(error) && !isHidden(error));
    expect({ done, invented }).toEqual({ done, invented: [] });
    // One error keeps others in the same file from being found; what was wrong in it before is not what this commit does.
    const unsaid = truth.filter((error) => !said.map(fileOf).includes(fileOf(error)));
    const before = unsaid.length === 0 ? [] : await errorsOf(await checkedOut(top, 'HEAD'));
    const missed = unsaid.filter((error) => !before.map(fileOf).includes(fileOf(error)));
    expect({ done, missed }).toEqual({ done, missed: [] });
    // Half of what is wrong is not committed, so that most of a walk starts from something sound.
    if (truth.length === 0 || choose(4) === 0)
      await git(top, 'commit', '--quiet', '--allow-empty', '--message', 'some');
    else if (choose(2) === 0) await git(top, 'reset', '--quiet', '--hard');
    if (choose(4) === 0) await git(top, 'clean', '--quiet', '--force', '-d');
  }
});

interface Document {
  readonly result: {
    readonly findings: readonly {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly where: { readonly file: string; readonly line: number; readonly column: number } | null;
    }[];
  } | null;
  readonly error: { readonly code: string } | null;
}

/** `FILE:LINE:COLUMN CODE MESSAGE` of each, or the code of what kept it from being told. */
async function errorsOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runInProcess(['validate', '--json', ...args], cwd);
  const { result, error } = JSON.parse(stdout) as Document;
  if (error !== null) return [error.code];
  return (result?.findings ?? [])
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, where }) => `${where?.file}:${where?.line}:${where?.column} ${code} ${message}`);
}

function fileOf(error: string): string {
  return error.split(':')[0] ?? '';
}

/** What git would commit, or has committed. */
async function checkedOut(top: string, commit?: string): Promise<string> {
  const folder = testdir();
  if (commit === undefined) await git(top, 'checkout-index', '--all', `--prefix=${folder}/`);
  else {
    await git(top, 'worktree', 'add', '--quiet', '--detach', '--force', folder, commit);
    rmSync(join(folder, '.git'));
    await git(top, 'worktree', 'prune');
  }
  return folder;
}

function schemaOf(extension: string): string {
  return `extensions/${extension}/prisma/schema.prisma`;
}

/** @returns what was done, for whoever has to find out why a walk fell */
function edit(top: string, choose: Choose): string {
  const pick = <Item>(items: readonly Item[]): Item => items[choose(items.length)] as Item;
  const read = (file: string): string => readFileSync(join(top, file), 'utf8');
  const write = (file: string, text: string): string => {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), text);
    return `${file}: ${text}`;
  };
  const there = existsSync(join(top, 'extensions')) ? readdirSync(join(top, 'extensions')) : [];
  const files = readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.prisma') && !file.startsWith('.git'))
    .sort();
  const file = pick(files);
  const text = file === undefined ? '' : read(file);
  const names = files.flatMap((each) => [...read(each).matchAll(/^model (\w+)/gm)].map(([, name = '']) => name));
  const into = (field: string): string =>
    write(
      file,
      text.replace(/^model \w+ \{\n/m, (head) => `${head}${field}`),
    );
  const [extension, other] = [pick(there.length > 0 ? there : EXTENSIONS), pick(EXTENSIONS)];
  const serial = choose(1000);
  const edits: readonly (() => string)[] = [
    () => write(file, `${text}\nmodel ${pick(MODELS)} {\n  id Int @id\n}\n`),
    () => into(`  r${serial}Id Int\n  r${serial} ${pick(names)} @relation(fields: [r${serial}Id], references: [id])\n`),
    () => into(`  l${serial} ${pick(names)}[]\n`),
    () => write(file, text.replace(/^model \w+/m, `model ${pick(MODELS)}${pick(['', serial])}`)),
    () => write(file, text.replace(/^model \w+ \{[^}]*\}\n?/m, '')),
    () => write(file, `${text}\n/// @extend\nmodel ${pick(names)} {\n  x${serial} ${pick(names)}[]\n}\n`),
    () => write(file, `${text}\nenum ${pick(MODELS)} {\n  A\n}\n`),
    () => write(file, `${text}${pick(['\nmodel {\n', '\ngenerator g {\n  provider = "x"\n}\n', '// x\n'])}`),
    () => write(schemaOf(other), `model ${pick(MODELS)} {\n  id Int @id\n}\n`),
    () => write(`extensions/${extension}/prisma/more.prisma`, `model ${pick(MODELS)}More {\n  id Int @id\n}\n`),
    () => {
      const dependsOn = ['core', ...there.filter((name) => name !== extension && choose(2) === 0)];
      const name = choose(8) === 0 ? { name: other } : {};
      return write(`extensions/${extension}/package.json`, JSON.stringify({ orchestrate: { ...name, dependsOn } }));
    },
    () => write(`extensions/${extension}/package.json`, pick(['{}', '{', '{"orchestrate":{"dependsOn":["blog"]}}'])),
    () => {
      if (file === undefined || file === 'prisma/schema.prisma') return 'nothing';
      rmSync(join(top, file));
      return `removed ${file}`;
    },
    () => {
      const [from, to] = [extension, other].map((name) => join(top, 'extensions', name)) as [string, string];
      if (!existsSync(from) || existsSync(to)) return 'nothing';
      renameSync(from, to);
      return `${from} is ${to}`;
    },
  ];
  return file === undefined || names.length === 0 ? write(schemaOf(other), '') : pick(edits)();
}

async function stageSome(top: string, choose: Choose): Promise<void> {
  const status = await git(top, 'status', '--porcelain', '--no-renames', '--untracked-files=all');
  // What is staged as deleted is known to nobody any more.
  const changed = status.split('\n').filter((line) => line !== '' && !line.startsWith('D '));
  const chosen = changed.map((line) => line.slice(3)).filter(() => choose(5) > 1);
  if (chosen.length > 0) await git(top, 'add', '--all', '--', ...chosen);
}
