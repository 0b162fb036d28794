import { addDependencies } from './add-dependencies.js';
import { addTableNames } from './add-table-names.js';
import { extendCopiedModels } from './extend-copied-models.js';
import type { FixContext } from './fix-context.js';
import type { Mend } from './mend.js';
import { removeConfigBlocks } from './remove-config-blocks.js';
import { renameClashing } from './rename-clashing.js';
import { separateTables } from './separate-tables.js';

/** Proposes mends for one kind of fault; what is proposed is tried before it is made. */
export type FixRule = (context: FixContext) => readonly Mend[];

/** In the order in which they are asked: a copy is no clash any more, and a clash is renamed with its table's name in place. */
export const FIX_RULES: readonly FixRule[] = [
  removeConfigBlocks,
  addDependencies,
  extendCopiedModels,
  addTableNames,
  renameClashing,
  separateTables,
];
