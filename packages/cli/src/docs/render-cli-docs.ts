import type { Finding } from '@prisma-orchestrate/core';
import type { ArgumentDefinition, CommandDefinition, Example, OptionDefinition } from '../command-definition.js';
import { allCommands } from '../commands/command-definitions.js';
import { argumentWord } from '../parse/argument-word.js';
import { GLOBAL_OPTIONS } from '../parse/global-options.js';
import { hasErrors } from '../render/render-findings.js';
import type { ResultDocument } from './result-document.js';

const INTRODUCTION = `# The command line

<!-- Generated from the command definitions by \`npm run docs\`. Edit those, not this page. -->

\`orchestrate [options] <command> [options]\`

Data goes to stdout; progress, notices, warnings and errors go to stderr. Unknown options, arguments and commands are
errors. Colour is used on a terminal, unless \`--no-color\` or \`NO_COLOR\` is set; \`FORCE_COLOR\` asks for it elsewhere.
`;

const EXIT_CODES = `## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | it failed, or found problems |
| 2 | wrong usage or configuration |
| 3 | consent is missing: the command would lose data, or create a database, and no one agreed |
| 130 | interrupted |

The first SIGINT (Ctrl+C) or SIGTERM lets a command finish the revision at hand and ends it with 130; a second one ends
it at once. Either way the same command goes on from there.
`;

const PROMPTS = `## Questions

A command asks only where stdin and stderr are terminals and none of \`--yes\`, \`--json\`, \`--quiet\` and the variable
\`CI\` is set. \`--yes\` answers every question with yes. Where no one can be asked and consent is needed, the command does
nothing and ends with 3.
`;

const JSON_DOCUMENT = `## JSON

With \`--json\`, stdout holds exactly one document, whatever happens:

\`\`\`json
{ "command": "status", "ok": true, "result": {}, "error": null }
\`\`\`

| field | type | means |
| --- | --- | --- |
| \`command\` | string \\| null | the command; null where the command line names none |
| \`ok\` | boolean | whether the exit code is 0 |
| \`result\` | object \\| null | as described with each command; null after an error |
| \`error\` | object \\| null | why the command could not do its job |
| \`error.code\` | string | stable, explained in [errors.md](errors.md) |
| \`error.kind\` | 'failure' \\| 'usage' \\| 'consent' \\| 'interrupted' \\| 'bug' | decides about the exit code |
| \`error.message\` | string | what happened |
| \`error.fix\` | string | what to do about it |
| \`error.meta\` | any object | what the message is made of |

Problems that a command is meant to find are part of its \`result\`, not errors. Dates are ISO 8601 in UTC. Fields may be
added to a result; none is removed or changes its type in a minor version.
`;

/** The text of docs/cli.md. */
export async function renderCliDocs(): Promise<string> {
  const definitions = await allCommands();
  const commands = await Promise.all(definitions.map(renderCommand));
  const contents = definitions.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`);
  return [
    INTRODUCTION,
    ['| command | does |', '| --- | --- |', ...contents, ''].join('\n'),
    `## Options of every command\n\nThey may stand before or after the command.\n\n${optionTable(GLOBAL_OPTIONS)}`,
    EXIT_CODES,
    PROMPTS,
    JSON_DOCUMENT,
    ...commands,
  ].join('\n');
}

async function renderCommand(definition: CommandDefinition): Promise<string> {
  const { name, description, arguments: expected = [], options, examples, problems } = definition;
  return [
    `## ${name}\n`,
    `${description}\n`,
    ...(expected.length === 0 ? [] : [argumentTable(expected)]),
    ...(options.length === 0 ? [] : [optionTable(options)]),
    `\`\`\`sh\n${examples.map(exampleLines).join('\n')}\n\`\`\`\n`,
    ...(problems === null ? [] : [`Exit code 1 also means: ${problems}.\n`]),
    resultSection(name, await definition.loadResultDocument()),
  ].join('\n');
}

function exampleLines({ line, does }: Example): string {
  return `# ${does}\n${line}`;
}

function argumentTable(expected: readonly ArgumentDefinition[]): string {
  const rows = expected.map((argument) => {
    const { description, choices } = argument;
    const means = choices === undefined ? description : `${description}; ${oneOf(choices)}`;
    return `| \`${argumentWord(argument)}\` | ${cell(means)} |`;
  });
  return ['| argument | means |', '| --- | --- |', ...rows, ''].join('\n');
}

function optionTable(options: readonly OptionDefinition[]): string {
  const rows = options.map(({ flags, description, required, choices }) => {
    const notes = [...(choices === undefined ? [] : [oneOf(choices)]), ...(required === true ? ['required'] : [])];
    return `| \`${flags}\` | ${cell([description, ...notes].join('; '))} |`;
  });
  return ['| option | means |', '| --- | --- |', ...rows, ''].join('\n');
}

function resultSection(name: string, { variant, ...document }: ResultDocument, option = ''): string {
  const section = oneResult(name, document, option);
  return variant === undefined ? section : `${section}\n${resultSection(name, variant.document, ` ${variant.option}`)}`;
}

function oneResult(name: string, { fields, example }: ResultDocument, option: string): string {
  const rows = fields.map(({ path, type, means, optional }) => {
    const kind = optional === true ? `${type} (not always there)` : type;
    return `| \`${path}\` | ${cell(kind)} | ${cell(means)} |`;
  });
  const document = { command: name, ok: isExampleOk(example), result: example, error: null };
  return [
    '<details>',
    `<summary>Result of <code>${name}${option} --json</code></summary>\n`,
    `\`\`\`json\n${JSON.stringify(document, null, 2)}\n\`\`\`\n`,
    ['| field | type | means |', '| --- | --- | --- |', ...rows].join('\n'),
    '\n</details>\n',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** An example that shows a finding shows a command that found a problem. */
function isExampleOk(example: unknown): boolean {
  const { findings = [] } = example as { readonly findings?: readonly Finding[] };
  return !hasErrors(findings);
}

function oneOf(choices: readonly string[]): string {
  return `one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
}
