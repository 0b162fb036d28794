import type { TypeName } from 'libpg-query';
import { literalOf, textsOf } from './nodes.js';

/** Names that `format_type` spells out. */
const SPELT: Readonly<Record<string, string>> = {
  bool: 'BOOLEAN',
  bpchar: 'CHARACTER',
  float4: 'REAL',
  float8: 'DOUBLE PRECISION',
  int2: 'SMALLINT',
  int4: 'INTEGER',
  int8: 'BIGINT',
  time: 'TIME WITHOUT TIME ZONE',
  timestamp: 'TIMESTAMP WITHOUT TIME ZONE',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  timetz: 'TIME WITH TIME ZONE',
  varbit: 'BIT VARYING',
  varchar: 'CHARACTER VARYING',
};

/** A type as `TableColumn.type` names it: `NUMERIC(10,2)`, `TIMESTAMP(3) WITHOUT TIME ZONE`, `TEXT[]`. */
export function renderColumnType(type: TypeName | undefined): string {
  const name = textsOf(type?.names).at(-1) ?? '';
  const base = SPELT[name] ?? name.toUpperCase();
  const limits = (type?.typmods ?? []).map(literalOf).filter((text) => text !== '');
  const [first = '', ...rest] = base.split(' ');
  const isTime = first.startsWith('TIME') && rest.length > 0;
  const limited =
    limits.length === 0
      ? base
      : isTime
        ? `${first}(${limits.join(',')}) ${rest.join(' ')}`
        : `${base}(${limits.join(',')})`;
  return `${limited}${(type?.arrayBounds ?? []).length > 0 ? '[]' : ''}`;
}

/**
 * Whether PostgreSQL changes a column from one type to another without writing its rows anew: only what the catalog says
 * differs, by https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 *
 * @param isUtc whether the session's time zone is UTC
 */
export function isFreeTypeChange(from: string, to: string, isUtc: boolean): boolean {
  if (from === to) return true;
  // The elements of a list would be written anew one by one.
  if (from.endsWith('[]') || to.endsWith('[]')) return false;
  const old = read(from);
  const now = read(to);
  const grows = limitOf(now, UNLIMITED) >= limitOf(old, UNLIMITED);
  if (old.base === 'CHARACTER VARYING') return now.base === 'TEXT' || (now.base === old.base && grows);
  if (old.base === 'TEXT') return now.base === 'CHARACTER VARYING' && now.limits.length === 0;
  if (old.base === 'BIT VARYING') return now.base === old.base && grows;
  if (old.base === 'NUMERIC' && now.base === 'NUMERIC') {
    if (now.limits.length === 0) return true;
    return old.limits.length > 0 && grows && (old.limits[1] ?? 0) === (now.limits[1] ?? 0);
  }
  if (old.base === 'CIDR') return now.base === 'INET';
  const isPoint = POINTS.has(old.base) && POINTS.has(now.base);
  if (isPoint && old.base !== now.base && !isUtc) return false;
  if (isPoint || (old.base === now.base && TIMES.has(old.base))) {
    return limitOf(now, MICROSECONDS) >= limitOf(old, MICROSECONDS);
  }
  return false;
}

const POINTS: ReadonlySet<string> = new Set(['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITHOUT TIME ZONE']);
const TIMES: ReadonlySet<string> = new Set(['INTERVAL', 'TIME WITH TIME ZONE', 'TIME WITHOUT TIME ZONE']);
const MICROSECONDS = 6;
const UNLIMITED = Number.POSITIVE_INFINITY;

interface ReadType {
  readonly base: string;
  readonly limits: readonly number[];
}

function read(type: string): ReadType {
  const limits = /\(([\d,-]+)\)/.exec(type);
  return {
    base: limits === null ? type : type.replace(limits[0], ''),
    limits: (limits?.[1] ?? '').split(',').filter(Boolean).map(Number),
  };
}

function limitOf({ limits }: ReadType, otherwise: number): number {
  return limits[0] ?? otherwise;
}
