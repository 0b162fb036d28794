/** A type as `format_type` names it, in upper case: `NUMERIC(10,2)`, `TIMESTAMP(3) WITHOUT TIME ZONE`, `TEXT[]`. */
interface ColumnType {
  readonly base: string;
  /** What stands in the parentheses; empty without them. */
  readonly limits: readonly number[];
}

/** The most digits of an integer type, and whether a floating-point type holds each of its values. */
const INTEGERS: ReadonlyMap<string, { readonly digits: number; readonly floats: readonly string[] }> = new Map([
  ['SMALLINT', { digits: 5, floats: ['REAL', 'DOUBLE PRECISION'] }],
  ['INTEGER', { digits: 10, floats: ['DOUBLE PRECISION'] }],
  ['BIGINT', { digits: 19, floats: [] }],
]);

/** Types that Prisma's engine casts to text, and whose text says all. It drops and adds a column of an enum instead. */
const TEXTUAL: ReadonlySet<string> = new Set([
  'BIGINT',
  'BIT',
  'BIT VARYING',
  'BOOLEAN',
  'BYTEA',
  'CHARACTER',
  'CHARACTER VARYING',
  'DATE',
  'DOUBLE PRECISION',
  'INET',
  'INTEGER',
  'JSON',
  'JSONB',
  'NUMERIC',
  'OID',
  'REAL',
  'SMALLINT',
  'TEXT',
  'TIME WITH TIME ZONE',
  'TIME WITHOUT TIME ZONE',
  'TIMESTAMP WITH TIME ZONE',
  'TIMESTAMP WITHOUT TIME ZONE',
  'UUID',
  'XML',
]);

const TIMESTAMPS: ReadonlySet<string> = new Set(['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITHOUT TIME ZONE']);
const MICROSECONDS = 6;

/** The types that a longer one of their own kind, or of one that follows, takes in. */
const LENGTHS: Readonly<Record<string, readonly string[]>> = {
  CHARACTER: ['CHARACTER', 'CHARACTER VARYING'],
  'CHARACTER VARYING': ['CHARACTER VARYING'],
  BIT: ['BIT VARYING'],
  'BIT VARYING': ['BIT VARYING'],
};

/**
 * Whether every value of a column survives a change of its type. Only pairs count between which Prisma's engine casts: for
 * the others it drops the column and adds it again, whatever PostgreSQL could have cast (an enum to text, `TIME(3)` to
 * `TIME(6)`).
 */
export function isWidening(from: string, to: string): boolean {
  if (from.endsWith('[]') || to.endsWith('[]')) {
    return from.endsWith('[]') && to.endsWith('[]') && isWidening(from.slice(0, -2), to.slice(0, -2));
  }
  if (isCitext(from) || isCitext(to)) return (isCitext(from) && isAnyText(to)) || (from === 'TEXT' && isCitext(to));
  const old = readType(from);
  const now = readType(to);
  if (isAnyText(to)) return TEXTUAL.has(old.base);
  if (INTEGERS.has(old.base)) return widensInteger(old.base, now);
  if (old.base === 'OID') return now.base === 'BIGINT';
  if (old.base === 'REAL') return now.base === 'DOUBLE PRECISION';
  if (old.base === 'NUMERIC') return now.base === 'NUMERIC' && widensNumeric(old.limits, now.limits);
  if (old.base === 'DATE') return now.base === 'TIMESTAMP WITHOUT TIME ZONE';
  if (old.base === 'JSONB') return now.base === 'JSON';
  if (TIMESTAMPS.has(old.base))
    return now.base === old.base && limitOf(now, MICROSECONDS) >= limitOf(old, MICROSECONDS);
  return (
    LENGTHS[old.base]?.includes(now.base) === true &&
    limitOf(now, Number.POSITIVE_INFINITY) >= limitOf(old, Number.POSITIVE_INFINITY)
  );
}

function readType(name: string): ColumnType {
  const limits = /\(([\d,-]+)\)/.exec(name);
  return {
    base: limits === null ? name : name.replace(limits[0], ''),
    limits: (limits?.[1] ?? '').split(',').filter(Boolean).map(Number),
  };
}

function limitOf({ limits }: ColumnType, otherwise: number): number {
  return limits[0] ?? otherwise;
}

/** Text of any length. */
function isAnyText(type: string): boolean {
  return type === 'TEXT' || type === 'CHARACTER VARYING';
}

// The type of a Postgres extension, which may be in any schema.
function isCitext(type: string): boolean {
  return /^(?:.*\.)?citext$/i.test(type);
}

function widensInteger(base: string, now: ColumnType): boolean {
  const { digits, floats } = INTEGERS.get(base) ?? { digits: Number.POSITIVE_INFINITY, floats: [] };
  const other = INTEGERS.get(now.base);
  if (other !== undefined) return other.digits >= digits;
  if (now.base === 'NUMERIC') return widensNumeric([digits, 0], now.limits);
  return floats.includes(now.base);
}

// Digits before the point, and after it.
function widensNumeric(old: readonly number[], now: readonly number[]): boolean {
  const [precision, scale = 0] = now;
  if (precision === undefined) return true;
  const [oldPrecision, oldScale = 0] = old;
  return oldPrecision !== undefined && scale >= oldScale && precision - scale >= oldPrecision - oldScale;
}
