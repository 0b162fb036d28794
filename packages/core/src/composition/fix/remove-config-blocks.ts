import { cutSpans, spanWithComments } from '../../fragment/cut-blocks.js';
import { groupBy } from '../../group-by.js';
import { extensionsInScope, type FixContext } from './fix-context.js';
import type { Mend } from './mend.js';

/** Datasource and generator blocks are core's; in another fragment they count for nothing. */
export function removeConfigBlocks(context: FixContext): readonly Mend[] {
  return extensionsInScope(context).flatMap(({ extension, config }) =>
    [...groupBy(config, ({ file }) => file)].map(([file, found]): Mend => {
      const spans = found.map(({ block }) => spanWithComments(file.text, block));
      const names = found.map(({ block }) => `${block.kind} ${block.name}`).join(' and ');
      return {
        rule: 'config-block',
        extension,
        summary: `${names} removed from ${file.path}: only core's count`,
        changes: cutSpans(file.text, spans).map((change) => ({ ...change, file })),
      };
    }),
  );
}
