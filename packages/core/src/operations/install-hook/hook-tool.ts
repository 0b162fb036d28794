import path from 'node:path';
import { sorted } from '../../compare.js';
import { readDirectory, readStats, readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { GitHook } from './git-hook.js';
import { callsOrchestrate } from './hook-script.js';

/** A tool that a repository runs its hooks with. */
export interface HookTool {
  readonly name: 'husky' | 'lefthook' | 'pre-commit';
  /** The file of the user's that says what a hook does, relative to the top; it may be missing yet. */
  readonly file: string;
  /** Whether it calls orchestrate already. */
  readonly callsOrchestrate: boolean;
}

const LEFTHOOK = /^(?:\.?lefthook(?:-local)?|\.config\/lefthook)\.(?:ya?ml|toml|jsonc?)$/;
const PRE_COMMIT = /^(?:\.pre-commit-config\.ya?ml|prek\.toml)$/;
const HUSKY = /(?:^|\/)\.husky(?=(?:\/_)?$)/;

/** Where to look for a tool. */
export interface FindHookToolOptions {
  readonly top: string;
  readonly hook: GitHook;
  /** Where git looks for the hook. */
  readonly hookFile: string;
}

/**
 * The tool that hooks of a repository are left to, by what it keeps in the working tree. That counts also before the
 * tool was run in this clone: what it sets up then would hide any other hook, or overwrite it.
 */
export function findHookTool({ top, hook, hookFile }: FindHookToolOptions): HookTool | null {
  const found = (name: HookTool['name'], file: string): HookTool => ({
    name,
    file,
    callsOrchestrate: callsOrchestrate(readFile(path.join(top, file)) ?? ''),
  });
  const husky = huskyFolder(top, path.dirname(hookFile));
  if (husky !== null) return found('husky', `${husky}/${hook}`);
  const names = [...namesIn(top), ...namesIn(path.join(top, '.config')).map((name) => `.config/${name}`)];
  const tools = [
    ...names.filter((name) => LEFTHOOK.test(name)).map((file) => found('lefthook', file)),
    ...names.filter((name) => PRE_COMMIT.test(name)).map((file) => found('pre-commit', file)),
  ];
  return tools.find((tool) => tool.callsOrchestrate) ?? tools[0] ?? null;
}

/** What is to be added for a tool, ready to be copied, in the language of its file. */
export function linesForTool({ name, file }: HookTool, { hook, command }: { hook: GitHook; command: string }): string {
  if (name === 'husky') return command;
  const language = path.extname(file);
  return (name === 'lefthook' ? lefthookLines(language, hook, command) : preCommitLines(language, hook, command)).join(
    '\n',
  );
}

function lefthookLines(language: string, hook: GitHook, command: string): readonly string[] {
  if (language === '.toml') return [`[${hook}.commands.orchestrate]`, `run = ${JSON.stringify(command)}`];
  if (language.startsWith('.json')) {
    return [`"${hook}": { "commands": { "orchestrate": { "run": ${JSON.stringify(command)} } } }`];
  }
  return [`${hook}:`, '  commands:', '    orchestrate:', `      run: ${command}`];
}

function preCommitLines(language: string, hook: GitHook, command: string): readonly string[] {
  if (language === '.toml') {
    return [
      '[[repos]]',
      'repo = "local"',
      '[[repos.hooks]]',
      'id = "orchestrate-validate"',
      'name = "orchestrate validate"',
      `entry = ${JSON.stringify(command)}`,
      'language = "system"',
      'pass_filenames = false',
      `stages = ["${hook}"]`,
    ];
  }
  return [
    'repos:',
    '  - repo: local',
    '    hooks:',
    '      - id: orchestrate-validate',
    '        name: orchestrate validate',
    `        entry: ${command}`,
    '        language: system',
    '        pass_filenames: false',
    `        stages: [${hook}]`,
  ];
}

/** Relative to the top: the folder that git is told to look in, which may be anywhere, or the usual one. */
function huskyFolder(top: string, hooks: string): string | null {
  const relative = rootRelative(top, hooks);
  const match = HUSKY.exec(relative);
  if (match !== null) return relative.slice(0, match.index) + match[0];
  return readStats(path.join(top, '.husky'))?.isDirectory() ? '.husky' : null;
}

function namesIn(directory: string): readonly string[] {
  const isThere = readStats(directory)?.isDirectory() ?? false;
  return isThere ? sorted((readDirectory(directory) ?? []).map(({ name }) => name)) : [];
}

function readFile(file: string): string | null {
  return readStats(file)?.isFile() ? readTextFile(file) : null;
}
