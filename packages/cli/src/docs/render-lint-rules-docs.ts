import type { EquivalentRule, WeighedRule } from '@prisma-orchestrate/core';
import { lintRules, UNMATCHED_RULES } from '@prisma-orchestrate/core/operations/lint-rules';

const INTRODUCTION = `# The rules of the migration standard

<!-- Generated from the rules themselves by \`npm run docs\`. Edit those, not this page. -->

What [\`orchestrate lint\`](lint.md) looks for, by name. \`orchestrate lint --explain RULE\` prints one of these.
`;

const AREAS: Readonly<Record<string, string>> = {
  CODE: 'What the code of an extension does past its revisions.',
  FRAGMENT: 'How fragments lean on each other, and what a shared database needs of them.',
  LINT: 'What is written to steer the linter itself.',
  NAMING: 'Names that meet in one database.',
  OWNERSHIP: 'Whose tables a revision touches.',
  REVISION: 'What a revision is, and what is beside its SQL.',
  SQL: 'What SQL does to a database with people in it.',
};

const TOOLS = { squawk: 'Squawk', strong_migrations: 'strong_migrations' } as const;

/** docs/lint-rules.md: a table of all rules, their pages, and what other tools call them. */
export async function renderLintRulesDocs(): Promise<string> {
  const rules = await lintRules({ heading: '###' });
  const areas = [...new Set(rules.map(areaOf))];
  const sections = areas.map((area) => {
    const pages = rules.filter((rule) => areaOf(rule) === area).map(({ page }) => page);
    return `## ${area}\n\n${AREAS[area] ?? ''}\n\n${pages.join('\n\n')}\n`;
  });
  return `${[INTRODUCTION, listOf(rules), ...sections, ...mappingOf(rules)].join('\n')}`;
}

function areaOf({ code }: WeighedRule): string {
  return code.slice(0, code.indexOf('.'));
}

function listOf(rules: readonly WeighedRule[]): string {
  const rows = rules.map(
    ({ code, severity, summary }) =>
      `| [${code}](#${code.toLowerCase().replace('.', '')}) | ${severity} | ${cell(summary)} |`,
  );
  return `| rule | severity | about |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function mappingOf(rules: readonly WeighedRule[]): readonly string[] {
  const known = rules.flatMap(({ code, equivalents }) => equivalents.map((each) => ({ ...each, code })));
  if (known.length === 0) return [];
  const tools = [...new Set(known.map(({ tool }) => tool))].sort();
  return tools.map((tool) =>
    mappingTable(
      tool,
      known.filter((each) => each.tool === tool),
    ),
  );
}

function mappingTable(
  tool: EquivalentRule['tool'],
  known: readonly (EquivalentRule & { readonly code: string })[],
): string {
  const names = [...new Set(known.map(({ rule }) => rule))].sort();
  const rows = names.map((name) => {
    const ours = known.filter(({ rule }) => rule === name).map(({ code }) => code);
    return `| \`${name}\` | ${ours.join(', ')} |`;
  });
  const none = UNMATCHED_RULES.filter((each) => each.tool === tool).map(
    ({ rule, why }) => `| \`${rule}\` | none: ${cell(why)} |`,
  );
  const all = [...rows, ...none].sort();
  return `## Coming from ${TOOLS[tool]}\n\n| there | here |\n| --- | --- |\n${all.join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
