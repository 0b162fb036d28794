import type { Config } from '../../config/config.js';
import { OrchestrateError } from '../../errors.js';
import { STANDARD_VERSION } from '../../lint/standard.js';
import { didYouMean } from '../../revisions/closest-names.js';

/** A file that was named is not there. */
export function noSuchPath(files: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'LINT.NO_FILE',
    message: `There is no such file or directory: ${files.join(', ')}.`,
    fix: 'Name what is there, relative to the current directory.',
    meta: { files },
  });
}

/** What to do about a rule that there is not. */
export function ruleProposal(wanted: string, codes: Iterable<string>): string {
  return didYouMean({ wanted, names: codes }) ?? 'orchestrate lint --list-rules shows all rules.';
}

/** A rule that was asked for is none. */
export function noSuchRule(wanted: string, codes: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'LINT.NO_SUCH_RULE',
    message: wanted === '' ? 'No rule was named.' : `There is no rule ${wanted}.`,
    fix: (wanted === '' ? null : didYouMean({ wanted, names: codes })) ?? `The rules are: ${codes.join(', ')}.`,
    meta: { rule: wanted, rules: codes },
  });
}

/** A commit that was named is none. */
export function unknownCommit(ref: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'LINT.UNKNOWN_COMMIT',
    message: `git knows no commit "${ref}".`,
    fix: 'Name a branch, a tag or a commit. In CI the branch may have to be fetched first: git fetch origin main, then --changed-since origin/main.',
    meta: { ref },
  });
}

/**
 * @throws OrchestrateError `LINT.UNKNOWN_STANDARD` where the configuration pins a standard that is not there yet
 */
export function assertKnownStandard({ file, lint }: Config): void {
  if (lint.standard === null || lint.standard <= STANDARD_VERSION) return;
  throw new OrchestrateError({
    kind: 'usage',
    code: 'LINT.UNKNOWN_STANDARD',
    message: `${file ?? 'The configuration'} pins version ${lint.standard} of the migration standard, and this orchestrate knows version ${STANDARD_VERSION}.`,
    fix: `Update orchestrate, or set lint.standard to ${STANDARD_VERSION}.`,
    meta: { standard: lint.standard, known: STANDARD_VERSION },
  });
}
