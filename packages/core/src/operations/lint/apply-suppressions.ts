import path from 'node:path';
import type { LintException } from '../../config/config.js';
import type { SourcePosition } from '../../findings.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import { ruleFinding } from '../../lint/rule-finding.js';
import type { Suppression } from '../../lint/suppress/suppression.js';
import { IGNORE_UNKNOWN_RULE, IGNORE_UNUSED, IGNORE_WITHOUT_REASON } from '../../lint/suppression-rules.js';
import { globMatches } from '../../workspace/expand-glob.js';
import { ruleProposal } from './lint-errors.js';

/** A finding that is left out. */
export interface SuppressedFinding {
  readonly finding: LintFinding;
  readonly reason: string;
  readonly by: 'comment' | 'configuration';
  /** Of the comment; null for the configuration. */
  readonly where: SourcePosition | null;
}

/** What {@link applySuppressions} works with. */
export interface ApplySuppressionsOptions {
  readonly findings: readonly LintFinding[];
  readonly suppressions: readonly Suppression[];
  /** `lint.ignore` of the configuration. */
  readonly exceptions: readonly LintException[];
  /** All rules there are. */
  readonly codes: ReadonlySet<string>;
  /** Whether all that a rule finds was looked for, so that a suppression that meets nothing is of no use. */
  readonly wasLookedFor: (code: string) => boolean;
  /** Whether everything was looked at, so that the same can be said of an exception. */
  readonly isWhole: boolean;
  /** Whose file it is. */
  readonly extensionOf: (file: string) => string | null;
  /** What the file of a revision belongs to: `extension/revision`. */
  readonly revisionOf: (file: string) => string | null;
  /** The configuration, relative to the root. */
  readonly configFile: string | null;
  /** Absolute. */
  readonly root: string;
}

/** Findings without those that are suppressed, and with what is wrong with the suppressions. */
export function applySuppressions(options: ApplySuppressionsOptions): {
  readonly findings: readonly LintFinding[];
  readonly suppressed: readonly SuppressedFinding[];
} {
  const { findings, suppressions, exceptions } = options;
  const suppressed: SuppressedFinding[] = [];
  const used = new Set<string>();
  const kept = findings.filter((finding) => {
    const by = suppressions.findIndex((each) => suppresses(each, finding));
    const comment = suppressions[by];
    if (comment === undefined) return true;
    used.add(`${by} ${finding.code}`);
    suppressed.push({ finding, reason: comment.reason ?? '', by: 'comment', where: comment.where });
    return false;
  });
  const met = new Set<LintException>();
  const wrong = suppressions.flatMap((each, at) => wrongWith(each, { used, at, options }));
  const left = [...kept, ...wrong].filter((finding) => {
    const exception = exceptions.find((each) => excepts(each, finding, options));
    if (exception === undefined) return true;
    met.add(exception);
    suppressed.push({ finding, reason: exception.reason, by: 'configuration', where: null });
    return false;
  });
  return { findings: [...left, ...exceptions.flatMap((each) => wrongException(each, met, options))], suppressed };
}

function suppresses({ rules, reason, lines, where }: Suppression, { code, where: place }: LintFinding): boolean {
  if (reason === null || lines === null || place === null || place.file !== where.file) return false;
  return rules.includes(code) && lines.first <= place.line && place.line <= lines.last;
}

function excepts(
  { rule, path: wanted }: LintException,
  finding: LintFinding,
  options: ApplySuppressionsOptions,
): boolean {
  if (rule !== finding.code) return false;
  if (wanted === finding.extension) return true;
  if (finding.where === null) return false;
  const { file } = finding.where;
  const { root, revisionOf } = options;
  const plain = wanted.replace(/^\.\//, '').replace(/\/$/, '');
  return (
    file === plain ||
    file.startsWith(`${plain}/`) ||
    wanted === revisionOf(file) ||
    globMatches(root, wanted, path.resolve(root, file))
  );
}

interface WrongWithOptions {
  readonly used: ReadonlySet<string>;
  readonly at: number;
  readonly options: ApplySuppressionsOptions;
}

function wrongWith(suppression: Suppression, { used, at, options }: WrongWithOptions): readonly LintFinding[] {
  const { rules, reason, where, lines, isForFile } = suppression;
  const extension = options.extensionOf(where.file);
  const revision = options.revisionOf(where.file);
  // A comment is part of what a checksum covers.
  const applied =
    revision === null
      ? ''
      : ` Where a database has ${revision} already, leave its files as they are and use lint.ignore of the configuration: { rule, path: "${revision}", reason }.`;
  const common = { extension, where };
  const unknown = rules.filter((rule) => !options.codes.has(rule));
  const found: LintFinding[] = unknown.map((rule) => {
    const message = `There is no rule ${rule} to suppress.`;
    return ruleFinding(IGNORE_UNKNOWN_RULE, { ...common, message, fix: ruleProposal(rule, options.codes) + applied });
  });
  if (rules.length === 0) {
    const fix = 'Write it as: orchestrate-ignore RULE: why';
    found.push(ruleFinding(IGNORE_UNKNOWN_RULE, { ...common, message: 'This suppression names no rule.', fix }));
  }
  if (reason === null) {
    const message = `This suppression of ${rules.join(', ')} gives no reason, so it suppresses nothing.`;
    const fix = `Say why, behind a colon: orchestrate-ignore${isForFile ? '-file' : ''} ${rules.join(', ')}: why.${applied}`;
    return rules.length === 0 ? found : [...found, ruleFinding(IGNORE_WITHOUT_REASON, { ...common, message, fix })];
  }
  const unused = rules.filter(
    (rule) => options.codes.has(rule) && !used.has(`${at} ${rule}`) && options.wasLookedFor(rule),
  );
  for (const rule of unused) {
    const message = `Nothing of ${rule} is found where this suppresses it${lines === null ? whyNothing(isForFile) : ''}.`;
    found.push(
      ruleFinding(IGNORE_UNUSED, { ...common, message, fix: `Remove it, or put it where it belongs.${applied}` }),
    );
  }
  return found;
}

function whyNothing(isForFile: boolean): string {
  return isForFile ? ', as one for the whole file stands at its top' : ', as nothing follows it';
}

function wrongException(
  exception: LintException,
  met: ReadonlySet<LintException>,
  { codes, configFile, isWhole, wasLookedFor }: ApplySuppressionsOptions,
): readonly LintFinding[] {
  const { rule, path: wanted } = exception;
  const common = { extension: null, where: configFile === null ? null : { file: configFile, line: 1, column: 1 } };
  if (!codes.has(rule)) {
    const message = `lint.ignore names ${rule}, and there is no such rule.`;
    return [ruleFinding(IGNORE_UNKNOWN_RULE, { ...common, message, fix: ruleProposal(rule, codes) })];
  }
  if (met.has(exception) || !isWhole || !wasLookedFor(rule)) return [];
  const message = `Nothing of ${rule} is found in ${wanted}, which lint.ignore leaves out.`;
  return [ruleFinding(IGNORE_UNUSED, { ...common, message, fix: 'Remove it from lint.ignore, or correct its path.' })];
}
