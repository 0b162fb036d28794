import { CORE } from '../../extension.js';
import type { LintRule } from '../lint-rule.js';
import { genericReason } from './generic-name.js';
import { hasPrefix } from './name-words.js';
import {
  CONSTRAINT_NAME,
  GENERIC_NAME,
  JOIN_TABLE,
  NAME_TOO_LONG,
  RESERVED_WORD,
  REVISION_SLUG,
  TABLE_PREFIX,
} from './naming-rules.js';

/** A name of the database that an extension has chosen. */
export interface ChosenName {
  readonly kind: 'table' | 'view' | 'enum' | 'index' | 'constraint' | 'join-table';
  /** Without the database schema. */
  readonly name: string;
  /** The table that an index or a constraint is of. */
  readonly table: string | null;
  readonly extension: string;
  /** Whether a revision has made it, so that another name takes a migration. */
  readonly isMade: boolean;
  /** Whether a fragment says so, where the name can be given otherwise. */
  readonly isInFragment: boolean;
}

/** What names are held against. */
export interface NamingOptions {
  /** What the extension's tables begin with; null for nothing. */
  readonly prefix: string | null;
  readonly nameBytes: number | null;
  readonly isReservedWord: (name: string) => boolean;
  /** Whether a rule is off, so that another may speak in its stead. */
  readonly isOff: (rule: LintRule) => boolean;
}

/** What a rule says of a name. */
export interface NameRemark {
  readonly rule: LintRule;
  readonly message: string;
  readonly fix: string;
}

/** What the rules on names say of one. */
export function nameRemarks(chosen: ChosenName, options: NamingOptions): readonly NameRemark[] {
  const { kind, name } = chosen;
  const { nameBytes } = options;
  const remarks: NameRemark[] = [];
  if (kind === 'index' || kind === 'constraint') remarks.push(...constraintRemarks(chosen, options));
  else if (kind === 'join-table') remarks.push(...joinRemarks(chosen, options));
  else remarks.push(...tableRemarks(chosen, options));
  if (nameBytes !== null && Buffer.byteLength(name) > nameBytes) {
    remarks.push({
      rule: NAME_TOO_LONG,
      message: `The name of the ${said(chosen)} has ${Buffer.byteLength(name)} bytes, of which the database keeps ${nameBytes}`,
      fix: renaming(chosen, shorter(name, nameBytes)),
    });
  }
  return remarks;
}

function tableRemarks(chosen: ChosenName, options: NamingOptions): readonly NameRemark[] {
  const { name, extension } = chosen;
  const { prefix, isReservedWord, isOff } = options;
  const remarks: NameRemark[] = [];
  const lacksPrefix = extension !== CORE && prefix !== null && !hasPrefix(name, prefix);
  const generic = extension === CORE || (prefix !== null && !lacksPrefix) ? null : genericReason(name);
  const wanted = `${prefix ?? extension.replaceAll('-', '_')}_${name.replace(/^_+/, '')}`.replaceAll('__', '_');
  if (generic !== null && !isOff(GENERIC_NAME)) {
    remarks.push({
      rule: GENERIC_NAME,
      message: `The ${said(chosen)} of ${extension} has a name that others will choose, too: ${generic}`,
      fix: renaming(chosen, wanted, GENERIC_NAME),
    });
  } else if (lacksPrefix) {
    remarks.push({
      rule: TABLE_PREFIX,
      message: `The ${said(chosen)} of ${extension} does not begin with ${prefix}`,
      fix: renaming(chosen, wanted, TABLE_PREFIX),
    });
  }
  if (isReservedWord(name) && remarks.length === 0) {
    remarks.push({
      rule: RESERVED_WORD,
      message: `The ${said(chosen)} is called by a word of SQL`,
      fix: renaming(chosen, `${name}s`, RESERVED_WORD),
    });
  }
  return remarks;
}

const MARK = /^(?:ck|chk|fk|idx|ix|key|pk|trgm|ui|uidx|uix|uk|uniq|unique|uq)_+/i;

