import { resolve } from 'node:path';
import type { LintResult, WeighedRule } from '@prisma-orchestrate/core';
import { type CallContext, defineCommand } from '../../command.js';
import { hasErrors } from '../../render/render-findings.js';
import type { FindingsFormat } from '../../render/render-formatted.js';
import { renderFormatted } from '../../render/render-formatted.js';
import { renderLint, renderRules } from '../../render/render-lint.js';

interface LintFlags {
  readonly files?: readonly string[];
  readonly extension?: string;
  readonly changedSince?: string;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly assumeUnapplied?: boolean;
  readonly database?: boolean;
  /** False with `--no-replay`. */
  readonly replay?: boolean;
  readonly showSuppressed?: boolean;
  readonly maxWarnings?: number;
  /** True where no rule was named. */
  readonly explain?: string | true;
  readonly listRules?: boolean;
  readonly format?: FindingsFormat;
}

export const lintCommand = defineCommand<LintFlags, LintResult>({
  call: async (flags, context) => {
    const { explain, listRules = false } = flags;
    if (explain !== undefined || listRules) return rulesOnly(await rulesFor(flags, context));
    const { lint } = await import('@prisma-orchestrate/core/operations/lint');
    const { files = [], extension, changedSince, fix, dryRun, assumeUnapplied, database, replay } = flags;
    return lint({
      ...(await context.run()),
      extension,
      changedSince,
      // Whoever passes files, as git's hooks do, knows nothing of --cwd.
      paths: files.map((file) => resolve(context.currentDirectory, file)),
      fix: dryRun === true ? 'show' : fix === true ? 'write' : undefined,
      assumeUnapplied,
      database,
      replay,
    });
  },
  succeeded: ({ findings }, { maxWarnings = Number.POSITIVE_INFINITY }) =>
    !hasErrors(findings) && findings.filter(({ severity }) => severity === 'warning').length <= maxWarnings,
  render: (result, look, { explain, listRules, showSuppressed = false, format = 'text' }) => {
    if (explain !== undefined) return result.rules.map(({ page }) => `${page}\n`).join('\n');
    if (listRules === true) return renderRules(result.rules, look);
    if (format === 'text') return renderLint(result, look, { showSuppressed });
    // GitHub's code scanning takes no notice of what a log says is suppressed, and shows it like the rest.
    return renderFormatted(format, showSuppressed ? result : { ...result, suppressed: [] });
  },
});

async function rulesFor({ explain }: LintFlags, { where }: CallContext): Promise<readonly WeighedRule[]> {
  const { lintRules } = await import('@prisma-orchestrate/core/operations/lint-rules');
  if (explain === undefined) return lintRules({ workspace: where });
  return lintRules({ rule: explain === true ? '' : explain });
}

/** A result for those who only ask about rules. */
function rulesOnly(rules: readonly WeighedRule[]): LintResult {
  return {
    standard: Math.max(...rules.map(({ since }) => since)),
    extensions: [],
    revisions: 0,
    findings: [],
    suppressed: [],
    fixed: [],
    files: [],
    dryRun: false,
    rules,
    directory: '.',
  };
}
