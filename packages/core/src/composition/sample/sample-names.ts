import { upperCamelCase } from '../opposite-name.js';

/** What a sample model is called, and its table. */
export interface SampleNames {
  readonly model: string;
  readonly table: string;
}

const NOUNS = [
  ['Item', 'items'],
  ['Entry', 'entries'],
  ['Record', 'records'],
] as const;

/** How many more names are thought of once the usual ones are taken. */
const MORE = 20;

/** What tells the tables of an extension from others: `audit-log` gives `audit_log`. */
export function tablePrefix(extension: string): string {
  return extension.replaceAll('-', '_');
}

/** Names for a first model of an extension, the best first. */
export function sampleNames(extension: string): readonly SampleNames[] {
  const name = upperCamelCase(extension);
  const prefix = tablePrefix(extension);
  const usual = NOUNS.map(([noun, plural]) => ({ model: `${name}${noun}`, table: `${prefix}_${plural}` }));
  const more = Array.from({ length: MORE }, (_, index) => ({
    model: `${name}Item${index + 2}`,
    table: `${prefix}_items_${index + 2}`,
  }));
  return [...usual, ...more];
}
