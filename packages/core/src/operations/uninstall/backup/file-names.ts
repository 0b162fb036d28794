const LONGEST = 100;

/** A file name for each table that every file system takes, none like another in lower case. */
export function fileNames(tables: readonly string[], suffix: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    tables.map((table) => {
      const plain = encodeURIComponent(table)
        .replaceAll(/[*'()!~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
        .replace(/^\./, '%2E')
        .slice(0, LONGEST);
      let name = `${plain}${suffix}`;
      for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${plain}-${count}${suffix}`;
      taken.add(name.toLowerCase());
      return [table, name];
    }),
  );
}
