import { realpathSync } from 'node:fs';
import path from 'node:path';
import { compose } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import { dependencyClosure, resolveDependencies } from '../../composition/dependencies.js';
import { readTextFile } from '../../config/read-text-file.js';
import type { Driver } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import type { TestMark } from '../../database/test-ground.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Revision } from '../../revisions/revision.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { Workspace } from '../../workspace/workspace.js';
import { toolVersions } from '../check/tool-versions.js';
import { draftPlan } from '../make-revision/draft-revision.js';
import { findingsToTell } from '../run/compose-checked.js';
import { providerOf, readDatasourceOf } from '../run/datasource-of.js';
import { assertNoErrors } from '../run/findings-error.js';
import { openSoundWorkspace } from '../run/open-workspace.js';
import { digestOf } from '../run/result-cache.js';
import { selectExtension } from '../run/select-extension.js';
import type { WorkspaceOptions } from '../run-options.js';
import { scriptMissing } from './test-db-errors.js';

/** What a test database is made from. */
export interface TestSourceOptions extends WorkspaceOptions {
  /** Only these and what they depend on; all of them unless given. */
  readonly extensions?: readonly string[] | undefined;
  /**
   * Files with SQL that runs in the empty database, before the schema: what it needs and no fragment has. Absolute, or
   * relative to `cwd`.
   */
  readonly initSql?: readonly string[] | undefined;
  /** Files with SQL that runs at the end, for rows that every test begins with. */
  readonly seedSql?: readonly string[] | undefined;
  /** The schema as the fragments say it (the default), or what the revisions make, with their views, triggers and rows. */
  readonly from?: 'fragments' | 'revisions' | undefined;
}

/** A file with SQL. */
export interface SqlFile {
  /** As it was given. */
  readonly file: string;
  readonly text: string;
}

/** All that goes into a test database. */
export interface TestSchema {
  readonly workspace: Workspace;
  readonly driver: Driver;
  readonly mark: TestMark;
  /** In the order of dependencies. */
  readonly extensions: readonly string[];
  readonly composition: Composition;
  /** In plan order; null where the database is made from the fragments. */
  readonly revisions: readonly Revision[] | null;
  readonly initSql: readonly SqlFile[];
  readonly seedSql: readonly SqlFile[];
}

/** Whose test database it is, whatever is in it. */
export type TestHouse = Pick<TestSchema, 'workspace' | 'driver' | 'mark'>;

const JOB = 'Cannot make a test database';

/** As {@link readTestSchema} for who only takes away: that the fragments do not fit together is no matter then. */
export async function readTestHouse(options: WorkspaceOptions): Promise<TestHouse> {
  const workspace = await readWorkspace(options);
  const { provider } = await readDatasourceOf(workspace);
  const mark = { workspace: digestOf(realpathSync(workspace.root)), digest: digestOf(null) };
  return { workspace, driver: await driverFor(provider), mark };
}

/**
 * Reads all that goes into a test database.
 *
 * @param key what else does
 */
export async function readTestSchema(options: TestSourceOptions, key: unknown = null): Promise<TestSchema> {
  const isReplayed = options.from === 'revisions';
  const open = isReplayed ? await openSoundWorkspace(options, JOB) : null;
  const workspace = open?.workspace ?? (await readWorkspace(options));
  const sources = closureOf(await readFragments(workspace), selected(workspace, options.extensions));
  const composition = compose(sources, { outputDirectory: workspace.config.output });
  assertNoErrors(findingsToTell(workspace, composition.findings), JOB);
  const driver = await driverFor(providerOf(sources));
  const revisions = open === null ? null : [...draftPlan(open.graph, composition.extensions).plan];
  const [initSql, seedSql] = [options.initSql, options.seedSql].map((files) => readScripts(files, options.cwd));
  const schema = { workspace, driver, composition, revisions, initSql: initSql ?? [], seedSql: seedSql ?? [] };
  return { ...schema, extensions: composition.extensions, mark: markOf(schema, key) };
}

function selected(workspace: Workspace, names: readonly string[] | undefined): readonly string[] {
  return (names ?? workspace.extensions.map(({ name }) => name)).map((name) => selectExtension(workspace, name).name);
}

function closureOf(sources: readonly ExtensionSource[], names: readonly string[]): readonly ExtensionSource[] {
  const { direct } = resolveDependencies(sources);
  const closure = new Set(['core', ...names].flatMap((name) => [...dependencyClosure(name, direct)]));
  return sources.filter(({ name }) => closure.has(name));
}

function readScripts(files: readonly string[] = [], cwd: string): readonly SqlFile[] {
  return files.map((file) => {
    const text = readTextFile(path.resolve(cwd, file));
    if (text === null) throw scriptMissing(file);
    return { file, text };
  });
}

function markOf(schema: Omit<TestSchema, 'mark' | 'extensions'>, key: unknown): TestMark {
  const { workspace, driver, composition, revisions, initSql, seedSql } = schema;
  const content =
    revisions === null
      ? composition.files.map(({ path: file, text }) => [file, text])
      : revisions.map(({ id, checksum }) => [id, checksum]);
  const scripts = [initSql, seedSql].map((files) => files.map(({ text }) => text));
  return {
    workspace: digestOf(realpathSync(workspace.root)),
    digest: digestOf([toolVersions(), driver.provider, revisions === null, content, scripts, key]),
  };
}
