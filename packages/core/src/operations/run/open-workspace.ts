import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Finding, SourcePosition } from '../../findings.js';
import { freshGraph } from '../../revisions/fresh-graph.js';
import { graphFindings } from '../../revisions/graph-findings.js';
import { overlappingSquashes } from '../../revisions/overlapping-squashes.js';
import type { Revision } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { readRevisions } from '../../workspace/read-revisions.js';
import { readWorkspace } from '../../workspace/read-workspace.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { WorkspaceOptions } from '../run-options.js';
import { assertNotInterrupted } from './assert-not-interrupted.js';
import { authorsFindings } from './authors-findings.js';
import { assertNoErrors } from './findings-error.js';
import { providerFindings } from './provider-findings.js';

/** A workspace with the graph of all its revisions. */
export interface OpenWorkspace {
  readonly workspace: Workspace;
  /** All revisions on disk, folded ones and what folds them. */
  readonly revisions: readonly Revision[];
  /** As an empty database sees them: a squash counts, what it folds does not. */
  readonly graph: RevisionGraph;
  /** What is wrong with the revisions; a graph with errors must not be planned from. */
  readonly findings: readonly Finding[];
}

/** Finds the workspace and reads its revisions. */
export async function openWorkspace(options: WorkspaceOptions): Promise<OpenWorkspace> {
  const workspace = await readWorkspace(options);
  await assertNotInterrupted(options.signal);
  const { revisions, findings } = await readRevisions(workspace);
  const graph = freshGraph(revisions);
  const overlaps = overlappingSquashes({ revisions, locate: (revision) => manifestOf(revision, workspace) });
  const found = [...findings, ...findingsOf(graph, workspace), ...overlaps];
  const known = authorsFindings(found, workspace.extensions);
  return { workspace, revisions, graph, findings: [...known, ...(await providerFindings(workspace, revisions))] };
}

/** What is wrong with a graph. */
export function findingsOf(graph: RevisionGraph, workspace: Workspace): readonly Finding[] {
  return graphFindings({ graph, locate: (revision) => manifestOf(revision, workspace) });
}

function manifestOf({ directory }: Revision, { root }: Workspace): SourcePosition {
  return { file: rootRelative(root, path.join(directory, 'revision.json')), line: 1, column: 1 };
}

/** As {@link openWorkspace}, for jobs that plan. */
export async function openSoundWorkspace(options: WorkspaceOptions, job: string): Promise<OpenWorkspace> {
  const open = await openWorkspace(options);
  assertNoErrors(open.findings, job);
  return open;
}
