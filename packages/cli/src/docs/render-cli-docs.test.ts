import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/command-definitions.js';
import { parseCommandLine } from '../parse/parse-command-line.js';
import { PLAIN } from '../render/look.test-support.js';
import { checkResultShape } from './check-result-shape.js';
import { renderCliDocs } from './render-cli-docs.js';

const COMMANDS = await allCommands();

/** The arguments of an example, which is shell without anything fancy. */
function argumentsOf(line: string): readonly string[] {
  const command = line.replace(/ > .*$/, '');
  return (command.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replaceAll('"', ''));
}

describe('docs/cli.md', () => {
  it('is what the definitions of the commands say (if not: npm run build && npm run docs)', async () => {
    const page = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8');
    expect(page).toBe(await renderCliDocs());
  });
});

describe.each(COMMANDS)('$name', (definition) => {
  it('has an example of its result that fits its field table', async () => {
    const document = await definition.loadResultDocument();
    for (const each of [document, ...(document.variant === undefined ? [] : [document.variant.document])]) {
      expect(checkResultShape(JSON.parse(JSON.stringify(each.example)), each)).toEqual([]);
    }
  });

  it.each(definition.examples)('$line can be parsed', ({ line }) => {
    expect(parseCommandLine(argumentsOf(line), { commands: COMMANDS, version: '1', look: PLAIN })).toMatchObject({
      kind: 'run',
      definition: { name: definition.name },
    });
  });
});
