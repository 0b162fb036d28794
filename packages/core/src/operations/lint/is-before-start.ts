import type { Config } from '../../config/config.js';
import type { Revision } from '../../revisions/revision.js';

/** Whether `lint.startAfter` leaves a revision alone: it is the one that is named there, or comes before it by its name. */
export function isBeforeStart(
  { extension, name }: Pick<Revision, 'extension' | 'name'>,
  startAfter: Config['lint']['startAfter'],
): boolean {
  const start = typeof startAfter === 'string' ? startAfter : startAfter[extension];
  if (start === undefined) return false;
  const wanted = start.slice(start.indexOf('/') + 1);
  return name <= wanted || name.startsWith(wanted);
}
