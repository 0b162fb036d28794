import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import type { Driver } from '../../database/database.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { Suppression } from '../../lint/suppress/suppression.js';
import { suppressionsInSchema } from '../../lint/suppress/suppressions-in-schema.js';
import { suppressionsInSql } from '../../lint/suppress/suppressions-in-sql.js';
import type { LintContext } from './lint-context.js';

/** What a text needs to have for there to be a suppression in it. */
const MARK = 'orchestrate-ignore';

const CODE = /\.[cm]?[jt]sx?$/;

/** The comments that suppress findings, in all files that are looked at. */
export async function readSuppressions(
  context: LintContext,
  findings: readonly LintFinding[],
): Promise<readonly Suppression[]> {
  const { sources, extensions, revisions, driver, open } = context;
  const names = new Set(extensions.map(({ name }) => name));
  const schemas = sources.filter(({ name }) => names.has(name)).flatMap(({ files }) => files);
  const scripts = revisions.flatMap(({ revision, files, downScript }) => [
    { file: files.up, text: revision.sql },
    { file: files.down, text: downScript ?? '' },
  ]);
  const found = [
    ...schemas.filter(({ text }) => text.includes(MARK)).flatMap(suppressionsInSchema),
    ...(
      await Promise.all(scripts.filter(({ text }) => text.includes(MARK)).map((each) => inScript(each, driver)))
    ).flat(),
  ];
  const code = new Set(findings.flatMap(({ where }) => (where !== null && CODE.test(where.file) ? [where.file] : [])));
  for (const file of code) {
    const text = readTextFile(path.resolve(open.workspace.root, file));
    if (text === null || !text.includes(MARK)) continue;
    const { suppressionsInCode } = await import('../../lint/suppress/suppressions-in-code.js');
    found.push(...suppressionsInCode({ file, text }));
  }
  return found;
}

interface Script {
  readonly file: string;
  readonly text: string;
}

async function inScript({ file, text }: Script, driver: Driver | null): Promise<readonly Suppression[]> {
  if (driver === null) return [];
  const [tokens, statements] = [await driver.readTokens(text), await driver.parseScript(text)];
  return suppressionsInSql({ file, text, tokens, statements });
}
