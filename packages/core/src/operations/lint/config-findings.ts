import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { LineIndex } from '../../fragment/line-index.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import { ruleFinding } from '../../lint/rule-finding.js';
import { UNKNOWN_RULE } from '../../lint/suppression-rules.js';
import { closestNames } from '../../revisions/closest-names.js';
import type { Workspace } from '../../workspace/workspace.js';

/** The areas that have rules only; in others there are findings that are no rules. */
const LINT_AREAS = /^(?:CODE|FRAGMENT|LINT|NAMING|OWNERSHIP|SQL)\./;

/** The areas of all findings. */
const AREAS = /^(?:CHECK|COMPOSITION|CODE|FRAGMENT|LINT|NAMING|OWNERSHIP|PACK|REVISION|SCHEMA|SQL)\.[A-Z0-9_]+$/;

/** Names in `lint.severities` that no rule and no other finding has. */
export function configFindings({ root, config }: Workspace, codes: ReadonlySet<string>): readonly LintFinding[] {
  const wrong = Object.keys(config.lint.severities).filter(
    (code) => !codes.has(code) && (LINT_AREAS.test(code) || !AREAS.test(code)),
  );
  if (wrong.length === 0) return [];
  const text = config.file === null ? '' : (readTextFile(config.file) ?? '');
  const lines = new LineIndex(text);
  return wrong.map((code) => {
    const near = closestNames({ wanted: code, names: codes });
    return ruleFinding(UNKNOWN_RULE, {
      message: `lint.severities names ${code}, and there is no such rule.`,
      extension: null,
      where:
        config.file === null
          ? null
          : { file: rootRelative(root, config.file), ...lines.at(Math.max(text.indexOf(code), 0)) },
      fix: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'orchestrate lint --list-rules shows all rules.',
    });
  });
}