function constraintRemarks(chosen: ChosenName, { prefix }: NamingOptions): readonly NameRemark[] {
  const { name, table, extension, kind } = chosen;
  const bare = name.replace(MARK, '');
  if (extension === CORE || prefix === null) return [];
  if (hasPrefix(bare, prefix) || (table !== null && hasPrefix(bare, table))) return [];
  return [
    {
      rule: CONSTRAINT_NAME,
      message: `The ${said(chosen)}${table === null ? '' : ` on ${table}`} tells neither its table nor ${extension}`,
      fix: chosen.isInFragment
        ? `Leave "map" away, and Prisma names it by its table${chosen.isMade ? '; revision --auto makes a revision that renames it' : ''}.`
        : `Call the ${kind} ${JSON.stringify(`${table ?? prefix}_${name}`)}${chosen.isMade ? ', by a revision that renames it where databases have it already' : ''}.`,
    },
  ];
}

function joinRemarks({ name, extension }: ChosenName, { prefix }: NamingOptions): readonly NameRemark[] {
  if (extension === CORE || prefix === null || hasPrefix(name, prefix)) return [];
  const relation = `${prefix}_${name.replace(/^_/, '')}`.replaceAll('__', '_');
  return [
    {
      rule: JOIN_TABLE,
      message: `The join table ${JSON.stringify(name)} of ${extension} cannot be given a name, and does not begin with ${prefix}`,
      fix: `Name the relation on both sides, @relation(${JSON.stringify(relation)}), which makes the table ${JSON.stringify(`_${relation}`)} (a table that is made already needs a revision that renames it); or write the pairs as a model of their own.`,
    },
  ];
}

/** Both ways: another name, or a reason for this one. */
function renaming(
  { kind, name, isMade, isInFragment }: ChosenName,
  wanted: string,
  rule: LintRule | null = null,
): string {
  const way = isInFragment ? `@@map(${JSON.stringify(wanted)})` : `the name ${JSON.stringify(wanted)}`;
  const keep =
    rule === null
      ? ''
      : `, or keep it and say why: ${isInFragment ? `// orchestrate-ignore ${rule.code}: why, before the block` : `an entry in lint.ignore, { "rule": "${rule.code}", "path": …, "reason": … }`}`;
  if (!isMade) return `Give it ${way}${keep}.`;
  const move = `ALTER ${kind === 'enum' ? 'TYPE' : kind === 'view' ? 'VIEW' : 'TABLE'} ${JSON.stringify(name)} RENAME TO ${JSON.stringify(wanted)}`;
  return `Revisions have made it: give it ${way}, with a revision of your own that says ${move}${keep}.`;
}

function said({ kind, name }: ChosenName): string {
  return `${kind} ${JSON.stringify(name)}`;
}

/** Whole characters within the limit. */
function shorter(name: string, bytes: number): string {
  let text = name;
  while (Buffer.byteLength(text) > bytes) text = [...text].slice(0, -1).join('');
  return text.replace(/_+$/, '');
}

/** What is said of the name of a revision's directory, its time taken away; null for nothing. */
export function slugRemark(name: string, { isFirst }: { readonly isFirst: boolean }): NameRemark | null {
  const slug = name.replace(/^\d+_?/, '');
  // What is not of that form at all is said elsewhere.
  if (slug === name || slug === '') return null;
  if (!/^[a-z0-9_]+$/.test(slug)) {
    return {
      rule: REVISION_SLUG,
      message: `The name ${name} has other characters than a to z, digits and underscores`,
      fix: 'Rename the directory while no database has the revision; parents and requirements that name it go along.',
    };
  }
  if (!EMPTY_SLUGS.has(slug.replace(/_?\d+$/, '')) || (isFirst && slug === 'setup')) return null;
  return {
    rule: REVISION_SLUG,
    message: `The name ${name} tells nothing of what the revision does`,
    fix: 'Rename the directory while no database has the revision; parents and requirements that name it go along.',
  };
}

const EMPTY_SLUGS: ReadonlySet<string> = new Set(
  'change changes db database fix fixes migrate migration migrations misc new schema setup stuff temp test tmp todo update updates wip'.split(
    ' ',
  ),
);
