/** Whether a variable is not set; an empty one counts as one that is not. */
export function isAbsent(value: string | undefined): value is undefined | '' {
  return value === undefined || value === '';
}
