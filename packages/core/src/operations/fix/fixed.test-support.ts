import { NOTHING_MADE } from '../../composition/fix/fix-context.js';
import { fixSources } from '../../composition/fix/fix-sources.js';
import type { Mend } from '../../composition/fix/mend.js';
import { sourcesOf, type TestFragments } from '../../composition/sources.test-support.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { composeChecked } from '../run/compose-checked.js';
import { isSound } from './is-sound.js';

const WORKSPACE = {
  config: { output: 'generated/schema', lint: { severities: {} } },
  extensions: [],
} as unknown as Workspace;

/** How fragments are mended in a test. */
export interface FixedOptions {
  /** Tables that are there, with the extension whose they are; `enum Mood` for an enum. */
  readonly made?: Readonly<Record<string, string>>;
  readonly chosen?: string;
  readonly readOnly?: readonly string[];
  readonly provider?: string;
}

/** Fragments after the rules, and what is left. */
export interface Fixed {
  readonly before: readonly ExtensionSource[];
  readonly sources: readonly ExtensionSource[];
  readonly mends: readonly Mend[];
  readonly findings: readonly Finding[];
  /** The text of an extension's only file. */
  readonly textOf: (extension: string) => string;
}

/** Mends fragments as the command does, with the tables that it is told of. */
export async function fixed(fragments: TestFragments, options: FixedOptions = {}): Promise<Fixed> {
  const { provider = 'postgresql' } = options;
  return fixedSources(sourcesOf(fragments, { provider }), options);
}

/** As {@link fixed}, for sources. */
export async function fixedSources(
  before: readonly ExtensionSource[],
  { made = {}, chosen, readOnly = [] }: FixedOptions,
): Promise<Fixed> {
  const entries = Object.entries(made).map(([name, creator]) => {
    const [, enumName] = /^enum (.*)$/.exec(name) ?? [];
    return [
      enumName ?? name,
      { kind: enumName === undefined ? ('table' as const) : ('enum' as const), creator },
    ] as const;
  });
  const { sources, mends } = await fixSources(before, {
    chosen: chosen ?? null,
    readOnly: new Set(readOnly),
    tables: { made: new Map(entries), nameOf: NOTHING_MADE.nameOf },
    isSound: (change) => isSound(WORKSPACE, change),
  });
  const { findings } = await composeChecked(WORKSPACE, { sources });
  const textOf = (extension: string): string =>
    sources.find(({ name }) => name === extension)?.files.at(-1)?.text ?? '';
  return { before, sources, mends, findings, textOf };
}
