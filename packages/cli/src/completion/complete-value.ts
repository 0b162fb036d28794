import type { ExtensionNames } from '@prisma-orchestrate/core';
import type { ArgumentDefinition, Completes, OptionDefinition } from '../command-definition.js';
import { optionFlags } from '../parse/option-flags.js';
import { type Answer, candidates } from './candidate.js';

/** What {@link completeValue} decides from. */
export interface CompleteValueOptions {
  readonly of: OptionDefinition | ArgumentDefinition;
  /** What is typed of the value. */
  readonly current: string;
  /** Values of the options that are there already, by long flag. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  readonly names: (models: boolean) => Promise<readonly ExtensionNames[]>;
}

const CORE = 'core';
const BY_WORD: Readonly<Record<string, Completes>> = {
  file: 'file',
  files: 'file',
  path: 'file',
  directory: 'directory',
  dir: 'directory',
  extension: 'extension',
  extensions: 'extension-list',
  names: 'extension-list',
  model: 'model',
  revision: 'revision',
  rule: 'rule',
};

/** How the value of an option or argument may go on. */
export async function completeValue(options: CompleteValueOptions): Promise<Answer> {
  const { of, names } = options;
  if (of.choices !== undefined) return candidates(of.choices);
  const completes = of.completes ?? completedByWord(of);
  switch (completes) {
    case undefined:
      return candidates([]);
    case 'file':
      return { kind: 'files' };
    case 'directory':
      return { kind: 'directories' };
    case 'extension':
      return candidates((await names(false)).map(({ name }) => name));
    case 'extension-list':
      return completeList(options);
    case 'model':
      return completeModel(options);
    case 'revision':
      return candidates(await revisionsOf(chosenExtension(options) ?? CORE, options));
    case 'rule':
      return completeRule();
    case 'revision-id':
      return completeRevisionId(options);
    default:
      return completeTarget(completes.target, options);
  }
}

/** The word of a flag says it where nothing else does; `--extension <name>` says it itself. */
function completedByWord(of: OptionDefinition | ArgumentDefinition): Completes | undefined {
  if ('name' in of) return BY_WORD[of.name];
  const { long, valueName } = optionFlags(of);
  return long === '--extension' ? 'extension' : BY_WORD[valueName];
}

async function completeList({ current, names }: CompleteValueOptions): Promise<Answer> {
  const before = current.slice(0, current.lastIndexOf(',') + 1);
  const there = before.split(',');
  const left = (await names(false)).filter(({ name }) => !there.includes(name));
  return candidates(left.map(({ name }) => before + name));
}

async function completeRule(): Promise<Answer> {
  const { lintRules } = await import('@prisma-orchestrate/core/operations/lint-rules');
  const rules = await lintRules();
  return { kind: 'candidates', candidates: rules.map(({ code, summary }) => ({ value: code, description: summary })) };
}

async function completeModel({ given, names }: CompleteValueOptions): Promise<Answer> {
  const from = given.get('--from')?.at(-1);
  const extensions = (await names(true)).filter(({ name }) => from === undefined || name === from);
  const models = extensions.flatMap(({ name, models }) => models.map((value) => ({ value, description: name })));
  return { kind: 'candidates', candidates: models };
}

async function completeRevisionId(options: CompleteValueOptions): Promise<Answer> {
  const chosen = chosenExtension(options);
  if (chosen !== undefined) return candidates(await revisionsOf(chosen, options));
  const slash = options.current.indexOf('/');
  if (slash === -1) return candidates((await options.names(false)).map(({ name }) => `${name}/`));
  const extension = options.current.slice(0, slash);
  return candidates((await revisionsOf(extension, options)).map((name) => `${extension}/${name}`));
}

/** Behind the last comma: a word or a revision of the chosen extension, or another extension with a target of its own. */
async function completeTarget(words: readonly string[], options: CompleteValueOptions): Promise<Answer> {
  const { current, given, names } = options;
  if (given.has('--all')) return candidates(words.filter((word) => /^[a-z]/.test(word)));
  const before = current.slice(0, current.lastIndexOf(',') + 1);
  const item = current.slice(before.length);
  const [, named, sign] = /^([^/@]+)([/@])/.exec(item) ?? [];
  const chosen = chosenExtension(options);
  const extension = named ?? chosen ?? CORE;
  const prefix = before + (named === undefined ? '' : `${named}${sign}`);
  const own = [...words, ...(await revisionsOf(extension, options))].map((value) => prefix + value);
  if (named !== undefined || chosen !== undefined) return candidates(own);
  return candidates([...own, ...(await names(false)).map(({ name }) => `${prefix}${name}@`)]);
}

function chosenExtension({ given }: CompleteValueOptions): string | undefined {
  return given.get('--extension')?.at(-1);
}

/** The latest first: it is what is asked for most. */
async function revisionsOf(extension: string, { names }: CompleteValueOptions): Promise<readonly string[]> {
  return (await names(false)).find(({ name }) => name === extension)?.revisions.toReversed() ?? [];
}
