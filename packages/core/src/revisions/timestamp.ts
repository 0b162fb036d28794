const TIMESTAMP = /^\d{14}(?!\d)/;

/** The UTC timestamp that starts a revision's name, `YYYYMMDDHHMMSS`; empty for a name that has none. */
export function timestampOf(name: string): string {
  return TIMESTAMP.exec(name)?.[0] ?? '';
}

/** A point in time as revision names have it, to the second. */
export function formatTimestamp(time: Date): string {
  return time.toISOString().replaceAll(/[-:T]|\..*$/g, '');
}

/**
 * A timestamp later than another by as little as a valid one can be; digits that are no date count as
 * the date after. Null past the year 9999, which has no timestamp.
 */
export function timestampAfter(timestamp: string): string | null {
  const [year, month, day, hour, minute, second] = [
    timestamp.slice(0, 4),
    timestamp.slice(4, 6),
    timestamp.slice(6, 8),
    timestamp.slice(8, 10),
    timestamp.slice(10, 12),
    timestamp.slice(12, 14),
  ].map(Number) as [number, number, number, number, number, number];
  const time = new Date(0);
  time.setUTCFullYear(year, Math.max(month, 1) - 1, Math.max(day, 1));
  time.setUTCHours(hour, minute, second + 1);
  return time.getUTCFullYear() > 9999 ? null : formatTimestamp(time);
}
