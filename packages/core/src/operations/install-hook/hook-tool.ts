import path from 'node:path';
import { readDirectory, readStats, readTextFile } from '../../config/read-text-file.js';
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

/**
 * The tool that hooks of a repository are left to, by what it keeps in the working tree. That counts also before the
 * tool was run in this clone: what it sets up then would hide any other hook, or overwrite it.
 */
export function findHookTool(top: string, hook: GitHook): HookTool | null {
  const names = (readDirectory(top) ?? []).map(({ name }) => name);
  const nested = readStats(path.join(top, '.config'))?.isDirectory()
    ? (readDirectory(path.join(top, '.config')) ?? []).map(({ name }) => `.config/${name}`)
    : [];
  const found = (tool: HookTool['name'], file: string): HookTool => ({
    name: tool,
    file,
    callsOrchestrate: callsOrchestrate(readFile(path.join(top, file)) ?? ''),
  });
  if (readStats(path.join(top, '.husky'))?.isDirectory()) return found('husky', `.husky/${hook}`);
  const lefthook = [...names, ...nested].filter((name) => LEFTHOOK.test(name)).map((file) => found('lefthook', file));
  const preCommit = names.filter((name) => PRE_COMMIT.test(name)).map((file) => found('pre-commit', file));
  const tools = [...lefthook, ...preCommit];
  return tools.find((tool) => tool.callsOrchestrate) ?? tools[0] ?? null;
}

/** What is to be added for a tool, ready to be copied. */
export function linesForTool({ name }: HookTool, { hook, command }: { hook: GitHook; command: string }): string {
  if (name === 'husky') return command;
  if (name === 'lefthook') {
    return [`${hook}:`, '  commands:', '    orchestrate:', `      run: ${command}`].join('\n');
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
    ...(hook === 'pre-commit' ? [] : [`        stages: [${hook}]`]),
  ].join('\n');
}

function readFile(file: string): string | null {
  return readStats(file)?.isFile() ? readTextFile(file) : null;
}
