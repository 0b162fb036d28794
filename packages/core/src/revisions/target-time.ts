import { invalidTime } from './target-errors.js';
import { formatTimestamp } from './timestamp.js';

const LIKE_A_TIME = /^\d[\d:.+TZ-]*$/;
const DIGITS = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * The last second that a point in time means, `YYYYMMDDHHMMSS` in UTC: of a day, or of a minute, its last. Null for a
 * text that does not look like one.
 *
 * @throws OrchestrateError `TARGET.INVALID_TIME`
 */
export function parseTargetTime(target: string): string | null {
  if (!LIKE_A_TIME.test(target)) return null;
  const parts = DIGITS.exec(target) ?? ISO.exec(target);
  if (parts === null) throw invalidTime(target);
  const [, year, month, day, hour = '23', minute = '59', second = '59', zone = 'Z'] = parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // A date that is none, such as February 30, is taken for another one or for none at all.
  if (timestampFor(`${local}Z`) !== local.replaceAll(/[-:T]/g, '')) throw invalidTime(target);
  const timestamp = timestampFor(`${local}${zone}`);
  if (timestamp === null || !/^\d{14}$/.test(timestamp)) throw invalidTime(target);
  return timestamp;
}

function timestampFor(iso: string): string | null {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? null : formatTimestamp(time);
}
