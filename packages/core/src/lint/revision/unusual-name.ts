import { timestampOf } from '../../revisions/timestamp.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import { nameExample } from './message-example.js';
import type { RevisionCheck } from './revision-check.js';

const NAME = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d_./;

const unusual: LintRule = {
  code: 'REVISION.UNUSUAL_NAME',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'The directory of a revision does not begin with a timestamp, <YYYYMMDDHHMMSS>_.',
  why: 'Where revisions do not depend on each other, the timestamp in the name orders them, the same on every machine; one without a timestamp comes before all others. Digits that are no time of a calendar mislead whoever looks for one. `orchestrate revision` names directories so. An applied revision keeps its name, as histories know it by that.',
  bad: nameExample('001_create_posts'),
  good: nameExample('20260101080000_create_posts'),
};

/** Names that put no revision in its place. */
export const UNUSUAL_NAME: RevisionCheck = {
  rule: unusual,
  check: ({ revision, files }) =>
    NAME.test(revision.name)
      ? []
      : [
          ruleFinding(unusual, {
            message: `The name of ${revision.id} does not begin with the time at which it was made, <YYYYMMDDHHMMSS>_.`,
            extension: revision.extension,
            where: { file: files.up, line: 1, column: 1 },
            fix: 'Where no database has it, rename the directory, and what names it in "parent" and "requires" of other revisions; else except it with lint.ignore, or leave it alone with lint.startAfter.',
          }),
        ],
};

const future: LintRule = {
  code: 'REVISION.FUTURE_TIMESTAMP',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'The timestamp of a revision lies in the future.',
  why: 'Revisions that do not depend on each other run in the order of their timestamps. One from the future runs after all that others write until then, on a fresh database only: elsewhere it was there first. A day is allowed for, as clocks and time zones differ.',
  bad: nameExample('29990101000000_create_posts'),
  good: nameExample('20260101080000_create_posts'),
};

/** Names from clocks that are ahead. */
export const FUTURE_TIMESTAMP: RevisionCheck = {
  rule: future,
  check: ({ revision, files, latest }) =>
    timestampOf(revision.name) <= latest
      ? []
      : [
          ruleFinding(future, {
            message: `${revision.id} has a timestamp in the future.`,
            extension: revision.extension,
            where: { file: files.up, line: 1, column: 1 },
            fix: 'Where no database has it, give its directory the time at which it was made, in UTC, and correct what names it in "parent" and "requires" of other revisions.',
          }),
        ],
};
