import { composeAffected, isCausedBy } from '../../composition/compose-affected.js';
import type { Composition } from '../../composition/composition.js';
import { orderFindings } from '../../composition/order-findings.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { composeChecked, findingsToTell, lintComposition } from '../run/compose-checked.js';

/** The affected extensions with what they depend on, composed and checked. */
export interface CheckedAffected {
  readonly composition: Composition;
  /** The affected extensions and what they depend on; whatever else is composed may clash with them. */
  readonly closure: ReadonlySet<string>;
  /** Those that a change of the affected extensions can have caused. */
  readonly findings: readonly Finding[];
  /** How many others there are in what was composed. */
  readonly omitted: number;
}

/** What to check. */
export interface CheckAffectedOptions {
  /** Of all extensions. */
  readonly sources: readonly ExtensionSource[];
  /** Null for all of them. */
  readonly affected: ReadonlySet<string> | null;
}

/** Composes the affected extensions, has Prisma's validator read the result, and picks out what they can have caused. */
export async function checkAffected(
  workspace: Workspace,
  { sources, affected }: CheckAffectedOptions,
): Promise<CheckedAffected> {
  if (affected === null) {
    const { whole, findings } = await composeChecked(workspace, { sources });
    return { composition: whole, closure: new Set(whole.extensions), findings, omitted: 0 };
  }
  const { output } = workspace.config;
  const { composition, closure } = composeAffected(sources, { affected, outputDirectory: output });
  const found = [
    ...findingsToTell(workspace, composition.findings),
    ...(await lintComposition(workspace, composition)),
  ];
  const caused = found.filter((finding) => isCausedBy({ affected, closure }, finding));
  return {
    composition,
    closure,
    findings: orderFindings(composition.extensions, caused),
    omitted: found.length - caused.length,
  };
}
