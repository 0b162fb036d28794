import { compose, composeClosure } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import { mapDiagnostics } from '../../composition/map-diagnostics.js';
import { orderFindings } from '../../composition/order-findings.js';
import { lintSchema } from '../../engine/schema-validator.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { authorsFindings } from './authors-findings.js';
import { withSeverities } from './severities.js';

/** One extension with its dependencies, or all of them, composed. */
export interface ComposedExtensions {
  /** All fragments. */
  readonly whole: Composition;
  /** What was asked for. */
  readonly closure: Composition;
  /** What the composer found that concerns the closure. */
  readonly findings: readonly Finding[];
}

/** What to compose. */
export interface ComposeExtensionsOptions {
  readonly sources: readonly ExtensionSource[];
  /** Only this extension and its dependencies; all of them unless given. */
  readonly extension?: string | undefined;
  /** Database schemas to list besides, in what was asked for. */
  readonly namespaces?: readonly string[] | undefined;
  /** All fragments composed, by whoever has done that already. */
  readonly whole?: Composition | undefined;
}

/** Composes the fragments; Prisma's validator has not seen the result. */
export function composeExtensions(
  workspace: Workspace,
  { sources, extension, namespaces, whole: composed }: ComposeExtensionsOptions,
): ComposedExtensions {
  const options = { outputDirectory: workspace.config.output };
  const whole = composed ?? compose(sources, options);
  const closure = extension === undefined ? whole : composeClosure(sources, extension, { ...options, namespaces });
  const clashes = clashesWith(whole, closure);
  return { whole, closure, findings: findingsToTell(workspace, [...closure.findings, ...clashes]) };
}

/** What Prisma's validator finds in a composition. */
export async function lintComposition(workspace: Workspace, composition: Composition): Promise<readonly Finding[]> {
  return findingsToTell(workspace, mapDiagnostics(composition, await lintSchema(composition.files)));
}

/** Findings of a composition as the configuration weighs them, without what only the author of a package can mend. */
export function findingsToTell({ config, extensions }: Workspace, findings: readonly Finding[]): readonly Finding[] {
  return authorsFindings(withSeverities(findings, config.lint.severities), extensions);
}

/** Composes the fragments and has Prisma's validator read the result, so that one run shows everything. */
export async function composeChecked(
  workspace: Workspace,
  options: ComposeExtensionsOptions,
): Promise<ComposedExtensions> {
  const composed = composeExtensions(workspace, options);
  const findings = [...composed.findings, ...(await lintComposition(workspace, composed.closure))];
  return { ...composed, findings: orderFindings(composed.closure.extensions, findings) };
}

/**
 * Clashes of an extension of the closure with one outside of it. What else is wrong out there, though it may concern a
 * model of the closure, is for its own author to mend and keeps nobody else from working.
 */
function clashesWith(whole: Composition, closure: Composition): readonly Finding[] {
  if (whole === closure) return [];
  const inside = new Set(closure.extensions);
  return whole.findings.filter((finding) => {
    const owners = [finding.extension, ...finding.related.map((place) => place.extension)].filter(
      (name) => name !== null,
    );
    return (
      finding.code.endsWith('_CLASH') &&
      owners.some((name) => inside.has(name)) &&
      owners.some((name) => !inside.has(name))
    );
  });
}
