import { compareCodeUnits } from '../compare.js';
import type { SqlRemark } from './sql-lint.js';

/** A remark at a place in the script, in UTF-16 code units. */
export interface UnplacedRemark extends Omit<SqlRemark, 'line' | 'column' | 'endLine'> {
  readonly at: number;
}

/** Remarks by line and column, in the order of the script. */
export function placeRemarks(remarks: readonly UnplacedRemark[], script: string): readonly SqlRemark[] {
  const sorted = [...remarks].sort((left, right) => left.at - right.at || compareCodeUnits(left.code, right.code));
  let line = 1;
  let start = 0;
  return sorted.map(({ at, edit, ...remark }) => {
    for (let end = script.indexOf('\n', start); end >= 0 && end < at; end = script.indexOf('\n', start)) {
      line += 1;
      start = end + 1;
    }
    return { ...remark, line, column: at - start + 1, ...(edit === undefined ? {} : { edit }) };
  });
}
