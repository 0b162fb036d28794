/** One database of a fleet. */
export interface FleetDatabase {
  /** What it is called in events, results and `only`; made of the URL unless given. */
  readonly name?: string | undefined;
  readonly url: string;
  /** The schema to work in, where databases have such; goes before what the URL says. */
  readonly schema?: string | undefined;
}

/**
 * Where the databases of a fleet are listed: the path of a file (a line each, JSON, YAML, or a module whose default
 * export is one of the following, or a function that gives it), the text of such a file, or the databases themselves,
 * by URL or with a name.
 */
export type FleetSource =
  | string
  | { readonly text: string; readonly from: string }
  | Iterable<string | FleetDatabase>
  | AsyncIterable<string | FleetDatabase>;

/** An entry of a list that nobody has looked at yet. */
export interface ListedEntry {
  /** For people: `tenants.txt:12`. */
  readonly where: string;
  readonly value: unknown;
}

/** What is wrong with an entry. */
export interface ListProblem {
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}

/** A list as it was read, in its order. */
export type FleetList = readonly (ListedEntry | ListProblem)[];
