import { compose, composeClosure } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import { mapDiagnostics } from '../../composition/map-diagnostics.js';
import { lintSchema } from '../../engine/schema-validator.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { withSeverities } from './severities.js';

/** A composition that Prisma's validator has seen. */
export interface CheckedComposition {
  /** All fragments. */
  readonly whole: Composition;
  /** What was asked for: one extension with its dependencies, or all fragments. */
  readonly closure: Composition;
  /** Of the closure, the composer's own and Prisma's. */
  readonly findings: readonly Finding[];
}

/** What to compose. */
export interface ComposeCheckedOptions {
  readonly sources: readonly ExtensionSource[];
  /** Only this extension and its dependencies; all of them unless given. */
  readonly extension?: string | undefined;
}

/** Composes the fragments and has Prisma's validator read the result, so that one run shows everything. */
export async function composeChecked(
  workspace: Workspace,
  { sources, extension }: ComposeCheckedOptions,
): Promise<CheckedComposition> {
  const options = { outputDirectory: workspace.config.output };
  const whole = compose(sources, options);
  const closure = extension === undefined ? whole : composeClosure(sources, extension, options);
  const own = [...closure.findings, ...clashesWith(whole, closure)];
  const diagnostics = mapDiagnostics(closure, await lintSchema(closure.files));
  return { whole, closure, findings: withSeverities([...own, ...diagnostics], workspace.config.lint.severities) };
}

/** Clashes of an extension of the closure with one outside of it: neither sees them alone. */
function clashesWith(whole: Composition, closure: Composition): readonly Finding[] {
  if (whole === closure) return [];
  const inside = new Set(closure.extensions);
  return whole.findings.filter((finding) => {
    const owners = [finding.extension, ...finding.related.map((place) => place.extension)].filter(
      (name) => name !== null,
    );
    return (
      finding.related.length > 0 && owners.some((name) => inside.has(name)) && owners.some((name) => !inside.has(name))
    );
  });
}
