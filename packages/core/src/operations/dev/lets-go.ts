import type { Draft } from '../make-revision/draft-scripts.js';

/**
 * Whether one draft lets go of what another takes away: its way back refers to a table or column that the other drops,
 * or has a column of an enum that the other drops. Both are scripts of Prisma's engine, which quotes every name.
 */
export function letsGo(ofIt: Pick<Draft, 'down'>, taking: Pick<Draft, 'up' | 'destructive'>): boolean {
  const references = [...ofIt.down.matchAll(REFERENCE)];
  const isReferenced = ({ table, column }: Draft['destructive'][number]): boolean =>
    references.some(
      ([, schema, name = '', columns = '']) =>
        (table === unquote(name) || table === `${unquote(schema ?? '')}.${unquote(name)}`) &&
        (column === null || (columns.match(NAME) ?? []).map(unquote).includes(column)),
    );
  const drops = taking.destructive.filter(({ kind }) => kind === 'dropped-table' || kind === 'dropped-column');
  const enums = [...taking.up.matchAll(DROPPED_ENUM)].map(([, name = '']) => unquote(name));
  const types = new Set([...ofIt.down.matchAll(COLUMN_TYPE)].map(([, name = '']) => unquote(name)));
  return drops.some(isReferenced) || enums.some((name) => types.has(name));
}

const QUOTED = '"(?:[^"]|"")+"';
const NAME = new RegExp(QUOTED, 'g');
const REFERENCE = new RegExp(`\\bREFERENCES\\s+(?:(${QUOTED})\\.)?(${QUOTED})\\s*\\(([^)]*)\\)`, 'g');
const DROPPED_ENUM = new RegExp(`^DROP TYPE (?:${QUOTED}\\.)?(${QUOTED})`, 'gm');
/** Behind the name of a column, or where the type of one is changed. */
const COLUMN_TYPE = new RegExp(`(?:${QUOTED}|\\bTYPE)\\s+(?:${QUOTED}\\.)?(${QUOTED})`, 'g');

function unquote(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}
