import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/command-definitions.js';
import { NARROW } from '../render/look.test-support.js';
import { commandLineText } from './command-line-text.js';
import { parseCommandLine } from './parse-command-line.js';

const COMMANDS = await allCommands();

describe('commandLineText', () => {
  it.each([
    [['upgrade', '--all'], 'orchestrate upgrade --all'],
    [['upgrade', '--extension', 'blog', '--target=+1'], 'orchestrate upgrade --extension blog --target +1'],
    [['revision', '-m', "Ada's tags", '--auto'], "orchestrate revision --message 'Ada'\\''s tags' --auto"],
    [['--database-url', 'postgresql://ada:secret@host/db', 'deploy'], 'orchestrate deploy'],
    [['stamp', '--all', 'head'], 'orchestrate stamp --all head'],
    [['stamp', "Ada's", '--extension', 'blog'], "orchestrate stamp --extension blog 'Ada'\\''s'"],
    [['repair', 'blog/1_a', "it's"], "orchestrate repair blog/1_a 'it'\\''s'"],
    [['repair'], 'orchestrate repair'],
    [['init-extension'], 'orchestrate init-extension'],
    [['init-extension', 'blog', '--skip-apply'], 'orchestrate init-extension --skip-apply blog'],
    [
      ['dev', '--extension', 'blog', '--extension', 'shop', '--no-upgrade', '--generate'],
      'orchestrate dev --extension blog --extension shop --no-upgrade --generate',
    ],
    [['dev', '--no-generate'], 'orchestrate dev --no-generate'],
    [['upgrade', '--lock-timeout', '5'], 'orchestrate upgrade --lock-timeout 5'],
  ])('%j', (args, expected) => {
    const line = parseCommandLine(args, { commands: COMMANDS, version: '1', look: NARROW });
    if (line.kind !== 'run') throw new Error(line.kind);
    expect(commandLineText(line.definition, line.flags)).toBe(expected);
  });
});
