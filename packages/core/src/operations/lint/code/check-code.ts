import { lstatSync } from 'node:fs';
import path from 'node:path';
import { errorCode, readTextFile, unreadable } from '../../../config/read-text-file.js';
import { rootRelative } from '../../../config/root-relative.js';
import { NOT_READ, PRISMA_COMMAND, SCHEMA_IN_TESTS, SCHEMA_STATEMENT } from '../../../lint/code/code-rules.js';
import { codeWords } from '../../../lint/code/code-words.js';
import { isTestFile } from '../../../lint/code/is-test-file.js';
import type { CodeRemark } from '../../../lint/code/scan-code.js';
import type { LintFinding } from '../../../lint/lint-finding.js';
import { ruleFinding } from '../../../lint/rule-finding.js';
import { SUPPRESSION_MARK } from '../../../lint/suppress/ignore-comment.js';
import { isInterrupted } from '../../run/is-interrupted.js';
import { replayInterrupted } from '../../run/replay-errors.js';
import type { LintContext } from '../lint-context.js';
import { commandFix, statementFix } from './code-fixes.js';
import { type CodeFile, listCodeFiles } from './list-code-files.js';
import { scriptFindings } from './script-findings.js';

/** Longer files are nothing that a person has written. */
const MAX_BYTES = 1_000_000;
const MINIFIED = { length: 20_000, lineLength: 400 } as const;
const FILES_PER_LOOK = 200;

/** What the code and the scripts of the workspace's own extensions do to the schema by themselves. */
export async function checkCode(context: LintContext): Promise<readonly LintFinding[]> {
  const { open, scope, severityOf, options, extensions } = context;
  const { root } = open.workspace;
  const rules = [SCHEMA_STATEMENT, PRISMA_COMMAND, SCHEMA_IN_TESTS];
  if (rules.every(({ code }) => severityOf(code) === 'off')) return [];
  const names = new Set(extensions.map(({ name }) => name));
  const findings: LintFinding[] = [];
  const files = await listCodeFiles(open.workspace);
  for (const [index, each] of files.entries()) {
    if (index % FILES_PER_LOOK === 0 && (await isInterrupted(options.signal))) throw replayInterrupted();
    if (!names.has(each.extension.name)) continue;
    if (path.basename(each.file) === 'package.json') findings.push(...scriptFindings(root, each));
    else if (scope.covers(rootRelative(root, each.file))) findings.push(...(await codeFindings(context, each)));
  }
  return findings;
}

async function codeFindings(context: LintContext, { extension, file }: CodeFile): Promise<readonly LintFinding[]> {
  const place = rootRelative(context.open.workspace.root, file);
  const bytes = sizeOf(file);
  if (bytes === null) return [];
  const skipped = (reason: string, line = 1): LintFinding =>
    ruleFinding(NOT_READ, {
      message: `${place} was not looked into: ${reason}.`,
      extension: extension.name,
      where: { file: place, line, column: 1 },
      fix: 'List it in .gitignore where it is output; where it has to be there, mend it or put it into lint.ignore.',
    });
  if (bytes > MAX_BYTES) return [skipped(`it has ${bytes} bytes`)];
  const text = readTextFile(file);
  if (text === null) return [];
  if (text.includes(SUPPRESSION_MARK)) context.suppressingCode.set(place, text);
  const words = codeWords(text);
  if (!words.sendsSql && !words.startsPrisma) return [];
  if (isMinified(place, text)) return [skipped('it is minified')];
  const { scanCode } = await import('../../../lint/code/scan-code.js');
  const scan = scanCode(file, text);
  if (scan.kind === 'unreadable') return [skipped(`it cannot be read (${scan.reason})`, scan.line)];
  const isTest = isTestFile(rootRelative(extension.directory, file));
  return scan.remarks.map((remark) => remarkFinding(remark, { extension: extension.name, file: place, isTest }));
}

interface RemarkPlace {
  readonly extension: string;
  readonly file: string;
  readonly isTest: boolean;
}

function remarkFinding(remark: CodeRemark, { extension, file, isTest }: RemarkPlace): LintFinding {
  const { line, column } = remark;
  const isStatement = remark.kind === 'statement';
  const rule = isTest ? SCHEMA_IN_TESTS : isStatement ? SCHEMA_STATEMENT : PRISMA_COMMAND;
  const message = isStatement
    ? `This code of ${extension} runs ${remark.statement.verb} ${remark.statement.verb === 'SELECT INTO' ? '' : `${remark.statement.object} `}${remark.statement.name ?? '…'} (by ${remark.by}), and no revision knows.`
    : `This code of ${extension} starts prisma ${remark.command}, which knows nothing of the other extensions.`;
  const fix = isStatement ? statementFix(extension, isTest) : commandFix(remark.command, isTest);
  return ruleFinding(rule, { message, extension, where: { file, line, column }, fix });
}

/** Null for what is no file of its own: gone meanwhile, or a symbolic link. */
function sizeOf(file: string): number | null {
  try {
    const stats = lstatSync(file);
    return stats.isFile() ? stats.size : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unreadable(file, error);
  }
}

function isMinified(place: string, text: string): boolean {
  if (/\.min\.[cm]?js$/.test(place)) return true;
  return text.length > MINIFIED.length && text.length / text.split('\n').length > MINIFIED.lineLength;
}
