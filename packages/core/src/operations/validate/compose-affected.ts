import { compose } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import { dependencyClosure, resolveDependencies } from '../../composition/dependencies.js';
import { orderFindings } from '../../composition/order-findings.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { clashesWith, composeChecked, findingsToTell, lintComposition } from '../run/compose-checked.js';

/** The affected extensions with what they depend on, composed and checked. */
export interface ComposedAffected {
  readonly composition: Composition;
  /** Those that a change of the affected extensions can have caused. */
  readonly findings: readonly Finding[];
  /** How many others there are in what was composed. */
  readonly omitted: number;
}

/** What to compose. */
export interface ComposeAffectedOptions {
  /** Of all extensions. */
  readonly sources: readonly ExtensionSource[];
  /** Null for all of them. */
  readonly affected: ReadonlySet<string> | null;
}

/**
 * Composes the affected extensions with what they depend on, and looks for clashes with all others. A finding counts
 * where it is about an affected extension, or where one takes part in it.
 */
export async function composeAffected(
  workspace: Workspace,
  { sources, affected }: ComposeAffectedOptions,
): Promise<ComposedAffected> {
  if (affected === null) {
    const { whole, findings } = await composeChecked(workspace, { sources });
    return { composition: whole, findings, omitted: 0 };
  }
  const { config } = workspace;
  const { direct } = resolveDependencies(sources);
  const closure = new Set([...affected].flatMap((name) => [...dependencyClosure(name, direct)]));
  const options = { outputDirectory: config.output };
  const inside = sources.filter(({ name }) => closure.has(name));
  // A model may name the database schema of an extension that it does not depend on.
  const namespaces = sources.flatMap(({ name, namespace }) => (name === CORE ? [] : (namespace ?? [])));
  const composition = compose(inside, { ...options, namespaces });
  const whole = inside.length === sources.length ? composition : compose(sources, options);
  const told = [...findingsToTell(workspace, composition.findings), ...(await lintComposition(workspace, composition))];
  const caused = told.filter((finding) => isAbout(finding, affected));
  const clashes = findingsToTell(workspace, clashesWith(whole, { closure, about: affected }));
  return {
    composition,
    findings: orderFindings(composition.extensions, [...caused, ...clashes]),
    omitted: told.length - caused.length,
  };
}

/** Whether a finding is about one of some extensions; one about none of all is about the composition as a whole. */
function isAbout({ extension, related }: Finding, extensions: ReadonlySet<string>): boolean {
  if (extension === null || extensions.has(extension)) return true;
  return related.some((place) => extensions.has(place.extension));
}
