import type { Flags } from '../command.js';
import type { CommandDefinition } from '../command-definition.js';

/**
 * The command line of a run, without global options: told to others who wait for it, and repeated in fixes. The
 * database URL, which may hold a password, is no part of it.
 */
export function commandLineText({ name, options, arguments: expected = [] }: CommandDefinition, flags: Flags): string {
  const words = options.flatMap((option) => {
    const long = /--[a-z-]+/.exec(option.flags)?.[0] ?? '';
    if (long.startsWith('--no-')) return flags[camelCase(long.slice('--no-'.length))] === false ? [long] : [];
    const value = flags[camelCase(long.slice('--'.length))];
    if (value === undefined || value === false) return [];
    if (value === true) return [long];
    return [value].flat().flatMap((each) => [long, quote(String(each))]);
  });
  const values = expected.flatMap((argument) =>
    [flags[argument.name]]
      .flat()
      .filter((value) => value !== undefined)
      .map((value) => quote(String(value))),
  );
  return ['orchestrate', name, ...words, ...values].join(' ');
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
