/** A point in time for people, the same everywhere: `2026-02-01 09:30:00Z`. */
export function renderTime(time: Date): string {
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

/** `850 ms`, `12.4 s`. */
export function renderDuration(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
