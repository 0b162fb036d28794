// docs/errors.md is where a reader lands with a code in hand: every code is there, and nothing that nothing makes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCodes, readCodes } from './support/read-codes.js';
import { readModules } from './support/read-modules.js';
import { repositoryRoot } from './support/repository.js';

const FORM = /^[A-Z]+\.[A-Z0-9]+(?:_[A-Z0-9]+)*$/;
const EXIT_CODES: Readonly<Record<string, number>> = { usage: 2, consent: 3, interrupted: 130 };

const modules = ['packages/core/src', 'packages/cli/src'].flatMap((folder) => readModules(repositoryRoot, folder));
// What describes results to people shows codes as examples and makes none.
const isExample = (path: string): boolean => path.startsWith('packages/cli/src/docs/') || path.endsWith('-result.ts');
const read = modules.filter(({ path }) => !isExample(path)).map(({ path }) => readCodes(repositoryRoot, path));
// Rules are described by their own data, of which their page is made.
const rulePages = readFileSync(join(repositoryRoot, 'docs/lint-rules.md'), 'utf8');
const rules = new Set([...rulePages.matchAll(/^### (\S+)$/gm)].map(([, code = '']) => code));
// What our engine says, it says by Prisma's codes, which Prisma explains.
const PRISMAS = /^P\d{4}$/;
const made = read.flatMap((codes) => codes.made).filter(({ code }) => !rules.has(code) && !PRISMAS.test(code));
const codes = [...new Set(made.map(({ code }) => code))].sort();

/** An entry of the page: its heading, and the words in italics that say what it is. */
interface Entry {
  readonly code: string;
  readonly what: string;
}

const page = readFileSync(join(repositoryRoot, 'docs/errors.md'), 'utf8');
const entries = [...page.matchAll(/^### (\S+)\n\n\*(.+?)\*/gm)].map(
  ([, code = '', what = '']): Entry => ({ code, what }),
);

describe('docs/errors.md', () => {
  it('has an entry for every code and no other, each once', () => {
    expect(entries.map(({ code }) => code).sort()).toEqual(codes);
  });

  it('says of each entry what it is', () => {
    expect([...page.matchAll(/^### .*$/gm)]).toHaveLength(entries.length);
    expect(
      entries.filter(
        ({ what }) =>
          !/^(Error, exit \d+|Warning|Finding, (error|warning|notice)|Result of doctor: (ok|warning|error|skipped))\b/.test(
            what,
          ),
      ),
    ).toEqual([]);
  });

  it('gives each error the exit code of its kind', () => {
    const wrong = made
      .filter(({ kind }) => kind !== null && kind in EXIT_CODES)
      .filter(({ code, kind }) => !whatIs(code).includes(`exit ${EXIT_CODES[kind ?? '']}`));
    expect(wrong).toEqual([]);
    const special = new Set(made.filter(({ kind }) => kind !== null && kind in EXIT_CODES).map(({ code }) => code));
    expect(entries.filter(({ code, what }) => !special.has(code) && /exit (?!1\b)\d+/.test(what))).toEqual([]);
  });

  it('gives each finding its severity', () => {
    const written = made.filter(({ severity }) => severity !== null);
    expect(written.filter(({ code, severity }) => !whatIs(code).includes(`Finding, ${severity}`))).toEqual([]);
  });

  it('is sorted by code', () => {
    const listed = entries.map(({ code }) => code);
    const areas = [...new Set(listed.map(areaOf))];
    expect(listed).toEqual(areas.flatMap((area) => listed.filter((code) => areaOf(code) === area).sort()));
  });
});

describe('codes', () => {
  it('are made in the form AREA.WHAT', () => {
    expect(codes.filter((code) => !FORM.test(code))).toEqual([]);
  });

  it('are written out where they are made', () => {
    // The one place that puts the area of the composition in front of a code that is passed to it.
    expect(read.flatMap(({ unreadable }) => unreadable)).toEqual(['packages/core/src/composition/fragment.ts']);
  });

  it('that sources only mention are codes that are made', () => {
    const areas = new Set(codes.map(areaOf));
    const mentioned = modules.flatMap(({ strings }) => strings.filter((text) => FORM.test(text)));
    const isKnown = (text: string): boolean => codes.includes(text) || rules.has(text);
    expect(mentioned.filter((text) => areas.has(areaOf(text)) && !isKnown(text))).toEqual([]);
  });
});

describe('the reader behind these rules', () => {
  it('sees every way in which a code is written', () => {
    const text = `
      const CODES = { a: 'CLI.A', b: 'CLI.B' };
      new OrchestrateError({ code: 'X.ONE', kind: 'usage' });
      const refuse = (code: string, message: string) => findingAt(at, { code, message });
      refuse('TWO', 'no'); refuse('THREE', 'no');
      findingAt(at, { code: isA ? 'FOUR' : isB ? 'FIVE' : 'SIX', severity: 'notice' });
      const error = { code: CODES[name] ?? 'CLI.C', copied: { code: other.code } };
      const wrong = { code: \`X.\${name}\` };
      findingAt(at, { code: unknown });
    `;
    const { made: found, unreadable } = parseCodes('x.ts', text);
    expect(found.map(({ code }) => code).sort()).toEqual(
      [
        'CLI.A',
        'CLI.B',
        'CLI.C',
        'X.ONE',
        ...['TWO', 'THREE', 'FOUR', 'FIVE', 'SIX'].map((code) => `COMPOSITION.${code}`),
      ].sort(),
    );
    expect(found.find(({ code }) => code === 'X.ONE')).toMatchObject({ kind: 'usage', severity: null });
    expect(found.find(({ code }) => code === 'COMPOSITION.FOUR')).toMatchObject({ kind: null, severity: 'notice' });
    expect(unreadable).toEqual(['x.ts', 'x.ts']);
  });
});

function whatIs(code: string): string {
  return entries.find((entry) => entry.code === code)?.what ?? `no entry for ${code}`;
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf('.'));
}
