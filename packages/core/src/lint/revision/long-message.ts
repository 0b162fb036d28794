import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import { messageExample } from './message-example.js';
import type { RevisionCheck } from './revision-check.js';

/** As long as the subject of a commit. */
const LONGEST = 72;

const rule: LintRule = {
  code: 'REVISION.LONG_MESSAGE',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: `The message of a revision is longer than ${LONGEST} characters or has several lines.`,
  why: 'It is one line of a table in `orchestrate history`, and the name of a directory. What takes more words belongs into a comment in migration.sql, where people look for the why.',
  bad: messageExample(
    'Store the language of posts so that the front page can show those in the language of whoever reads them',
  ),
  good: messageExample('Store the language of posts'),
};

/** Messages that no table has room for. */
export const LONG_MESSAGE: RevisionCheck = {
  rule,
  check: ({ revision, messagePlace }) => {
    const { length } = [...revision.message];
    if (length <= LONGEST && !/[\r\n]/.test(revision.message)) return [];
    const what = length > LONGEST ? `is ${length} characters long` : 'has several lines';
    return [
      ruleFinding(rule, {
        message: `The message of ${revision.id} ${what}.`,
        extension: revision.extension,
        where: messagePlace,
        fix: `Say it in one line of at most ${LONGEST} characters in revision.json, and the rest in a comment of migration.sql.`,
      }),
    ];
  },
};
