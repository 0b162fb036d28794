import path from 'node:path';
import { readStats, readTextFile } from '../../../config/read-text-file.js';
import { isInside, rootRelative } from '../../../config/root-relative.js';
import { LineIndex } from '../../../fragment/line-index.js';
import { jsonAt, parseJsonTree } from '../../../json/json-tree.js';
import { PRISMA_COMMAND } from '../../../lint/code/code-rules.js';
import { prismaCommands } from '../../../lint/code/prisma-command.js';
import type { LintFinding } from '../../../lint/lint-finding.js';
import { ruleFinding } from '../../../lint/rule-finding.js';
import { commandFix } from './code-fixes.js';
import type { CodeFile } from './list-code-files.js';

/** A longer one is no script that only starts things. */
const MAX_SCRIPT_BYTES = 64_000;

const SHELL_SCRIPT = /[^\s"'`;&|()<>]+\.(?:ba|z)?sh\b/g;

/** Prisma's own commands in the scripts of a package.json, and in the shell scripts that those name. */
export function scriptFindings(root: string, { extension, file }: CodeFile): readonly LintFinding[] {
  const text = readTextFile(file);
  if (text === null || !text.includes('"scripts"')) return [];
  const scripts = scriptsOf(text);
  const place = rootRelative(root, file);
  const lines = new LineIndex(text);
  const found = scripts.flatMap(({ name, command, start }) =>
    prismaCommands(command).map((each) =>
      ruleFinding(PRISMA_COMMAND, {
        message: `The script "${name}" of ${place} starts prisma ${each.command}, which knows nothing of the other extensions.`,
        extension: extension.name,
        // An escape before it moves it a little.
        where: { file: place, ...lines.at(start + 1 + each.offset) },
        fix: `${commandFix(each.command, false)} Where it has to stay: { "rule": "${PRISMA_COMMAND.code}", "path": "${place}", "reason": … } in lint.ignore.`,
      }),
    ),
  );
  const named = new Set(
    scripts.flatMap(({ command }) =>
      [...command.matchAll(SHELL_SCRIPT)].map(([script]) => path.resolve(path.dirname(file), script)),
    ),
  );
  return [...found, ...[...named].flatMap((script) => shellFindings(root, { extension, file: script }))];
}

interface Script {
  readonly name: string;
  readonly command: string;
  /** Where its opening quote stands. */
  readonly start: number;
}

function scriptsOf(text: string): readonly Script[] {
  try {
    JSON.parse(text);
  } catch {
    // Whoever reads it for its own sake says so.
    return [];
  }
  const scripts = jsonAt(parseJsonTree(text), ['scripts']);
  if (scripts?.kind !== 'object') return [];
  return scripts.members.flatMap(({ key, node }) =>
    node.kind === 'string' ? [{ name: key, command: node.value, start: node.start }] : [],
  );
}

function shellFindings(root: string, { extension, file }: CodeFile): readonly LintFinding[] {
  if (!isInside(root, file)) return [];
  const stats = readStats(file);
  if (stats === null || !stats.isFile() || stats.size > MAX_SCRIPT_BYTES) return [];
  const text = readTextFile(file) ?? '';
  const place = rootRelative(root, file);
  const lines = new LineIndex(text);
  return prismaCommands(text).map(({ command, offset }) =>
    ruleFinding(PRISMA_COMMAND, {
      message: `${place} starts prisma ${command}, which knows nothing of the other extensions.`,
      extension: extension.name,
      where: { file: place, ...lines.at(offset) },
      fix: `${commandFix(command, false)} Where it has to stay: { "rule": "${PRISMA_COMMAND.code}", "path": "${place}", "reason": … } in lint.ignore.`,
    }),
  );
}
