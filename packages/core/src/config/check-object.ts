import type { z } from 'zod';
import { closestNames } from '../revisions/closest-names.js';
import type { ConfigProblem } from './config-problem.js';

/** What {@link checkObject} compares. */
export interface CheckObjectOptions {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** What each key takes, by key with dots; the first that is found going outwards counts. */
  readonly expected: Readonly<Record<string, string>>;
  /** Keys of another place that are often put here by mistake, and where they belong. */
  readonly foreignKeys: Readonly<Record<string, string>>;
}

/** What is wrong with a configuration object: unknown keys, each with the nearest known one, and wrong types. */
export function checkObject(options: CheckObjectOptions): readonly ConfigProblem[] {
  const { schema, value, expected } = options;
  const problems: ConfigProblem[] = [];
  const wrong = new Set<string>();
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) problems.push(unknownKey([...issue.path, key].join('.'), options));
    } else {
      wrong.add(describedKey(issue.path, expected));
    }
  }
  for (const key of wrong) {
    const found = key === '' ? value : key.split('.').reduce<unknown>(step, value);
    const takes = expected[key] ?? 'something else';
    problems.push({ key, message: `must be ${takes}, found ${shown(found)}`, fix: 'Correct the value.' });
  }
  return problems;
}

function unknownKey(key: string, { expected, foreignKeys }: CheckObjectOptions): ConfigProblem {
  const message = 'is not a known key';
  const elsewhere = Object.hasOwn(foreignKeys, key) ? foreignKeys[key] : undefined;
  if (elsewhere !== undefined) return { key, message: `${message} here`, fix: elsewhere };
  const parent = key.slice(0, key.lastIndexOf('.') + 1);
  const siblings = Object.keys(expected).filter(
    (known) => known !== '' && known.startsWith(parent) && !known.slice(parent.length).includes('.'),
  );
  const names = siblings.map((known) => known.slice(parent.length));
  const [closest] = closestNames({ wanted: key.slice(parent.length), names, limit: 1 });
  const known = names.map((name) => `"${name}"`).join(', ');
  return { key, message, fix: closest === undefined ? `Known keys are ${known}.` : `Did you mean "${closest}"?` };
}

/** The innermost key on the way to a problem that has a description. */
function describedKey(path: readonly PropertyKey[], expected: Readonly<Record<string, string>>): string {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join('.');
    if (expected[key] !== undefined) return key;
  }
  return '';
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** URLs may hold passwords. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = (typeof value === 'function' ? 'a function' : asJson(value)).replaceAll(/:\/\/[^"]*/g, '://***');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

const LONGEST = 80;

/** Of a large value as much as is shown: with aliases a few lines of YAML hold more than any memory. */
function asJson(value: unknown): string {
  let left = LONGEST;
  const within = (_key: string, each: unknown): unknown => {
    left -= 1;
    return left < 0 ? undefined : typeof each === 'bigint' ? `${each}n` : each;
  };
  try {
    return JSON.stringify(value, within) ?? typeof value;
  } catch {
    return 'a value that contains itself';
  }
}
