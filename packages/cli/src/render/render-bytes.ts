const UNITS: readonly string[] = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size for people: `1.9 GiB`. */
export function renderBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}
