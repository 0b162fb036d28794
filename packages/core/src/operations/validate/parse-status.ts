/** What the index has at a path where the working tree has something else. */
export type IndexEntry =
  | { readonly kind: 'file' | 'link'; readonly object: string }
  /** Nothing; of a directory with `/` at its end, nothing below either. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unmerged' };

/** How index, working tree and last commit differ. Paths are relative to the top of the repository, with `/`. */
export interface GitStatus {
  /**
   * What differs between the index and the last commit, deletions and what is not merged too; a renamed file is there
   * under both names.
   */
  readonly staged: readonly string[];
  /** What the index has where the working tree differs from it. */
  readonly differing: ReadonlyMap<string, IndexEntry>;
}

const LINK = '120000';
const SUBMODULE = '160000';
const NOTHING = '000000';

/** Parses `git status --porcelain=v2 -z --no-renames`. */
export function parseStatus(output: string): GitStatus {
  const staged: string[] = [];
  const differing = new Map<string, IndexEntry>();
  for (const record of output.split('\0')) {
    const kind = record[0];
    if (kind === '?') differing.set(record.slice(2), { kind: 'absent' });
    // u XY sub m1 m2 m3 mW h1 h2 h3 path
    else if (kind === 'u') {
      const { path } = fieldsOf(record, 10);
      staged.push(path);
      differing.set(path, { kind: 'unmerged' });
    } else if (kind === '1') {
      // 1 XY sub mH mI mW hH hI path
      const { fields, path } = fieldsOf(record, 8);
      const [, change = '', , , mode = '', , , object = ''] = fields;
      if (change[0] !== '.') staged.push(path);
      // The content of a submodule is not in this index; it is taken from where it is checked out.
      const isNothing = mode === NOTHING || /^0+$/.test(object);
      if (isNothing && mode !== SUBMODULE) differing.set(path, { kind: 'absent' });
      else if (change[1] !== '.' && mode !== SUBMODULE) differing.set(path, entryOf(mode, object));
    }
  }
  return { staged, differing };
}

/**
 * Of `git ls-files -s -v -z`, the files that git has been told not to look for in the working tree: those outside of a
 * sparse checkout, and those that are assumed to be unchanged. `git status` is silent about them.
 */
export function parseSkipped(output: Buffer): ReadonlyMap<string, IndexEntry> {
  const skipped = new Map<string, IndexEntry>();
  for (let at = 0; at < output.length; ) {
    const found = output.indexOf(0, at);
    const end = found < 0 ? output.length : found;
    if (SKIPPED.has(output[at])) {
      // S mode object stage\tpath
      const record = output.toString('utf8', at, end);
      const tab = record.indexOf('\t');
      const [, mode = '', object = ''] = record.slice(0, tab).split(' ');
      if (mode !== SUBMODULE) skipped.set(record.slice(tab + 1), entryOf(mode, object));
    }
    at = end + 1;
  }
  return skipped;
}

/** Lower case where git assumes no change. */
const SKIPPED: ReadonlySet<number | undefined> = new Set(Buffer.from('Ssh'));

function entryOf(mode: string, object: string): IndexEntry {
  return { kind: mode === LINK ? 'link' : 'file', object };
}

/** A path may hold spaces, so it is what comes after the last field. */
function fieldsOf(record: string, count: number): { readonly fields: readonly string[]; readonly path: string } {
  const fields: string[] = [];
  let at = 0;
  while (fields.length < count) {
    const space = record.indexOf(' ', at);
    fields.push(record.slice(at, space));
    at = space + 1;
  }
  return { fields, path: record.slice(at) };
}
