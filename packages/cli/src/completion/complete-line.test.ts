import type { ExtensionNames } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../command-definition.js';
import { allCommands } from '../commands/command-definitions.js';
import { completeLine, type NamesWanted } from './complete-line.js';
import { commandWord } from './line-so-far.js';

const COMMANDS = await allCommands();
const NAMES: readonly ExtensionNames[] = [
  { name: 'core', revisions: ['20260101_init', '20260201_roles'], models: ['User', 'Role'] },
  { name: 'blog', revisions: ['20260115_init'], models: ['Post'] },
];
const TRY: CommandDefinition = {
  ...(COMMANDS[0] as CommandDefinition),
  name: 'try',
  arguments: [{ name: 'files', description: 'what to check', isList: true }],
  options: [
    { flags: '--single-file [file]', description: 'write one file' },
    { flags: '--also <names>', description: 'others' },
    { flags: '--depends-on <extensions>', description: 'what it relies on' },
    { flags: '--extension <name...>', description: 'which ones' },
    { flags: '--text <text>', description: 'any text' },
  ],
};

/** The ways to go on that begin with what is typed: the line is split at spaces. */
async function complete(line: string, seen: NamesWanted[] = []): Promise<unknown> {
  const words = line.split(' ');
  const current = words.pop() ?? '';
  const commands = [...COMMANDS, TRY];
  const command = commands.find(({ name }) => name === commandWord(words)) ?? null;
  const answer = await completeLine({
    words,
    current,
    command,
    commands: async () => commands,
    names: async (wanted) => {
      seen.push(wanted);
      return NAMES;
    },
  });
  if (answer.kind !== 'candidates') return answer.kind;
  return answer.candidates.map(({ value }) => value).filter((value) => value.startsWith(current));
}

describe('completeLine', () => {
  it.each<[string, unknown]>([
    ['up', ['upgrade']],
    ['--json up', ['upgrade']],
    ['--cwd up up', ['upgrade']],
    ['--cwd=x --json re', ['revision', 'repair', 'rename-extension', 'restore']],
    ['hel', ['help']],
    ['help sta', ['stamp', 'status']],
    ['help status ', []],
    ['frobnicate ', []],
    ['--vers', ['--version']],
    ['status --vers', []],
    ['--cw', ['--cwd']],
    ['status --cw', ['--cwd']],
    ['status --hel', ['--help']],
    ['status ', expect.arrayContaining(['--extension', '--sort', '--json', '--help'])],
    ['upgrade --extension ', ['core', 'blog']],
    ['upgrade --extension b', ['blog']],
    ['upgrade --extension=b', ['--extension=blog']],
    ['upgrade --all --ex', []],
    ['upgrade --all --al', []],
    ['try --extension core --ex', ['--extension']],
    ['try --extension core b', ['blog']],
    ['status --sort p', ['pending', 'problems']],
    ['status --sort=p', ['--sort=pending', '--sort=problems']],
    ['status --json=', []],
    ['status --bogus=', []],
    ['upgrade --target ', ['head', '+1', '20260201_roles', '20260101_init', 'core@', 'blog@']],
    ['upgrade --extension blog --target ', ['head', '+1', '20260115_init']],
    ['upgrade --extension=blog --target ', ['head', '+1', '20260115_init']],
    ['upgrade --target blog@', ['blog@head', 'blog@+1', 'blog@20260115_init']],
    ['upgrade --target blog/2', ['blog/20260115_init']],
    ['upgrade --target core@head,bl', ['core@head,blog@']],
    ['upgrade --target core@head,blog@2', ['core@head,blog@20260115_init']],
    ['upgrade --target=blog@2', ['--target=blog@20260115_init']],
    ['upgrade --target nobody@2', []],
    ['upgrade --all --target ', ['head']],
    ['downgrade --target -', ['-1']],
    ['downgrade --all --target ', ['base']],
    ['stamp ', ['head', 'base', '20260201_roles', '20260101_init', 'core@', 'blog@']],
    ['stamp --extension blog ', ['head', 'base', '20260115_init']],
    ['stamp --all ', ['head', 'base']],
    ['stamp head --dry', ['--dry-run']],
    ['squash --to ', ['20260201_roles', '20260101_init']],
    ['squash --extension blog --to ', ['20260115_init']],
    ['squash -m te', []],
    ['squash -m text --to 20260101', ['20260101_init']],
    ['repair ', ['core/', 'blog/']],
    ['repair blog/20260115_init core/2026', ['core/20260201_roles', 'core/20260101_init']],
    ['repair --extension blog ', ['20260115_init']],
    ['transfer ', ['User', 'Role', 'Post']],
    ['transfer --from blog ', ['Post']],
    ['transfer Post --from ', ['core', 'blog']],
    ['rename-extension b', ['blog']],
    ['rename-extension blog ', []],
    ['uninstall ', ['core', 'blog']],
    ['uninstall -- ', ['core', 'blog']],
    ['uninstall -- blog --dry', []],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['lint --explain FRAGMENT.NO', ['FRAGMENT.NO_ON_DELETE']],
    ['--cwd ', 'directories'],
    ['status --cwd=x', 'directories'],
    ['status --config ', 'files'],
    ['uninstall --backup-dir ', 'directories'],
    ['try ', 'files'],
    ['try a.prisma b', 'files'],
    ['try --single-file ', 'files'],
    ['try --single-file --te', ['--text']],
    ['try --depends-on core,b', ['core,blog']],
    ['try --depends-on core,c', []],
    ['try --also b', ['blog']],
    ['try --text ', []],
  ])('%s', async (line, expected) => {
    expect(await complete(line)).toEqual(expected);
  });

  it('looks for names only where they count, in the workspace that the line chooses', async () => {
    const seen: NamesWanted[] = [];
    await complete('--cwd a status --sort ', seen);
    await complete('up', seen);
    await complete('upgrade --', seen);
    expect(seen).toEqual([]);
    await complete('--cwd a status --config=b --extension ', seen);
    await complete('transfer ', seen);
    expect(seen).toEqual([
      { cwd: 'a', config: 'b', models: false },
      { cwd: undefined, config: undefined, models: true },
    ]);
  });

  it.each(COMMANDS.map(({ name }) => name))('offers every option of %s', async (name) => {
    const command = COMMANDS.find((each) => each.name === name);
    const flags = command?.options.map((option) => /--[\w-]+/.exec(option.flags)?.[0]) ?? [];
    expect(await complete(`${name} --`)).toEqual(expect.arrayContaining(flags));
  });
});
