// Command lines that nobody types: each is understood, or a usage error says why not.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evil, fuzz, mutated } from '../../../core/src/fuzz.test-support.js';
import { allCommands } from '../commands/command-definitions.js';
import { splitShellWords } from '../completion/split-shell-words.js';
import { NARROW } from '../render/look.test-support.js';
import { UsageError } from '../usage-error.js';
import { parseCommandLine } from './parse-command-line.js';

const COMMANDS = await allCommands();
const flags = COMMANDS.flatMap(({ options }) =>
  options.map((option) => option.flags.replace(/^-., /, '').split(' ')[0] ?? ''),
);
const value = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1/4',
    '4/1',
    '1e9',
    '0.5',
    '9'.repeat(400),
    'head',
    'base',
    '+1',
    'blog@head',
    'a,b',
    '-',
    '--',
    '',
  ),
  evil,
);
const word = fc.oneof(
  fc.constantFrom(...flags),
  fc.tuple(fc.constantFrom(...flags), value).map((parts) => parts.join('=')),
  value,
  mutated(fc.constantFrom(...flags), 1),
  fc.constantFrom('-m', '-h', '-V', '--json', '--yes', '--cwd', '--lock-timeout'),
);
const line = fc.tuple(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...COMMANDS.map(({ name }) => name)) },
    { weight: 1, arbitrary: evil },
  ),
  fc.array(word, { maxLength: 5 }),
);

it('every command line is understood, or refused with a reason', () => {
  fc.assert(
    fc.property(line, ([command, words]) => {
      try {
        const parsed = parseCommandLine([command, ...words], { commands: COMMANDS, version: '1.2.3', look: NARROW });
        if (parsed.kind !== 'run') return;
        expect(parsed.definition.name).toBe(command);
        const given: Readonly<Record<string, unknown>> = { ...parsed.flags, ...parsed.globals };
        for (const each of Object.values(given)) {
          if (typeof each === 'number') expect(Number.isFinite(each) && each >= 0).toBe(true);
          if (typeof each === 'string' && !words.some((text) => text === '')) expect(each).not.toBe('');
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        expect([error.message, error.fix].every((text) => text !== '')).toBe(true);
      }
    }),
    fuzz(40),
  );
});

it('words that a shell has quoted come back', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(evil, fc.string()), { minLength: 1, maxLength: 5 }), (words) => {
      const quoted = words.map((each) => `'${each.replaceAll("'", "'\\''")}'`).join(' ');
      expect(splitShellWords(quoted).map(({ text }) => text)).toEqual(words);
    }),
    fuzz(60),
  );
});
