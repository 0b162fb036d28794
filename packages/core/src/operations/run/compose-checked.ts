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
  const findings = withoutUnknown([...closure.findings, ...findingsAcross(whole, closure)]);
  return { whole, closure, findings: findingsToTell(workspace, findings) };
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
  const findings = withoutUnknown([...composed.findings, ...(await lintComposition(workspace, composed.closure))]);
  return { ...composed, findings: orderFindings(composed.closure.extensions, findings) };
}

/** References that may lead out of a closure, for which it is their own fragment that has to change. */
const REFERENCES: ReadonlySet<string> = new Set([
  'COMPOSITION.UNDECLARED_DEPENDENCY',
  'COMPOSITION.CORE_REFERENCE',
  'COMPOSITION.MANY_TO_MANY_OPPOSITE',
]);

/** What is said of such a reference where only the closure is known. */
const UNKNOWN: ReadonlySet<string> = new Set(['SCHEMA.INVALID', 'COMPOSITION.EXTEND_UNKNOWN_MODEL']);

/**
 * Clashes of an extension of the closure with one outside of it, and its references to one. What else is wrong out there,
 * though it may concern a model of the closure, is for its own author to mend and keeps nobody else from working.
 */
function findingsAcross(whole: Composition, closure: Composition): readonly Finding[] {
  if (whole === closure) return [];
  const inside = new Set(closure.extensions);
  return whole.findings.filter(({ code, extension, related }) => {
    const owners = [extension, ...related.map((place) => place.extension)].filter((name) => name !== null);
    const isOurs = code.endsWith('_CLASH')
      ? owners.some((name) => inside.has(name))
      : REFERENCES.has(code) && extension !== null && inside.has(extension);
    return isOurs && owners.some((name) => !inside.has(name));
  });
}

/** Without what says of a name that there is none such, where another finding says whose it is. */
function withoutUnknown(findings: readonly Finding[]): readonly Finding[] {
  const placeOf = ({ where }: Finding): string => JSON.stringify(where);
  const known = new Set(findings.filter(({ code }) => REFERENCES.has(code)).map(placeOf));
  return findings.filter((finding) => !UNKNOWN.has(finding.code) || !known.has(placeOf(finding)));
}
