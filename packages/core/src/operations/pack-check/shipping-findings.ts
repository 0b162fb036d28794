import path from 'node:path';
import { readStats, readWholeText } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Finding, Severity } from '../../findings.js';
import { listRevisionNames } from '../../workspace/read-revisions.js';
import { packFinding } from './pack-finding.js';
import type { Candidate } from './read-candidate.js';

/** Compares what would be packed with what must be. @param packed relative to the directory; null where npm cannot pack */
export function shippingFindings(candidate: Candidate, packed: ReadonlySet<string> | null): readonly Finding[] {
  const needed = neededFiles(candidate);
  const scripts = needed.filter((file) => file.endsWith('.sql'));
  return [
    ...(packed === null ? [] : notPacked(candidate, { needed, packed })),
    ...carriageReturns(candidate, scripts),
    ...(packed === null ? [] : unwanted(candidate, { needed: new Set(needed), packed })),
  ];
}

const REVISION_FILES: readonly string[] = ['migration.sql', 'down.sql', 'revision.json'];

/** What orchestrate reads of an extension, as far as it is there or has to be; relative to the directory. */
function neededFiles({ fragment, directory }: Candidate): readonly string[] {
  if (fragment === null) return [];
  const { files, migrations } = fragment;
  const ofRevisions = listRevisionNames({ migrationsDirectory: migrations })
    .flatMap((name) => REVISION_FILES.map((file) => path.join(migrations, name, file)))
    // There is no revision without its script.
    .filter((file) => path.basename(file) === 'migration.sql' || readStats(file) !== null);
  return [...files, ...ofRevisions].map((file) => rootRelative(directory, file));
}

interface PackedFiles {
  readonly needed: readonly string[];
  readonly packed: ReadonlySet<string>;
}

function notPacked(candidate: Candidate, { needed, packed }: PackedFiles): readonly Finding[] {
  const { name } = candidate;
  return needed
    .filter((file) => !packed.has(file))
    .map((file) =>
      packFinding(name, {
        code: 'PACK.NOT_PACKED',
        severity: 'error',
        message: `${file} would not be in the package`,
        where: placeIn(candidate, file),
        fix: `Name its folder in "files" of package.json (${JSON.stringify(topOf(file))}), and see that .npmignore or .gitignore do not leave it out; \`npm pack --dry-run\` lists what is packed. npm packs no symbolic links.`,
      }),
    );
}

/** The first folder of a path. */
function topOf(file: string): string {
  return file.split('/')[0] ?? file;
}

/** Version control that changes line endings gives each project another script. */
function carriageReturns(candidate: Candidate, scripts: readonly string[]): readonly Finding[] {
  const { name, directory } = candidate;
  return scripts
    .filter((file) => readWholeText(path.join(directory, file))?.includes('\r\n') === true)
    .map((file) =>
      packFinding(name, {
        code: 'PACK.CARRIAGE_RETURNS',
        severity: 'warning',
        message: `${file} has line endings of Windows (CRLF), and would have them in every project`,
        where: placeIn(candidate, file),
        fix: 'Save it with LF, and keep it so with "*.sql text eol=lf" in .gitattributes. An applied revision counts as the same with either.',
      }),
    );
}

interface Unwanted {
  readonly severity: Severity;
  readonly pattern: RegExp;
  readonly what: string;
}

const UNWANTED: readonly Unwanted[] = [
  { severity: 'error', pattern: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$)[^/]*)?$/, what: 'may hold secrets' },
  { severity: 'error', pattern: /\.(?:db|sqlite|sqlite3)(?:-journal|-wal|-shm)?$/, what: 'is a database' },
  { severity: 'warning', pattern: /(?:^|\/)generated\//, what: 'is generated, and every project generates its own' },
  { severity: 'warning', pattern: /(?:^|\/)\.orchestrate\//, what: 'is a working file or a backup' },
  {
    severity: 'notice',
    pattern: /(?:^|\/)(?:test|tests|__tests__)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/,
    what: 'is a test',
  },
];

interface UnwantedFiles {
  readonly needed: ReadonlySet<string>;
  readonly packed: ReadonlySet<string>;
}

/** Told once for each kind. */
function unwanted(candidate: Candidate, { needed, packed }: UnwantedFiles): readonly Finding[] {
  const spare = [...packed].filter((file) => !needed.has(file));
  const seen = new Set<string>();
  return UNWANTED.flatMap(({ severity, pattern, what }): readonly Finding[] => {
    const found = spare.filter((file) => pattern.test(file) && !seen.has(file));
    for (const file of found) seen.add(file);
    const [first, ...others] = found;
    if (first === undefined) return [];
    return [
      packFinding(candidate.name, {
        code: 'PACK.UNWANTED_FILE',
        severity,
        message: `${first}${others.length === 0 ? '' : ` (and ${others.length} more)`} would be in the package: it ${what}`,
        where: placeIn(candidate, first),
        fix: `Leave it out: name in "files" of package.json what is to be packed, such as ["prisma"], or write ${JSON.stringify(first)} into .npmignore.`,
      }),
    ];
  });
}

function placeIn({ root, directory }: Candidate, file: string): Finding['where'] {
  return { file: rootRelative(root, path.join(directory, file)), line: 1, column: 1 };
}
