import type { CheckOptions, CheckResult } from '@prisma-orchestrate/core';
import { check } from '@prisma-orchestrate/core/operations/check';
import { defineCommand } from '../../command.js';
import { renderCheck } from '../../render/render-check.js';
import { hasErrors } from '../../render/render-findings.js';
import type { FindingsFormat } from '../../render/render-formatted.js';
import { renderFormatted } from '../../render/render-formatted.js';
import { withPendingSql } from '../../render/with-pending-sql.js';

interface CheckFlags {
  readonly extension?: string;
  /** False with `--no-composed`. */
  readonly composed?: boolean;
  readonly database?: boolean;
  readonly strict?: boolean;
  readonly replay?: boolean;
  readonly cache?: boolean;
  readonly format?: FindingsFormat;
}

export const checkCommand = defineCommand<CheckFlags, CheckResult>({
  call: async ({ extension, composed, database, strict, ...flags }, { run }) =>
    check({ ...(await run()), extension, composed, database, strict, cache: cacheOf(flags) }),
  succeeded: ({ findings }) => !hasErrors(findings),
  render: (result, look, { format = 'text' }) =>
    format === 'text'
      ? renderCheck(result, look)
      : renderFormatted(format, { ...result, findings: withPendingSql(result) }),
});

function cacheOf({ replay, cache }: Pick<CheckFlags, 'replay' | 'cache'>): CheckOptions['cache'] {
  if (cache === false) return 'off';
  return replay === true ? 'renew' : 'use';
}
