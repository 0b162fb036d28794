import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { SourcePosition } from '../../findings.js';
import { LineIndex } from '../../fragment/line-index.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import { ruleFinding } from '../../lint/rule-finding.js';
import { UNKNOWN_NAME, UNKNOWN_RULE } from '../../lint/suppression-rules.js';
import { didYouMean } from '../../revisions/closest-names.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { ruleProposal } from './lint-errors.js';

/** The areas that have rules only; in others there are findings that are no rules. */
const LINT_AREAS = /^(?:CODE|FRAGMENT|LINT|NAMING|OWNERSHIP|SQL)\./;

/** The areas of all findings. */
const AREAS = /^(?:CHECK|COMPOSITION|CODE|FRAGMENT|LINT|NAMING|OWNERSHIP|PACK|REVISION|SCHEMA|SQL)\.[A-Z0-9_]+$/;

/** Names in the configuration of linting that nothing has. */
export function configFindings(
  { workspace, revisions }: Pick<OpenWorkspace, 'workspace' | 'revisions'>,
  codes: ReadonlySet<string>,
): readonly LintFinding[] {
  const { config } = workspace;
  const { severities, startAfter, prefix } = config.lint;
  const extensions = new Set(workspace.extensions.map(({ name }) => name));
  const starts = typeof startAfter === 'string' ? [['', startAfter] as const] : Object.entries(startAfter);
  const at = placesIn(workspace);
  const unknownRules = Object.keys(severities).filter(
    (code) => !codes.has(code) && (LINT_AREAS.test(code) || !AREAS.test(code)),
  );
  const unknownExtensions = [...starts.map(([name]) => name), ...Object.keys(prefix)].filter(
    (name) => name !== '' && !extensions.has(name),
  );
  const unknownRevisions = starts
    .map(([, start]) => start)
    .filter((start) => !/^\d+$/.test(start) && !revisions.some(({ id, name }) => id === start || name === start));
  const nameFinding = (name: string, what: string, names: Iterable<string>): LintFinding =>
    ruleFinding(UNKNOWN_NAME, {
      message: `The configuration of lint names ${name}, and there is no such ${what}.`,
      extension: null,
      where: at(name),
      fix: didYouMean({ wanted: name, names }) ?? `Correct the name, or give a timestamp such as 20260301000000.`,
    });
  return [
    ...unknownRules.map((code) =>
      ruleFinding(UNKNOWN_RULE, {
        message: `lint.severities names ${code}, and there is no such rule.`,
        extension: null,
        where: at(code),
        fix: ruleProposal(code, codes),
      }),
    ),
    ...[...new Set(unknownExtensions)].map((name) => nameFinding(name, 'extension', extensions)),
    ...[...new Set(unknownRevisions)].map((name) =>
      nameFinding(
        name,
        'revision',
        revisions.map((each) => each.name),
      ),
    ),
  ];
}

/** Where the configuration says something, as far as its text tells. */
function placesIn({ root, config }: Workspace): (text: string) => SourcePosition | null {
  const { file } = config;
  if (file === null) return () => null;
  const text = readTextFile(file) ?? '';
  const lines = new LineIndex(text);
  return (wanted) => ({ file: rootRelative(root, file), ...lines.at(Math.max(text.indexOf(wanted), 0)) });
}
