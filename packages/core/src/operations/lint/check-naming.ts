import { sorted } from '../../compare.js';
import type { OwnedEntity } from '../../composition/composition.js';
import { type Declaration, positionOf } from '../../composition/fragment.js';
import { tablePrefix } from '../../composition/sample/sample-names.js';
import type { Driver } from '../../database/database.js';
import { DEFAULT_NAMESPACE } from '../../extension.js';
import type { SourcePosition } from '../../findings.js';
import { LineIndex } from '../../fragment/line-index.js';
import { argumentOf, stringValue } from '../../fragment/literals.js';
import type { Attribute } from '../../fragment/parsed-file.js';
import { groupBy } from '../../group-by.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import {
  type ChosenName,
  type NameRemark,
  type NamingOptions,
  nameRemarks,
  slugRemark,
} from '../../lint/naming/name-remarks.js';
import { CASE_ONLY, NAME_TOO_LONG } from '../../lint/naming/naming-rules.js';
import { ruleFinding } from '../../lint/rule-finding.js';
import type { LintContext } from './lint-context.js';
import type { MadeObject } from './ownership/object-owners.js';
import { readOwnership } from './ownership/read-ownership.js';

/** A name with the place that chose it. */
interface PlacedName extends ChosenName {
  readonly where: SourcePosition;
}

/** What the rules on names find: names of fragments, those that only revisions have, and the revisions' own. */
export async function checkNaming(context: LintContext): Promise<readonly LintFinding[]> {
  const { driver } = context;
  if (driver === null) return [];
  const { made, entities } = await readOwnership(context);
  const own = new Set(context.extensions.map(({ name }) => name));
  const names = chosenNames(context, { driver, made, entities });
  const limits = { nameBytes: driver.nameBytes, isReservedWord: await driver.reservedWords() };
  return [
    ...names.filter(({ extension }) => own.has(extension)).flatMap((chosen) => remarksOn(context, chosen, limits)),
    ...caseFindings(names, { own, driver }),
    ...(await longNamesInScripts(context, { driver, known: new Set(names.map(({ name }) => name)) })),
    ...slugFindings(context),
  ];
}

function remarksOn(
  { open, severityOf }: LintContext,
  chosen: PlacedName,
  limits: Pick<NamingOptions, 'nameBytes' | 'isReservedWord'>,
): readonly LintFinding[] {
  const { config, extensions } = open.workspace;
  const extension = extensions.find(({ name }) => name === chosen.extension);
  const given = config.lint.prefix[chosen.extension];
  // In a database schema of its own nothing of others is.
  const usual = extension === undefined || extension.namespace !== null ? null : tablePrefix(extension.name);
  const remarks = nameRemarks(chosen, {
    prefix: given === undefined ? usual : given === '' ? null : (given?.replace(/_+$/, '') ?? null),
    ...limits,
    isOff: ({ code }) => severityOf(code) === 'off',
  });
  return remarks.map((remark) => findingOf(remark, chosen));
}

function findingOf(
  { rule, message, fix }: NameRemark,
  { extension, where }: { readonly extension: string; readonly where: SourcePosition },
): LintFinding {
  return ruleFinding(rule, { message: `${message}.`, extension, where, fix });
}

interface NamesOptions {
  readonly driver: Driver;
  readonly made: readonly MadeObject[];
  readonly entities: readonly OwnedEntity[];
}

function chosenNames(context: LintContext, { driver, made, entities }: NamesOptions): readonly PlacedName[] {
  const defaultSchema = context.open.workspace.config.core.namespace ?? DEFAULT_NAMESPACE;
  const keyOf = (name: string): string => driver.nameKey(name);
  const isThere = new Set(made.map(({ name }) => keyOf(name)));
  const held = entities.flatMap((entity): readonly (PlacedName & { readonly key: string })[] => {
    const kind = KINDS[entity.kind];
    if (kind === null || (kind === 'enum' && !driver.hasEnums)) return [];
    const key = keyOf(driver.entityName(entity, defaultSchema));
    const { databaseName: name, extension, where } = entity;
    return [{ kind, name, table: null, extension, where, isMade: isThere.has(key), isInFragment: true, key }];
  });
  const given = context.index.fragments.flatMap(({ declarations }) =>
    declarations.flatMap((declaration) => givenNames(declaration, isThere.has(keyOf(declaration.databaseName)))),
  );
  const known = new Set([...held.map(({ key }) => key), ...given.map(({ name }) => keyOf(name))]);
  const files = new Map(context.revisions.map(({ revision, files: { up } }) => [revision.id, up]));
  const scripted = made.flatMap((object): readonly PlacedName[] => {
    const file = files.get(object.revision);
    const { kind, name, table, owner, line } = object;
    if (file === undefined || name === '' || known.has(keyOf(name))) return [];
    if (kind !== 'table' && kind !== 'view' && kind !== 'enum' && kind !== 'index') return [];
    const where = { file, line, column: 1 };
    const bare = name.split('.').at(-1) ?? name;
    return [{ kind, name: bare, table, extension: owner, where, isMade: true, isInFragment: false }];
  });
  return [...held, ...given, ...scripted];
}

