import { NOT_READ } from './code/code-rules.js';
import type { LintRule, RuleExample } from './lint-rule.js';

const DATABASES = { sqlite: 'SQLite', postgresql: 'PostgreSQL' } as const;
const TOOLS = { squawk: 'Squawk', strong_migrations: 'strong_migrations' } as const;

/** The page of a rule in Markdown, for people who have met its name. */
export function rulePage(rule: LintRule, heading = '#'): string {
  const { code, summary, why, bad, good } = rule;
  return [
    `${heading} ${code}`,
    `*${factsOf(rule)}.* ${summary}`,
    why,
    'Found here:',
    exampleText(bad),
    'Not here:',
    exampleText(good),
    // One page for all says it once.
    ...(heading === '#' ? exception(rule) : []),
    ...equivalents(rule),
  ].join('\n\n');
}

function factsOf({ severity, since, providers, isFixable = false }: LintRule): string {
  return [
    `Rule, ${severity === 'off' ? 'off unless configured' : severity}`,
    ...(providers === null ? [] : [providers.map((provider) => DATABASES[provider]).join(' and ')]),
    `since standard ${since}`,
    ...(isFixable ? ['`--fix` mends it where that is safe'] : []),
  ].join('; ');
}

function equivalents({ equivalents: known = [] }: LintRule): readonly string[] {
  if (known.length === 0) return [];
  const names = known.map(({ tool, rule }) => `${TOOLS[tool]} \`${rule}\``);
  return [`Elsewhere: ${names.join(', ')}.`];
}

const COMMENT_MARKS: Readonly<Record<string, string>> = { CODE: '//', FRAGMENT: '//', OWNERSHIP: '--', SQL: '--' };

/** How to say that it is meant, where a comment can stand. */
function exception({ code }: LintRule): readonly string[] {
  const mark = COMMENT_MARKS[code.slice(0, code.indexOf('.'))];
  if (mark === undefined || code === NOT_READ.code) return [];
  const comment = `\`${mark} orchestrate-ignore ${code}: why\``;
  return [
    `Where it is meant: ${comment} on a line before it${mark === '--' ? ', or `lint.ignore` where a database has applied it' : ''}.`,
  ];
}

function exampleText(example: RuleExample): string {
  switch (example.kind) {
    case 'migration':
      return [
        ...(example.before === undefined ? [] : [fence('sql', `-- an earlier revision\n${example.before}`)]),
        fence('sql', `-- migration.sql\n${example.sql}`),
        ...(example.down === undefined || example.down === null ? [] : [fence('sql', `-- down.sql\n${example.down}`)]),
      ].join('\n\n');
    case 'workspace':
      return filesText(example.files);
    case 'applied':
      return [filesText(example.files), 'then, once it is applied:', filesText(example.changes)].join('\n\n');
  }
}

function filesText(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([file, text]) => `\`${file}\`\n\n${fence(languageOf(file), text)}`)
    .join('\n\n');
}

const LANGUAGES: Readonly<Record<string, string>> = { prisma: 'prisma', sql: 'sql', json: 'json', ts: 'ts', sh: 'sh' };

function languageOf(file: string): string {
  return LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? '';
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
