import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import { messageExample } from './message-example.js';
import type { RevisionCheck } from './revision-check.js';

/** Words that are true of every revision. */
const EMPTY_WORDS = new Set(
  'a add again and another bugfix change changed changes commit database db draft final fix fixed fixes fixup for hotfix improve improvements migrate migration migrations minor misc modify more new of orm patch prisma quick refactor revision schema small some sql stuff temp test testing the things tmp todo tweak tweaks update updated updates version wip'.split(
    ' ',
  ),
);
const TICKET = /^(?:#?\d+|[a-z][a-z0-9]*-\d+)$/;

const rule: LintRule = {
  code: 'REVISION.VAGUE_MESSAGE',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'The message of a revision says nothing of what it does.',
  why: 'The message is what `orchestrate history` shows, and what the directory is named after. Whoever looks for the revision that broke something reads nothing else first; "update", "wip" or the number of a ticket make them open each file.',
  bad: messageExample('fix migration'),
  good: messageExample('Store the language of posts'),
};

/** Messages that could stand on any revision. */
export const VAGUE_MESSAGE: RevisionCheck = {
  rule,
  check: ({ revision, messagePlace }) => {
    const words = revision.message.toLowerCase().split(/[^\p{L}\p{N}#-]+/u);
    if (!words.every((word) => word === '' || EMPTY_WORDS.has(word) || TICKET.test(word))) return [];
    return [
      ruleFinding(rule, {
        message:
          revision.message.trim() === ''
            ? `${revision.id} has no message.`
            : `The message of ${revision.id}, ${JSON.stringify(revision.message)}, says nothing of what it does.`,
        extension: revision.extension,
        where: messagePlace,
        fix: 'Say in revision.json what changes for whom, such as "Store the language of posts"; the directory keeps its name.',
      }),
    ];
  },
};
