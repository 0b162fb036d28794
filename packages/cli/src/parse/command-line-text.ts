import type { Flags } from '../command.js';
import type { CommandDefinition } from '../command-definition.js';

/**
 * The command line of a run, without global options: told to others who wait for it, and repeated in fixes. The
 * database URL, which may hold a password, is no part of it.
 */
export function commandLineText({ name, options, arguments: expected = [] }: CommandDefinition, flags: Flags): string {
  const words = options.flatMap((option) => {
    const long = /--[a-z-]+/.exec(option.flags)?.[0] ?? '';
    const value = flags[long.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    if (value === undefined || value === false) return [];
    return value === true ? [long] : [long, quote(String(value))];
  });
  const values = expected.flatMap((argument) => [flags[argument.name]].flat().map((value) => quote(String(value))));
  return ['orchestrate', name, ...words, ...values].join(' ');
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
