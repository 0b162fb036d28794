import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/command-definitions.js';
import { createLook } from './look.js';
import { PLAIN } from './look.test-support.js';
import { textWidth } from './text-width.js';

/** As long as the name of an extension may be. */
const LONG_NAME = 'blog-of-the-editorial-department-in-copenhagen-a';
/** What is a language of its own is shown as it is, and a terminal may well break it. */
const SCRIPTS = /^(?:sql|migrationSql|downSql|diff|difference|script|config|found|wanted|lines|stdout|stderr)$/;

/** Makes everything long that people can make long. */
function lengthen(value: unknown, key = ''): unknown {
  if (SCRIPTS.test(key)) return value;
  if (Array.isArray(value)) return value.map((each) => lengthen(each, key));
  if (typeof value === 'string') return lengthenText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, lengthen(each, name)]));
}

function lengthenText(text: string): string {
  const named = text.replace(/\bblog\b/g, LONG_NAME).replace(/\b(\d{14}_\w+)/g, '$1_and_all_that_comes_with_it');
  if (/\s/.test(text)) return `${named} (as the team in 日本 has asked for more than once in the last two years)`;
  return text.includes('/') && !/\d{14}/.test(text) ? `${named}/in/a/place/quite/far/down` : named;
}

/** Those that could have been broken and were not: wider than the terminal, with a space in them. */
function wideLines(text: string, width: number): readonly string[] {
  return text.split('\n').filter((line) => textWidth(line) > width && /\S\s+\S/.test(withoutMark(line)));
}

/** A mark or a label before a single word is no place to break a line. */
function withoutMark(line: string): string {
  return line.trim().replace(/^(?:- |\[.\] |(?:fix|note|Error): ?)+/, '');
}

describe.each(await allCommands())('$name in a narrow terminal', ({ load, loadResultDocument }) => {
  it.each([80, 60])('breaks lines of %i columns at spaces, and loses no word', async (width) => {
    const command = await load();
    const { example, variant } = await loadResultDocument();
    const look = createLook({ colour: false, width });
    const examples = [example, ...(variant === undefined ? [] : [variant.document.example])];
    for (const result of examples.flatMap((each) => [each, lengthen(each)])) {
      for (const render of [command.render, command.renderNotes ?? (() => '')]) {
        const text = await render(result, look, {});
        expect(wideLines(text, width)).toEqual([]);
        // A table cuts with an ellipsis; whatever else is there is there whole.
        const words = new Set(text.split(/\s+/));
        const cut = [...words].filter((word) => word.endsWith('…')).map((word) => word.slice(0, -1));
        const whole = (await render(result, PLAIN, {})).split(/\s+/);
        expect(whole.filter((word) => !words.has(word) && !cut.some((start) => word.startsWith(start)))).toEqual([]);
      }
    }
  });
});
