import type { Composition, OwnedEntity } from '../composition/composition.js';
import { rootRelative } from '../config/root-relative.js';
import { readClientModels } from '../engine/read-client-models.js';
import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import type { RevisionId } from '../revisions/revision.js';
import { directDependencies } from '../workspace/dependencies.js';
import { readFragments } from '../workspace/read-fragments.js';
import type { Extension } from '../workspace/workspace.js';
import { asOperation } from './run/as-operation.js';
import type { ComposedExtensions } from './run/compose-checked.js';
import { composeChecked } from './run/compose-checked.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openWorkspace } from './run/open-workspace.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link list} takes. */
export interface ListOptions extends WorkspaceOptions {
  /** Lists what each extension owns. */
  readonly models?: boolean | undefined;
  /** Checks everything that can be checked without a database. */
  readonly verify?: boolean | undefined;
}

/** One extension of the workspace. */
export interface ListedExtension {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  /** The npm package that it comes from, null for a directory of the workspace. */
  readonly packageName: string | null;
  readonly packageVersion: string | null;
  /** Direct dependencies, core included. */
  readonly dependsOn: readonly string[];
  /** The fragment's files, relative to the workspace root. */
  readonly files: readonly string[];
  /** The database schema of its models and its history table; null where they go where core's go. */
  readonly namespace: string | null;
  readonly historyTable: string;
  readonly revisions: number;
  readonly heads: readonly RevisionId[];
  /** What it owns; null unless asked for. */
  readonly models: readonly ListedModel[] | null;
}

/** Something that an extension owns. */
export type ListedModel = Pick<OwnedEntity, 'kind' | 'name' | 'databaseName' | 'schema' | 'where'>;

/** What {@link list} found. */
export interface ListResult {
  /** Core first, the others by name. */
  readonly extensions: readonly ListedExtension[];
  /** Only with `verify`. */
  readonly findings: readonly Finding[];
}

/**
 * Lists the extensions of a workspace. `verify` composes the fragments, has Prisma validate the result and generate its
 * client model from it, and checks the graph of the revisions.
 *
 * @throws OrchestrateError for a workspace that cannot be read
 *
 * @example
 * ```ts
 * const { extensions } = await list({ cwd: process.cwd(), models: true });
 * for (const { name, models } of extensions) console.log(name, models?.length); // blog 1
 * ```
 */
export function list(options: ListOptions): Promise<ListResult> {
  return asOperation(options, listExtensions);
}

async function listExtensions(options: ListOptions): Promise<ListResult> {
  const open = await openWorkspace(options);
  const isComposed = options.models === true || options.verify === true;
  const checked = isComposed
    ? await composeChecked(open.workspace, { sources: await readFragments(open.workspace) })
    : null;
  return {
    extensions: open.workspace.extensions.map((extension) =>
      listed(extension, open, options.models === true ? (checked?.whole ?? null) : null),
    ),
    findings: options.verify === true && checked !== null ? await verify(checked, open.findings) : [],
  };
}

async function verify(
  { whole, findings }: ComposedExtensions,
  revisionFindings: readonly Finding[],
): Promise<readonly Finding[]> {
  const own = [...findings, ...revisionFindings];
  if (hasErrors(findings)) return own;
  const seen = await readClientModels(whole.files);
  const unseen = whole.entities.filter(({ kind, name }) => kind !== 'join-table' && !seen.has(name));
  return [...own, ...unseen.map(notInClient)];
}

function notInClient({ kind, name, extension, where }: OwnedEntity): Finding {
  return {
    code: 'SCHEMA.NOT_IN_CLIENT',
    severity: 'notice',
    message: `The ${kind} ${name} is in the composed schema, but Prisma's client generators do not see it.`,
    extension,
    where,
    fix: 'Nothing, if it is meant to be left out of the client; else remove its @@ignore.',
    related: [],
  };
}

function listed(
  extension: Extension,
  { workspace, graph }: OpenWorkspace,
  composition: Composition | null,
): ListedExtension {
  const relative = (file: string): string => rootRelative(workspace.root, file);
  const { name } = extension;
  return {
    name,
    directory: relative(extension.directory),
    packageName: extension.packageName,
    packageVersion: extension.packageVersion,
    dependsOn: directDependencies(extension),
    files: extension.fragmentPaths.map(relative),
    namespace: extension.namespace,
    historyTable: extension.historyTable,
    revisions: graph.revisionsOf(name).length,
    heads: graph.headsOf(name),
    models:
      composition?.entities
        .filter((entity) => entity.extension === name)
        .map(({ kind, name: model, databaseName, schema, where }) => ({
          kind,
          name: model,
          databaseName,
          schema,
          where,
        })) ?? null,
  };
}
