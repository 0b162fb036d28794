import { z } from 'zod';
import { compareCodeUnits } from '../compare.js';
import { closestNames } from './closest-names.js';
import { locateJson } from './json-places.js';

/** revision.json, as it is written. */
export interface RevisionManifest {
  readonly $schema?: string;
  readonly message: string;
  /** Names of revisions of the same extension; null for the first, a list for a merge. */
  readonly parent: string | null | readonly string[];
  /** `extension/revision` of other extensions. */
  readonly requires: readonly string[];
  /** Left out, the SQL decides. */
  readonly transactional?: boolean;
  /** Tables taken over from another owner, by database name. */
  readonly adopts?: readonly string[];
  /** `extension/revision` of the folded revisions that this one stands for. */
  readonly replaces?: readonly string[];
  /** `extension/revision` of what squashes among these stand for, so that their directories need not stay. */
  readonly foldedBefore?: readonly string[];
}

/** One thing wrong with a revision.json, and where. */
export interface ManifestProblem {
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** What {@link parseRevisionManifest} gives. */
export type ParsedManifest =
  | { readonly kind: 'ok'; readonly manifest: RevisionManifest }
  | { readonly kind: 'invalid'; readonly problems: readonly ManifestProblem[] };

const MAX_LENGTH = 1_048_576;
const revisionName = z.string().regex(/^[^/\\]+$/);
const revisionReference = z.string().regex(/^[^/\\]+\/[^/\\]+$/);

/** The schema of revision.json. */
export const revisionManifestSchema = z.strictObject({
  $schema: z.string().optional(),
  message: z.string(),
  parent: z.union([z.null(), revisionName, z.array(revisionName).min(1)]),
  requires: z.array(revisionReference),
  transactional: z.boolean().optional(),
  adopts: z.array(z.string().min(1)).optional(),
  replaces: z.array(revisionReference).optional(),
  foldedBefore: z.array(revisionReference).optional(),
});

const KEYS = Object.keys(revisionManifestSchema.shape);

const EXPECTED: Readonly<Record<string, string>> = {
  $schema: 'a string',
  message: 'a string',
  parent:
    'the directory name of a revision of this extension, a list of at least one such name, or null for the first revision',
  requires: 'a list of "extension/revision", empty if nothing is required',
  transactional: 'true or false',
  adopts: 'a list of table names',
  replaces: 'a list of "extension/revision"',
  foldedBefore: 'a list of "extension/revision"',
};

/**
 * Reads a revision.json. Problems come in the order of the file, all of them unless the text is not JSON at all.
 *
 * @param text the file as read; a byte order mark at its start is tolerated
 */
export function parseRevisionManifest(text: string): ParsedManifest {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (json.length > MAX_LENGTH) {
    return invalid(json, [{ message: `The file is larger than ${MAX_LENGTH} characters`, offset: 0 }]);
  }
  if (json.trim() === '') {
    const message = 'The file is empty; expected an object with "message", "parent" and "requires"';
    return invalid(json, [{ message, offset: 0 }]);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return invalid(json, problemsOf(json, null));
  }
  const parsed = revisionManifestSchema.safeParse(value);
  if (parsed.success && !mayHaveKeyTwice(json)) {
    return { kind: 'ok', manifest: parsed.data as RevisionManifest };
  }
  const problems = problemsOf(json, value);
  return problems.length === 0 ? { kind: 'ok', manifest: parsed.data as RevisionManifest } : invalid(json, problems);
}

/** The text of a revision.json: keys in a fixed order, two spaces, a final newline. */
export function renderRevisionManifest(manifest: RevisionManifest): string {
  const { $schema, message, parent, requires, transactional, adopts = [], replaces = [], foldedBefore = [] } = manifest;
  const ordered = {
    ...($schema === undefined ? {} : { $schema }),
    message,
    parent,
    requires,
    ...(transactional === undefined ? {} : { transactional }),
    ...(adopts.length === 0 ? {} : { adopts }),
    ...(replaces.length === 0 ? {} : { replaces }),
    ...(foldedBefore.length === 0 ? {} : { foldedBefore }),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

interface Located {
  readonly message: string;
  readonly offset: number;
}

function problemsOf(json: string, value: unknown): readonly Located[] {
  const located = locateJson(json);
  if (located.kind === 'syntax') return [{ message: `Not valid JSON: ${located.message}`, offset: located.offset }];
  const start = json.search(/\S/);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [
      { message: `Expected an object with "message", "parent" and "requires", found ${shown(value)}`, offset: start },
    ];
  }
  const problems: Located[] = located.duplicates.map(({ path, offset }) => ({
    message: `"${path}" is there twice; keep one of them`,
    offset,
  }));
  const parsed = revisionManifestSchema.safeParse(value);
  const wrongKeys = new Set<string>();
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        problems.push({ message: unknownKey(key), offset: located.places.get(key) ?? start });
    } else wrongKeys.add(String(issue.path[0]));
  }
  for (const key of wrongKeys) {
    const found = (value as Readonly<Record<string, unknown>>)[key];
    const expected = EXPECTED[key] ?? 'something else';
    const message =
      found === undefined
        ? `"${key}" is missing; expected ${expected}`
        : `"${key}" must be ${expected}, found ${shown(found)}`;
    problems.push({
      message,
      offset: wrongPlace({ key, issues: parsed.error?.issues ?? [], places: located.places }) ?? start,
    });
  }
  return problems.sort((left, right) => left.offset - right.offset || compareCodeUnits(left.message, right.message));
}

interface WrongPlaceOptions {
  readonly key: string;
  readonly issues: readonly z.core.$ZodIssue[];
  readonly places: ReadonlyMap<string, number>;
}

/** The first element that is wrong where a list was given, otherwise the key. */
function wrongPlace({ key, issues, places }: WrongPlaceOptions): number | undefined {
  for (const { path } of issues) {
    if (path[0] === key && path.length > 1) return places.get(`${key}[${String(path[1])}]`);
  }
  return places.get(key);
}

function unknownKey(key: string): string {
  const [closest] = closestNames({ wanted: key, names: KEYS, limit: 1 });
  const hint = closest === undefined ? `known keys are ${KEYS.join(', ')}` : `did you mean "${closest}"?`;
  return `Unknown key ${JSON.stringify(key)}; ${hint}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** May say yes where a key is only quoted as a value, or a value has an escape; the walk over the text then knows. */
function mayHaveKeyTwice(json: string): boolean {
  return json.includes('\\u') || KEYS.some((key) => json.indexOf(`"${key}"`) !== json.lastIndexOf(`"${key}"`));
}

function invalid(json: string, problems: readonly Located[]): ParsedManifest {
  return {
    kind: 'invalid',
    problems: problems.map(({ message, offset }) => {
      const before = json.slice(0, offset).split(/\r\n|\r|\n/);
      return { message, line: before.length, column: (before.at(-1) ?? '').length + 1 };
    }),
  };
}
