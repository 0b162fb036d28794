// What people copy from the documentation has to work: commands are those that there are, and YAML is YAML.
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { allCommands } from '../packages/cli/src/commands/command-definitions.js';
import { parseCommandLine } from '../packages/cli/src/parse/parse-command-line.js';
import { PLAIN } from '../packages/cli/src/render/look.test-support.js';
import { UsageError } from '../packages/cli/src/usage-error.js';
import {
  codeBlocks,
  type DocumentedCommand,
  documentedCommands,
  readDocumentedFiles,
} from './support/documented-commands.js';
import { deadLinks } from './support/documented-links.js';

const COMMANDS = await allCommands();
const files = readDocumentedFiles();

/** What is wrong with a command; null where it can be run, or may stand in a sentence. */
function problemOf({ args, isMention, where }: DocumentedCommand): string | null {
  try {
    parseCommandLine(args, { commands: COMMANDS, version: '1', look: PLAIN });
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (isMention && error.code.startsWith('CLI.MISSING_')) return null;
    return `${where}: orchestrate ${args.join(' ')}: ${error.message}`;
  }
}

describe('the documentation', () => {
  it.each(files.map((file) => [file.path, file] as const))('shows commands that there are: %s', (_, file) => {
    expect(
      documentedCommands(file)
        .map(problemOf)
        .filter((problem) => problem !== null),
    ).toEqual([]);
  });

  it('has no link that leads nowhere', () => {
    const pages = files.filter(({ path }) => path.endsWith('.md'));
    const dead = pages.flatMap((file) => deadLinks(file).map((link) => `${file.path}: ${link}`));
    expect(dead).toEqual([]);
  });

  it('shows YAML that can be read', () => {
    const blocks = files.flatMap((file) => codeBlocks(file).map((block) => ({ ...block, path: file.path })));
    const yaml = blocks.filter(({ language }) => language === 'yaml');
    const errors = yaml.flatMap(({ path, line, text }) =>
      parseAllDocuments(text).flatMap((document) =>
        [...document.errors, ...document.warnings].map(({ message }) => `${path}:${line}: ${message}`),
      ),
    );
    expect(errors).toEqual([]);
    expect(yaml.length).toBeGreaterThan(0);
  });
});

describe('the reader behind these rules', () => {
  const page = (language: string, text: string) => ({
    path: 'x.md',
    text: `Words.\n\n\`\`\`${language}\n${text}\n\`\`\`\n`,
  });
  const argsIn = (language: string, text: string) => documentedCommands(page(language, text)).map(({ args }) => args);

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['console', '$ orchestrate status\norchestrate says\n$ npx orchestrate check', [['status'], ['check']]],
    [
      'sh',
      '# orchestrate is here\norchestrate revision -m "Two words" --auto # why',
      [['revision', '-m', 'Two words', '--auto']],
    ],
    [
      'sh',
      'A=1 orchestrate check && (cd db && npx --no-install orchestrate validate) > x.json',
      [['check'], ['validate']],
    ],
    ['sh', 'orchestrate upgrade \\\n  --all', [['upgrade', '--all']]],
    ['dockerfile', 'RUN orchestrate validate\nCMD ["npx", "orchestrate", "deploy"]', [['validate'], ['deploy']]],
    ['yaml', '- run: npx orchestrate check\n- args: [node_modules/.bin/orchestrate, deploy]', [['check'], ['deploy']]],
    [
      'yaml',
      'script:\n  - orchestrate check\n  - |\n    orchestrate list\n    orchestrate status',
      [['check'], ['list'], ['status']],
    ],
    ['json', '{ "scripts": { "a": "orchestrate check" }, "b": "by orchestrate status" }', [['check']]],
    ['ts', "hook: 'orchestrate compose && prisma generate'", [['compose']]],
    ['text', 'orchestrate status', []],
  ])('reads %s: %j', (language, text, expected) => {
    expect(argsIn(language, text)).toEqual(expected);
  });

  it('reads what a sentence names, and leaves placeholders alone', () => {
    const text =
      'Run `orchestrate upgrade --all`, as `orchestrate <command> --help` says, not `the orchestrate check`.\n';
    expect(documentedCommands({ path: 'x.md', text })).toEqual([
      { args: ['upgrade', '--all'], isMention: true, where: 'x.md:1' },
    ]);
  });

  it('finds links that lead nowhere', () => {
    const text =
      '[a](docs/check.md) [b](docs/check.md#formats) [c](docs/check.md#no) [d](no.md) [e](#here) `[f](no.md)`\n\n# Here\n';
    expect(deadLinks({ path: 'README.md', text })).toEqual(['docs/check.md#no', 'no.md', '#here']);
    expect(
      deadLinks({ path: 'docs/check.md', text: '[a](#formats) [b](../README.md) [c](https://example.org)' }),
    ).toEqual([]);
  });

  it('finds what is wrong', () => {
    const command = (...args: readonly string[]) => ({ args, isMention: false, where: 'x.md:3' });
    expect(problemOf(command('upgrade', '--all'))).toBeNull();
    expect(problemOf(command('upgrade', '--al'))).toContain('x.md:3: orchestrate upgrade --al: Unknown option');
    expect(problemOf(command('downgrade'))).toContain('x.md:3');
    expect(problemOf({ ...command('downgrade'), isMention: true })).toBeNull();
  });
});
