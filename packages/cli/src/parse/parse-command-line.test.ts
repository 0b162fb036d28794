import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/command-definitions.js';
import { splitShellWords } from '../completion/split-shell-words.js';
import { COLOURED, NARROW, widestLine } from '../render/look.test-support.js';
import { UsageError } from '../usage-error.js';
import { parseCommandLine } from './parse-command-line.js';

const COMMANDS = await allCommands();

function parse(...args: readonly string[]) {
  return parseCommandLine(args, { commands: COMMANDS, version: '1.2.3', look: NARROW });
}

function parsed(...args: readonly string[]) {
  const line = parse(...args);
  if (line.kind !== 'run') throw new Error(`not a run: ${line.kind}`);
  return { command: line.definition.name, flags: line.flags, globals: line.globals };
}

function usageError(...args: readonly string[]): UsageError {
  try {
    parse(...args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('parsed without an error');
}

/** The words of an example, up to where its output goes. */
function wordsOf(line: string): readonly string[] {
  const words = splitShellWords(line).map(({ text }) => text);
  const end = words.findIndex((word) => word === '>' || word === '|');
  return end === -1 ? words : words.slice(0, end);
}

describe('parseCommandLine', () => {
  it('takes global options before and after the command', () => {
    const before = parsed('--json', '--cwd', 'x', 'status', '--extension', 'blog');
    expect(before).toEqual(parsed('status', '--extension', 'blog', '--cwd=x', '--json'));
    expect(before).toEqual({
      command: 'status',
      flags: { extension: 'blog' },
      globals: { json: true, cwd: 'x', color: true },
    });
  });

  it.each([
    [['downgrade', '--target', '-1'], '-1'],
    [['downgrade', '--target=-1'], '-1'],
    [['downgrade', '--json', '--target', '-12', '--dry-run'], '-12'],
    [['upgrade', '--target', '+1'], '+1'],
    [['upgrade', '--target', 'head'], 'head'],
    [['stamp', '--extension', 'blog', 'head'], 'head'],
    [['stamp', 'base', '--json'], 'base'],
    [['stamp', '-1'], '-1'],
  ])('%j', (args, target) => {
    expect(parsed(...args).flags).toMatchObject({ target });
  });

  it('takes a message that only begins like an option', () => {
    expect(parsed('revision', '-m', '--force is gone').flags).toMatchObject({ message: '--force is gone' });
    expect(parsed('revision', '-m', '-1').flags).toMatchObject({ message: '-1' });
  });

  it.each([
    [['try'], { name: undefined }],
    [['try', 'blog'], { name: 'blog' }],
    [['try', '--single-file'], { name: undefined, singleFile: true }],
    [['try', '--single-file', 'one.prisma'], { name: undefined, singleFile: 'one.prisma' }],
    [['try', 'blog', '--single-file'], { name: 'blog', singleFile: true }],
  ])('leaves out what may be left out: %j', (args, flags) => {
    const [command] = COMMANDS;
    if (command === undefined) throw new Error('There are no commands.');
    const commands = [
      {
        ...command,
        name: 'try',
        arguments: [{ name: 'name', description: 'what to call it', isOptional: true }],
        options: [{ flags: '--single-file [file]', description: 'write one file' }],
      },
    ];
    expect(parseCommandLine(args, { commands, version: '1.2.3', look: NARROW })).toMatchObject({ flags });
  });

  it('reads seconds', () => {
    expect(parsed('upgrade', '--lock-timeout', '0.5').flags).toMatchObject({ lockTimeout: 0.5 });
  });

  it.each<[string, readonly string[], string]>([
    ['no argument where one is needed', ['stamp', '--all'], 'CLI.MISSING_ARGUMENT'],
    ['an argument too many', ['stamp', 'head', 'base'], 'CLI.EXCESS_ARGUMENTS'],
    ['an unknown option', ['upgrade', '--bogus'], 'CLI.UNKNOWN_OPTION'],
    ['an unknown option before the command', ['--bogus', 'upgrade'], 'CLI.UNKNOWN_OPTION'],
    ['a negative number that no option takes', ['downgrade', '--target', 'base', '-1'], 'CLI.EXCESS_ARGUMENTS'],
    ['an argument too many', ['status', 'blog'], 'CLI.EXCESS_ARGUMENTS'],
    ['an unknown command', ['frobnicate'], 'CLI.UNKNOWN_COMMAND'],
    ['help for an unknown command', ['help', 'frobnicate'], 'CLI.UNKNOWN_COMMAND'],
    ['no value at the end', ['upgrade', '--target'], 'CLI.MISSING_VALUE'],
    ['an option in the place of a value', ['upgrade', '--target', '--dry-run'], 'CLI.INVALID_VALUE'],
    ['an option in the place of a global value', ['status', '--cwd', '--json'], 'CLI.INVALID_VALUE'],
    ['an empty value', ['upgrade', '--extension', ''], 'CLI.INVALID_VALUE'],
    ['a value that is no choice', ['upgrade', '--tx', 'some'], 'CLI.INVALID_VALUE'],
    ['seconds that are no number', ['upgrade', '--lock-timeout', '1m'], 'CLI.INVALID_VALUE'],
    ['negative seconds', ['upgrade', '--lock-timeout', '-1'], 'CLI.INVALID_VALUE'],
    ['a missing option', ['downgrade'], 'CLI.MISSING_OPTION'],
    ['options that exclude each other', ['upgrade', '--all', '--extension', 'blog'], 'CLI.CONFLICTING_OPTIONS'],
    ['global options that exclude each other', ['status', '--quiet', '--verbose'], 'CLI.CONFLICTING_OPTIONS'],
  ])('refuses %s', (_, args, code) => {
    expect(usageError(...args).code).toBe(code);
  });

  it('suggests what may be meant, and where to read on', () => {
    expect(usageError('upgrad')).toMatchObject({
      message: "Unknown command 'upgrad'.",
      fix: 'Did you mean `upgrade`? See also `orchestrate --help`',
    });
    expect(usageError('upgrade', '--dry-rn')).toMatchObject({
      fix: 'Did you mean `--dry-run`? See also `orchestrate upgrade --help`',
      meta: { command: 'upgrade' },
    });
  });

  it('guesses what help was asked for', () => {
    expect(usageError('help', 'statu')).toMatchObject({
      message: "Unknown command 'statu'.",
      fix: 'Did you mean `status`? See also `orchestrate --help`',
      meta: { command: null },
    });
  });

  it('prints the version and nothing else', () => {
    expect(parse('--version')).toEqual({ kind: 'print', text: '1.2.3\n' });
    expect(parse('-V')).toEqual({ kind: 'print', text: '1.2.3\n' });
  });

  it('tells help from nothing at all', () => {
    expect(parse('--help').kind).toBe('print');
    expect(parse('help').kind).toBe('print');
    expect(parse().kind).toBe('nothing');
    expect(parse('--json').kind).toBe('nothing');
  });

  describe.each(COMMANDS)('$name --help', ({ name, options, arguments: expected = [], examples }) => {
    const line = parse(name, '--help');
    const text = line.kind === 'print' ? line.text : '';

    it('ends with examples and fits into a terminal', () => {
      expect(text).toMatch(new RegExp(`Examples:\\n(  # .*\\n  orchestrate ${name}.*\\n|  # .*\\n|    .*\\n)+$`));
      expect(widestLine(text)).toBeLessThanOrEqual(80);
    });

    it('describes every option and argument', () => {
      expect([...options, ...expected].filter(({ description }) => description.trim() === '')).toEqual([]);
    });

    it('has two examples at least, that are what they say they are', () => {
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const example of examples) {
        const [program, ...args] = wordsOf(example.line);
        expect(program).toBe('orchestrate');
        expect(parse(...args)).toMatchObject({ kind: 'run', definition: { name } });
      }
    });
  });

  it('lists every command once, under a heading of its own, in 80 columns', () => {
    const line = parse('--help');
    const text = line.kind === 'print' ? line.text : '';
    expect(widestLine(text)).toBeLessThanOrEqual(80);
    expect(text).not.toContain('Other commands');
    for (const { name } of COMMANDS) expect(text.match(new RegExp(`^  ${name} `, 'gm'))).toHaveLength(1);
  });

  it('prints the help of a command by either name', () => {
    expect(parse('help', 'status')).toEqual(parse('status', '--help'));
  });

  it('marks titles on a terminal with colour', () => {
    const line = parseCommandLine(['--help'], { commands: COMMANDS, version: '1', look: COLOURED });
    expect(line).toMatchObject({ text: expect.stringContaining(COLOURED.bold('Every day:')) });
  });
});
