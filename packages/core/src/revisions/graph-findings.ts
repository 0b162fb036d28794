import { assertNever } from '../errors.js';
import type { Finding, RelatedPlace, SourcePosition } from '../findings.js';
import { closestNames } from './closest-names.js';
import type { CycleStep, GraphProblem } from './graph-problem.js';
import type { Revision, RevisionId } from './revision.js';
import type { RevisionGraph } from './revision-graph.js';

const MAX_STEPS_SHOWN = 12;
const MAX_PROBLEMS_WITH_SUGGESTIONS = 50;

/** A graph, and where the revision.json of a revision is. */
export interface GraphFindingsOptions {
  readonly graph: RevisionGraph;
  readonly locate: (revision: Revision) => SourcePosition | null;
}

/** The problems of a graph as findings, for whoever shows them all. */
export function graphFindings({ graph, locate }: GraphFindingsOptions): readonly Finding[] {
  return graph.problems.map((problem) => {
    const [revision, ...others] = placesOf(problem);
    return {
      ...explain(problem, graph),
      severity: 'error',
      extension: revision.extension,
      where: locate(revision),
      related: others.map(
        (other): RelatedPlace => ({ extension: other.extension, message: other.id, where: locate(other) }),
      ),
    };
  });
}

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function explain(problem: GraphProblem, graph: RevisionGraph): Explained {
  switch (problem.kind) {
    case 'missing-parent':
      return {
        code: 'REVISION.MISSING_PARENT',
        message: `Revision ${problem.revision.id} names ${problem.parent} as its parent, which does not exist`,
        fix: `Restore that directory, or name an existing revision in "parent" of ${manifestOf(problem.revision)}${suggestion(problem.parent, graph)}.`,
      };
    case 'missing-requirement':
      return missingRequirement(problem, graph);
    case 'malformed-requirement':
      return {
        code: 'REVISION.MALFORMED_REQUIREMENT',
        message: `Revision ${problem.revision.id} requires ${JSON.stringify(problem.requirement)}, which is not of the form "extension/revision"`,
        fix: `Write extension and revision in "requires" of ${manifestOf(problem.revision)}${suggestion(problem.requirement, graph)}.`,
      };
    case 'own-requirement':
      return {
        code: 'REVISION.OWN_REQUIREMENT',
        message: `Revision ${problem.revision.id} requires ${problem.requirement}, a revision of its own extension`,
        fix: `Remove it from "requires" of ${manifestOf(problem.revision)}; what a revision follows in its own extension is named in "parent".`,
      };
    case 'cycle':
      return {
        code: 'REVISION.CYCLE',
        message: `Revisions need each other in a circle: ${renderCycle(problem.path)}`,
        fix: 'Remove one of these from "parent" or "requires" of the revision.json that names it.',
      };
    case 'duplicate':
      return {
        code: 'REVISION.DUPLICATE',
        message: `Revision ${problem.revision.id} exists twice: in ${problem.first.directory} and in ${problem.revision.directory}`,
        fix: 'Rename or remove one of the two directories; rename only a revision that no database has applied.',
      };
    default:
      return assertNever(problem);
  }
}

type MissingRequirement = Extract<GraphProblem, { kind: 'missing-requirement' }>;

function missingRequirement({ revision, requirement }: MissingRequirement, graph: RevisionGraph): Explained {
  const [extension = ''] = requirement.split('/');
  const message = `Revision ${revision.id} requires ${requirement}, which does not exist`;
  if (graph.revisionsOf(extension).length === 0) {
    return {
      code: 'REVISION.MISSING_REQUIREMENT',
      message: `${message}: no revision of extension "${extension}" is known`,
      fix: `Add extension "${extension}" with its revisions to the workspace (\`orchestrate list\` shows which are found), or correct "requires" of ${manifestOf(revision)}${suggestion(requirement, graph)}.`,
    };
  }
  return {
    code: 'REVISION.MISSING_REQUIREMENT',
    message,
    fix: `Restore that directory, or correct "requires" of ${manifestOf(revision)}${suggestion(requirement, graph)}.`,
  };
}

/** The revision whose file must change comes first. */
function placesOf(problem: GraphProblem): readonly [Revision, ...Revision[]] {
  if (problem.kind === 'cycle') return problem.path.map(({ revision }) => revision) as [Revision, ...Revision[]];
  return problem.kind === 'duplicate' ? [problem.revision, problem.first] : [problem.revision];
}

/** `blog/2 follows blog/1, which requires core/3, which requires blog/2`. */
function renderCycle(path: readonly CycleStep[]): string {
  const shown = path.length > MAX_STEPS_SHOWN ? path.slice(0, MAX_STEPS_SHOWN) : path;
  const [start] = path;
  const left = path.length - shown.length;
  const links = shown.map(({ revision, by }, index) => {
    const verb = by === 'parent' ? 'follows' : 'requires';
    return index === 0 ? `${revision.id} ${verb}` : `${revision.id}, which ${verb}`;
  });
  if (left > 0) links.push(`… ${left} more, and the last of them needs`);
  return `${links.join(' ')} ${start?.revision.id ?? ''}`;
}

function manifestOf(revision: Revision): string {
  return `the revision.json of ${revision.id}`;
}

/** Comparing with every name takes its time, so a graph that is broken all over gets no suggestions. */
function suggestion(wanted: RevisionId, graph: RevisionGraph): string {
  if (graph.problems.length > MAX_PROBLEMS_WITH_SUGGESTIONS) return '';
  const [extension = ''] = wanted.split('/');
  const sameExtension = graph.revisionsOf(extension);
  const candidates = sameExtension.length > 0 ? sameExtension : graph.order;
  const names = closestNames({ wanted, names: candidates.map(({ id }) => id) });
  return names.length === 0 ? '' : ` (closest: ${names.join(', ')})`;
}
