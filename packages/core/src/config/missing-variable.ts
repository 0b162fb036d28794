/** A character that no environment variable can hold, so that the mark cannot be mistaken for a value. */
const MARK = '\0';
const PATTERN = /\0missing:([^\0]*)\0/;

/**
 * What `env()` gives for a variable that is not set. Prisma throws there, which would keep commands from working that
 * need no database; this lets the configuration be read and is noticed where the value is used.
 */
export function missingVariable(name: string): string {
  return `${MARK}missing:${name}${MARK}`;
}

/** The name of the variable that a value was to be taken from, null for a value that is whole. */
export function missingVariableIn(value: string): string | null {
  return PATTERN.exec(value)?.[1] ?? null;
}
