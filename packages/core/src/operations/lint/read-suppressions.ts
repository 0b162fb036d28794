import type { Driver } from '../../database/database.js';
import { SUPPRESSION_MARK } from '../../lint/suppress/ignore-comment.js';
import type { Suppression } from '../../lint/suppress/suppression.js';
import { suppressionsInSchema } from '../../lint/suppress/suppressions-in-schema.js';
import { suppressionsInSql } from '../../lint/suppress/suppressions-in-sql.js';
import type { LintContext } from './lint-context.js';

/** The comments that suppress findings, in all files that were looked at. */
export async function readSuppressions(context: LintContext): Promise<readonly Suppression[]> {
  const { sources, extensions, revisions, driver, suppressingCode, scope } = context;
  const names = new Set(extensions.map(({ name }) => name));
  const schemas = sources.filter(({ name }) => names.has(name)).flatMap(({ files }) => files);
  const scripts = revisions.flatMap(({ revision, files, downScript }) => [
    { file: files.up, text: revision.sql },
    { file: files.down, text: downScript ?? '' },
  ]);
  const found = [
    ...schemas.filter(({ text }) => text.includes(SUPPRESSION_MARK)).flatMap(suppressionsInSchema),
    ...(
      await Promise.all(
        scripts.filter(({ text }) => text.includes(SUPPRESSION_MARK)).map((each) => inScript(each, driver)),
      )
    ).flat(),
  ];
  for (const [file, text] of suppressingCode) {
    const { suppressionsInCode } = await import('../../lint/suppress/suppressions-in-code.js');
    found.push(...suppressionsInCode({ file, text }));
  }
  // Of what is not looked at it cannot be said that there is nothing to suppress.
  return found.filter(({ where }) => scope.covers(where.file));
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
