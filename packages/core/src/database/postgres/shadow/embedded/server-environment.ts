/**
 * The environment of PostgreSQL's own programs: ours, without what would change them (PGDATA, PGOPTIONS, …), and with
 * messages that we can read.
 */
export function serverEnvironment(libraries: string | null): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(process.env).filter(([name]) => !/^(?:PG|LC_|LANG)/.test(name));
  const paths = libraries === null ? {} : { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries };
  return { ...Object.fromEntries(entries), LC_ALL: 'C', ...paths };
}
