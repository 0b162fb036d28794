import type { CatalogEntry, ShadowDatabase } from '../../../database/database.js';
import { isWhole } from '../../check/run-step.js';
import { type MigrationStep, statementsInside } from '../../run/migration-step.js';
import { runStatements } from '../../run/run-statements.js';
import { type ForeignEffect, idOf } from './foreign-effects.js';
import { type RowPrint, rowPrints, sameRows } from './row-prints.js';

/** What is looked for, and what there was before the revision. */
export interface LinesOfEffectsOptions {
  readonly step: MigrationStep;
  readonly effects: readonly ForeignEffect[];
  readonly before: readonly CatalogEntry[];
  readonly rowsBefore: ReadonlyMap<string, RowPrint>;
}

/**
 * Runs a revision statement by statement in a database that is as before it, and tells the line after which each effect
 * is first there. The database is not left as it was.
 */
export async function linesOfEffects(
  shadow: ShadowDatabase,
  { step, effects, before, rowsBefore }: LinesOfEffectsOptions,
): Promise<ReadonlyMap<ForeignEffect, number>> {
  const lines = new Map<ForeignEffect, number>();
  const earlier = new Map(before.map((entry) => [idOf(entry), entry.definition]));
  const isInside = isWhole(step);
  const statements = isInside ? statementsInside(step) : step.statements;
  try {
    if (isInside) await shadow.begin();
    for (const statement of statements) {
      await runStatements(shadow, [statement]);
      const left = effects.filter((effect) => !lines.has(effect));
      const catalog = await shadow.readCatalog();
      const now = new Map(catalog.map((entry) => [idOf(entry), entry.definition]));
      const there = new Set(
        catalog.flatMap(({ kind, table }) => (kind === 'table' && table !== undefined ? table : [])),
      );
      const tables = left.flatMap(({ kind, name }) => (kind === 'rows' && there.has(name) ? name : []));
      const rows = isInside ? await rowPrints(shadow, tables, rowsBefore) : new Map<string, RowPrint>();
      for (const effect of left) {
        const { kind, name } = effect;
        const differs =
          kind === 'rows'
            ? isInside && tables.includes(name) && !sameRows(rowsBefore.get(name), rows.get(name))
            : now.get(idOf(effect)) !== earlier.get(idOf(effect));
        if (differs) lines.set(effect, statement.line);
      }
      if (lines.size === effects.length) break;
    }
  } finally {
    await shadow.rollback();
  }
  return lines;
}
