import { CORE } from '../extension.js';
import { targetOfOtherExtension, targetRepeated } from './target-errors.js';

/** One of the targets that were asked for. */
export interface TargetItem {
  readonly extension: string;
  /** What is left of it without the extension: `head`, `-1`, a name. */
  readonly text: string;
}

/** What {@link parseTargetList} decides from. */
export interface TargetListOptions {
  /** Separated by commas; each `extension@target`, `extension/target`, or a target of the chosen extension. */
  readonly target: string;
  /** The only extension that may be meant; null where each target may name its own, and core is meant without. */
  readonly chosen: string | null;
  /** Whether a revision is called so: a name may have a comma or an `@` in it. */
  readonly isName: (item: TargetItem) => boolean;
}

const QUALIFIED = /^([^/@]+)[/@](.+)$/s;

/**
 * Takes apart what was asked for, one target for each extension.
 *
 * @throws OrchestrateError `TARGET.REPEATED`, `TARGET.OTHER_EXTENSION`
 */
export function parseTargetList({ target, chosen, isName }: TargetListOptions): readonly TargetItem[] {
  const parse = (text: string): TargetItem => {
    const plain = { extension: chosen ?? CORE, text };
    const [, named, rest] = QUALIFIED.exec(text) ?? [];
    if (named === undefined || rest === undefined || isName(plain)) return plain;
    if (chosen !== null && named !== chosen) throw targetOfOtherExtension({ target: text, extension: chosen, named });
    return { extension: named, text: rest };
  };
  const texts = target.split(',').map((text) => text.trim());
  const items = texts.length > 1 && isName(parse(target)) ? [parse(target)] : texts.map(parse);
  for (const { extension, text } of items) {
    // Nothing is no target, which is for whoever looks it up to say.
    if (text === '') continue;
    const same = items.filter((item) => item.extension === extension);
    if (same.length > 1)
      throw targetRepeated(
        extension,
        same.map(({ text }) => text),
      );
  }
  return items;
}
