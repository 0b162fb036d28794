import type { DestructiveStep } from './destructive-steps.js';

/** What is known of a way back. */
export interface DownLabels {
  /** What the way back takes away. */
  readonly lost: readonly DestructiveStep[];
  /** What the way up has taken away. */
  readonly destructive: readonly DestructiveStep[];
  /** Whether up, down and up again lead to the same schemas. */
  readonly reversible: boolean;
}

/** A down script with what cannot be taken back at its start. */
export function labelDown(down: string, { lost, destructive, reversible }: DownLabels): string {
  const notes = [
    ...(reversible ? [] : ['-- CHECK THIS: it does not restore the schema exactly as it was before the revision.']),
    ...lost.filter(isLoss).map(({ message }) => `-- Data is lost: ${message}`),
    ...destructive
      .filter(isLoss)
      .map(
        ({ table, column }) =>
          `-- Data does not come back: what was in ${column === null ? table : `${table}.${column}`}.`,
      ),
  ];
  return `${[...notes, down].join('\n').trim()}\n`;
}

function isLoss({ kind }: DestructiveStep): boolean {
  return kind === 'dropped-table' || kind === 'dropped-column';
}
