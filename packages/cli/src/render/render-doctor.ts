import type { DoctorReport, GroupedDiagnosis } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look, Paint } from './look.js';
import { wrap } from './wrap.js';

const TITLES: Readonly<Record<GroupedDiagnosis['group'], string>> = {
  versions: 'Versions',
  engine: 'Engine',
  drivers: 'Drivers',
  configuration: 'Configuration',
  database: 'Database',
  privileges: 'Privileges',
  leftovers: 'Leftovers',
};

/** The widest status, and what stands around it. */
const MARGIN = 11;

/** A line for each look, in groups; what is wrong with its fix; in the last line how many there are of each kind. */
export function renderDoctor({ results, totals }: DoctorReport, look: Look): string {
  const groups = [...new Set(results.map(({ group }) => group))].map((group) => {
    const lines = results.filter((result) => result.group === group).map((result) => renderResult(result, look));
    return `${look.bold(TITLES[group])}\n${lines.join('')}`;
  });
  const kinds = [
    totals.error > 0 ? look.red(count(totals.error, 'error')) : '',
    totals.warning > 0 ? look.yellow(count(totals.warning, 'warning')) : '',
    `${totals.ok} ok`,
    totals.skipped > 0 ? `${totals.skipped} skipped` : '',
  ];
  return `${groups.join('\n')}\n${kinds.filter((kind) => kind !== '').join(', ')}\n`;
}

function renderResult({ status, code, message, fix }: GroupedDiagnosis, look: Look): string {
  const mark = `  ${paintStatus(status, look)(status)}${' '.repeat(MARGIN - 2 - status.length)}`;
  const isFine = status === 'ok' || status === 'skipped';
  const text = indented(isFine ? message : `${message} [${code}]`, look, 0);
  const mend = fix === null ? '' : `${' '.repeat(MARGIN)}${look.cyan('fix:')} ${indented(fix, look, 5)}\n`;
  return `${mark}${status === 'skipped' ? look.dim(text) : text}\n${mend}`;
}

function indented(text: string, { width }: Look, taken: number): string {
  return wrap(text, { width, indent: ' '.repeat(MARGIN + (taken > 0 ? 2 : 0)), taken: MARGIN + taken });
}

function paintStatus(status: GroupedDiagnosis['status'], look: Look): Paint {
  return { ok: look.green, warning: look.yellow, error: look.red, skipped: look.dim }[status];
}
