import type { CommandDefinition } from '../../command-definition.js';
import { extensionOption, FORMAT } from '../shared-options.js';

export const lintDefinition: CommandDefinition = {
  name: 'lint',
  summary: 'compare fragments, revisions and code with the migration standard',
  description:
    'Finds what composes and runs, and hurts all the same: SQL that locks or loses, revisions that touch what another extension owns, tables that are made past the revisions, names that will clash. A comment with a reason leaves a finding out (`-- orchestrate-ignore RULE: why`), the configuration weighs the rules. Errors make it fail, warnings do with `--max-warnings 0`. See lint.md, and lint-rules.md for all rules.',
  arguments: [
    {
      name: 'files',
      description: 'lint only what these files or directories belong to',
      isList: true,
    },
  ],
  options: [
    extensionOption('lint only this extension'),
    { flags: '--changed-since <ref>', description: 'lint only what differs from this commit of git, such as main' },
    { flags: '--fix', description: 'mend what can be mended without changing what anything means' },
    { flags: '--dry-run', description: 'show every line that --fix would change; change nothing' },
    {
      flags: '--assume-unapplied',
      description:
        'with --fix: no database has what git does not have yet, so scripts of such revisions may be mended too',
    },
    { flags: '--database', description: 'look at which revisions the database has, too; it is only read' },
    { flags: '--no-replay', description: 'do not replay revisions in a shadow database: read the files only' },
    { flags: '--show-suppressed', description: 'list what comments and the configuration leave out, with the reasons' },
    { flags: '--max-warnings <number>', description: 'fail where there are more warnings than this', value: 'count' },
    { flags: '--explain [rule]', description: 'print the page of a rule and stop', conflicts: ['listRules'] },
    { flags: '--list-rules', description: 'list all rules, as the configuration weighs them, and stop' },
    FORMAT,
  ],
  examples: [
    { line: 'orchestrate lint', does: 'the whole workspace' },
    { line: 'orchestrate lint --changed-since main --max-warnings 0', does: 'in CI: what this branch brings' },
    { line: 'orchestrate lint extensions/blog', does: 'what is in one directory' },
    { line: 'orchestrate lint --fix --dry-run', does: 'show what can be mended' },
    { line: 'orchestrate lint --explain FRAGMENT.NO_ON_DELETE', does: 'why is that a rule?' },
    { line: 'orchestrate lint --format sarif > lint.sarif', does: 'for code scanning' },
  ],
  problems: 'a finding of severity error, or more warnings than `--max-warnings` allows',
  load: async () => (await import('./lint-command.js')).lintCommand,
  loadResultDocument: async () => (await import('./lint-result.js')).lintResult,
};
