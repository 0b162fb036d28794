import type { OptionDefinition } from '../command-definition.js';

/** The flags of an option, taken apart. */
export interface OptionFlags {
  /** `--message`, or the short form where there is no long one. */
  readonly long: string;
  /** `-m`. */
  readonly short: string | null;
  readonly value: 'none' | 'required' | 'optional';
  /** What stands in the brackets: `file` of `--config <file>`. */
  readonly valueName: string;
  /** Whether it takes all values up to the next option. */
  readonly isList: boolean;
}

const FLAGS = /^(?:(-\w)(?:, )?)?(--[\w-]+)?(?: ([<[])([^>\]]+)[>\]])?$/;

/** Takes `-m, --message <text>` apart. */
export function optionFlags({ flags }: Pick<OptionDefinition, 'flags'>): OptionFlags {
  const [, short, long, bracket, inside = ''] = FLAGS.exec(flags) ?? [];
  return {
    long: long ?? short ?? flags,
    short: short ?? null,
    value: bracket === undefined ? 'none' : bracket === '<' ? 'required' : 'optional',
    valueName: inside.replace(/\.\.\.$/, ''),
    isList: inside.endsWith('...'),
  };
}
