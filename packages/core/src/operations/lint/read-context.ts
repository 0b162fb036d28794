import path from 'node:path';
import { collectRelationEnds } from '../../composition/collect-relation-ends.js';
import { resolveDependencies } from '../../composition/dependencies.js';
import { readSchema } from '../../composition/read-schema.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver } from '../../database/database.js';
import { findDriver } from '../../database/driver-for.js';
import { OrchestrateError } from '../../errors.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { LintSeverity } from '../../lint/lint-rule.js';
import { type Revision, type RevisionId, revisionId } from '../../revisions/revision.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { LintOptions } from '../lint.js';
import { readAppliedState } from '../run/applied-state.js';
import { providerOf } from '../run/datasource-of.js';
import { openDatabase } from '../run/open-database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { isBeforeStart } from './is-before-start.js';
import type { AppliedRevision, LintContext, LintedRevision } from './lint-context.js';
import { lintScope } from './lint-scope.js';

/** What is asked for, and how the rules weigh. */
export interface ReadContextOptions {
  readonly options: LintOptions;
  /** By code. */
  readonly severities: ReadonlyMap<string, LintSeverity>;
}

/** Reads what the checks look at. */
export async function readContext(
  open: OpenWorkspace,
  { options, severities }: ReadContextOptions,
): Promise<LintContext> {
  const { workspace } = open;
  const scope = await lintScope(open, options);
  const sources = await readFragments(workspace);
  const { index, dialect } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  const driver = await driverOf(sources);
  const extensions = workspace.extensions.filter(({ name, isInstalled }) => !isInstalled && scope.extensions.has(name));
  const names = new Set(extensions.map(({ name }) => name));
  const { startAfter } = workspace.config.lint;
  const wanted = open.revisions.filter(
    (each) => names.has(each.extension) && scope.revisions.has(each.id) && !isBeforeStart(each, startAfter),
  );
  return {
    open,
    sources,
    index,
    dialect,
    relations: collectRelationEnds(index).ends,
    driver,
    scope,
    extensions,
    revisions: await Promise.all(wanted.map((revision) => readRevision(revision, { driver, root: workspace.root }))),
    applied: options.database === true ? await readApplied(open, options) : null,
    suppressingCode: new Map(),
    mayReplay: options.replay ?? true,
    severityOf: (code) => severities.get(code) ?? 'warning',
    options,
  };
}

/** Fragments can be linted whatever the database; where its name is missing that is for `validate` to tell. */
async function driverOf(sources: readonly ExtensionSource[]): Promise<Driver | null> {
  try {
    return await findDriver(providerOf(sources));
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}

async function readRevision(
  revision: Revision,
  { driver, root }: { readonly driver: Driver | null; readonly root: string },
): Promise<LintedRevision> {
  const fileOf = (name: string): string => rootRelative(root, path.join(revision.directory, name));
  return {
    revision,
    files: { up: fileOf('migration.sql'), down: fileOf('down.sql'), manifest: fileOf('revision.json') },
    downScript: await readDownScript(revision),
    statements: (await driver?.parseScript(revision.sql)) ?? [],
  };
}

async function readApplied(
  open: OpenWorkspace,
  options: LintOptions,
): Promise<ReadonlyMap<RevisionId, AppliedRevision>> {
  const { database } = await openDatabase(open.workspace, options, 'read');
  await using _open = database;
  const { rows, applied } = await readAppliedState({ database, open });
  return new Map(
    rows.flatMap(({ extension, name, checksum }): readonly [RevisionId, AppliedRevision][] => {
      const id = revisionId(extension, name);
      return applied.has(id) ? [[id, { checksum }]] : [];
    }),
  );
}
