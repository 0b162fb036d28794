import { lstatSync } from 'node:fs';
import { errorCode } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import { CORE, EXTENSION_NAME, historyTableName } from '../../extension.js';
import type { Revision } from '../../revisions/revision.js';
import { extensionOf } from '../../revisions/revision.js';
import { assertHistoryTables } from '../../workspace/assert-history-tables.js';
import { describePackage } from '../../workspace/describe-package.js';
import type { Extension } from '../../workspace/workspace.js';
import { whyUnfit } from '../../workspace/workspace-errors.js';
import { assertOwnFiles } from '../run/assert-own-files.js';
import type { ExtensionRename } from './extension-rename.js';

/** What a new name has to fit. */
export interface RenameSurroundings {
  readonly extensions: readonly Extension[];
  readonly revisions: readonly Revision[];
}

/**
 * @returns the extension as it will be
 * @throws OrchestrateError `RENAME.CORE`, `RENAME.NAME`, `RENAME.TAKEN`, `RENAME.PACKAGE`, `WORKSPACE.INSTALLED_EXTENSION`,
 * `WORKSPACE.HISTORY_TABLE_CLASH`
 */
export function assertRenamable(
  { extension, to, directory }: ExtensionRename,
  { extensions, revisions }: RenameSurroundings,
): Extension {
  const { name } = extension;
  if (name === CORE) throw coreStays();
  if (to === CORE || !EXTENSION_NAME.test(to)) throw unfitName(to);
  const others = extensions.filter((each) => each !== extension);
  if (extensions.some((each) => each.name === to)) throw taken(name, to, `there is an extension "${to}"`);
  const formerly = others.find(({ formerNames }) => formerNames.includes(to));
  if (formerly !== undefined) {
    throw taken(name, to, `"${formerly.name}" had that name, and databases may have its history under it`);
  }
  if (directory !== null && isThere(directory.to)) throw taken(name, to, `there is something at ${directory.to}`);
  assertOwnFiles([extension], `rename ${name}`);
  const packaged = others.filter((each) => each.isInstalled && namesIt(each, { name, revisions }));
  if (packaged.length > 0) throw namedByPackage(name, packaged);

  const formerNames = [...extension.formerNames.filter((former) => former !== to), name];
  const renamed = { ...extension, name: to, historyTable: historyTableName(to), formerNames };
  assertHistoryTables([...others, renamed]);
  return renamed;
}

function namesIt(
  { name: other, dependsOn }: Extension,
  { name, revisions }: { readonly name: string; readonly revisions: readonly Revision[] },
): boolean {
  const own = revisions.filter(({ extension }) => extension === other);
  return dependsOn.includes(name) || own.some(({ requires }) => requires.some((id) => extensionOf(id) === name));
}

function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}

function coreStays(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'RENAME.CORE',
    message: 'core keeps its name: it is what Prisma itself takes for the project.',
    fix: 'Name another extension.',
  });
}

function unfitName(to: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'RENAME.NAME',
    message: `${JSON.stringify(to)} cannot be the name of an extension: ${whyUnfit(to)}.`,
    fix: 'Give a lower-case letter, then up to 47 lower-case letters, digits and dashes.',
    meta: { name: to },
  });
}

function taken(from: string, to: string, why: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'RENAME.TAKEN',
    message: `${from} cannot be renamed to ${to}: ${why}. Nothing was changed.`,
    fix: 'Give another name, or make this one free first. A former name is free once every database was upgraded since and it is taken out of "formerNames" in the manifest.',
    meta: { from, to },
  });
}

function namedByPackage(name: string, packaged: readonly Extension[]): OrchestrateError {
  const names = packaged.map(describePackage).join(', ');
  return new OrchestrateError({
    kind: 'usage',
    code: 'RENAME.PACKAGE',
    message: `${names} refers to ${name} by its name, and the files of an installed package are not this workspace's to change.`,
    fix: `Leave ${name} its name, or take the package out first.`,
    meta: { extension: name, packages: packaged.map(({ packageName }) => packageName) },
  });
}