const KINDS: Readonly<Record<OwnedEntity['kind'], ChosenName['kind'] | null>> = {
  model: 'table',
  view: 'view',
  enum: 'enum',
  'join-table': 'join-table',
  type: null,
};

const CONSTRAINTS: Readonly<Record<string, ChosenName['kind']>> = {
  fulltext: 'index',
  id: 'constraint',
  index: 'index',
  relation: 'constraint',
  unique: 'index',
};

/** Names of indexes and constraints that a fragment gives itself. */
function givenNames(declaration: Declaration, isMade: boolean): readonly PlacedName[] {
  const { block, file, extension, databaseName: table } = declaration;
  const attributes: readonly Attribute[] = [...block.fields.flatMap((field) => field.attributes), ...block.attributes];
  return attributes.flatMap((attribute): readonly PlacedName[] => {
    const kind = CONSTRAINTS[attribute.name];
    const map = kind === undefined ? null : argumentOf(attribute, 'map');
    const name = map === null ? null : stringValue(map.value);
    if (kind === undefined || map === null || name === null) return [];
    const where = positionOf({ file, offset: map.valueSpan.start });
    return [{ kind, name, table, extension, where, isMade, isInFragment: true }];
  });
}

/** Names of tables that the database tells apart and people do not. */
function caseFindings(
  names: readonly PlacedName[],
  { own, driver }: { readonly own: ReadonlySet<string>; readonly driver: Driver },
): readonly LintFinding[] {
  const tables = names.filter(({ kind }) => kind === 'table' || kind === 'view' || kind === 'join-table');
  return [...groupBy(tables, ({ name }) => name.toLowerCase()).values()].flatMap((group) => {
    if (new Set(group.map(({ name }) => driver.nameKey(name))).size < 2) return [];
    const all = sorted(new Set(group.map(({ name }) => JSON.stringify(name)))).join(' and ');
    const later = group.findLast(({ extension }) => own.has(extension));
    if (later === undefined) return [];
    const { extension, where } = later;
    const message = `${all} are two tables whose names differ in upper and lower case only.`;
    const fix = `Give ${JSON.stringify(later.name)} another name, by ${later.isInFragment ? '@@map' : 'ALTER TABLE … RENAME TO'}${later.isMade && later.isInFragment ? ' and a revision that renames it' : ''}.`;
    return [ruleFinding(CASE_ONLY, { message, extension, where, fix })];
  });
}

/** Names that no tree tells of, as the parser has cut them off already. */
async function longNamesInScripts(
  { revisions }: LintContext,
  { driver, known }: { readonly driver: Driver; readonly known: ReadonlySet<string> },
): Promise<readonly LintFinding[]> {
  const { nameBytes } = driver;
  if (nameBytes === null) return [];
  const findings: LintFinding[] = [];
  for (const { revision, files } of revisions) {
    const { sql, extension } = revision;
    const told = new Set(known);
    // In most scripts no token is that long.
    if (!/[^\s,;()]{20,}/.test(sql)) continue;
    const lines = new LineIndex(sql);
    for (const { kind, start, end } of await driver.readTokens(sql)) {
      if ((kind !== 'name' && kind !== 'word') || end - start <= nameBytes / 4) continue;
      const text = sql.slice(start, end);
      const name = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
      const bytes = Buffer.byteLength(name);
      if (bytes <= nameBytes || told.has(name)) continue;
      told.add(name);
      const where = { file: files.up, ...lines.at(start) };
      const message = `The name ${JSON.stringify(name)} has ${bytes} bytes, of which the database keeps ${nameBytes}.`;
      const fix = 'Choose a shorter one, before any database has the revision.';
      findings.push(ruleFinding(NAME_TOO_LONG, { message, extension, where, fix }));
    }
  }
  return findings;
}

function slugFindings({ revisions }: LintContext): readonly LintFinding[] {
  return revisions.flatMap(({ revision, files }) => {
    const remark = slugRemark(revision.name, { isFirst: revision.parents.length === 0 });
    if (remark === null) return [];
    return [findingOf(remark, { extension: revision.extension, where: { file: files.up, line: 1, column: 1 } })];
  });
}
