import type { Composition } from '../../composition/composition.js';
import type { Finding } from '../../findings.js';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Revision } from '../../revisions/revision.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { CheckOptions } from '../check.js';
import { draftPlan } from '../make-revision/draft-revision.js';
import { authorsFindings } from '../run/authors-findings.js';
import { composeChecked } from '../run/compose-checked.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { failureFinding } from './failure-finding.js';
import { divergenceFindings, noDownFindings } from './graph-findings.js';
import { staleComposition } from './stale-composition.js';

/** What the files alone tell. */
export interface StaticChecks {
  readonly sources: readonly ExtensionSource[];
  /** All fragments composed. */
  readonly whole: Composition;
  /** The extensions that are checked, dependencies first. */
  readonly extensions: readonly string[];
  /** Their revisions and what those need, in plan order. */
  readonly revisions: readonly Revision[];
  readonly downScripts: ReadonlyMap<Revision, string>;
  /** Extensions whose fragments have errors. */
  readonly broken: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Checks what needs no database: the composition, the graph, and what is there of files. */
export async function staticChecks(
  open: OpenWorkspace,
  { extension, composed = true }: Pick<CheckOptions, 'extension' | 'composed'>,
): Promise<StaticChecks> {
  const { workspace, graph } = open;
  const sources = await readFragments(workspace);
  const { whole, closure, findings: composition } = await composeChecked(workspace, { sources, extension });
  const { extensions } = closure;
  const isChecked = (finding: Finding): boolean => finding.extension === null || extensions.includes(finding.extension);
  const { plan } = draftPlan(graph, extensions);
  const revisions = graph.order.filter((revision) => plan.has(revision));
  const scripts = await readDownScripts(revisions);
  const isComposed = !hasErrors(composition) && !hasErrors(whole.findings);
  return {
    sources,
    whole,
    extensions,
    revisions,
    downScripts: scripts.texts,
    broken: new Set(composition.flatMap((each) => (each.severity === 'error' ? (each.extension ?? extensions) : []))),
    findings: [
      ...composition,
      // Any extension may add a field to the composed file of another, so that is nothing to ask of one alone.
      ...(isComposed && composed && extension === undefined ? staleComposition(workspace, whole) : []),
      // All of them: one that cannot be ordered keeps everything from being replayed.
      ...open.findings,
      ...authorsFindings(
        [
          ...scripts.findings,
          ...divergenceFindings(graph, workspace.root).filter(isChecked),
          ...noDownFindings(scripts.missing),
        ],
        workspace.extensions,
      ),
    ],
  };
}

interface DownScripts {
  readonly texts: ReadonlyMap<Revision, string>;
  readonly missing: readonly Revision[];
  readonly findings: readonly Finding[];
}

async function readDownScripts(revisions: readonly Revision[]): Promise<DownScripts> {
  const texts = new Map<Revision, string>();
  const missing: Revision[] = [];
  const findings: Finding[] = [];
  for (const revision of revisions) {
    try {
      const text = await readDownScript(revision);
      if (text === null) missing.push(revision);
      else texts.set(revision, text);
    } catch (error) {
      findings.push(failureFinding(error, revision.extension));
    }
  }
  return { texts, missing, findings };
}
