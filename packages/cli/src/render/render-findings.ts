import type { Finding, Severity, SourcePosition } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look, Paint } from './look.js';
import { wrap } from './wrap.js';
import { wrapLines } from './wrap-lines.js';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'notice'];

/** Findings as a compiler prints them, and how many there are of each severity; empty where there are none. */
export function renderFindings(findings: readonly Finding[], look: Look): string {
  if (findings.length === 0) return '';
  const blocks = findings.map((finding) => renderFinding(finding, look));
  return `${blocks.join('\n\n')}\n\n${countFindings(findings)}\n`;
}

function renderFinding(finding: Finding, look: Look): string {
  const place = finding.where === null ? (finding.extension ?? 'workspace') : renderPosition(finding.where);
  const related = finding.related.map((each) => {
    const where = each.where === null ? each.extension : renderPosition(each.where);
    return wrapLines(`  ${where}  ${each.message}`, look);
  });
  return [
    wrapLines(
      `${look.bold(place)}  ${paintSeverity(finding.severity, look)(finding.severity)}  ${look.dim(finding.code)}`,
      look,
    ),
    `  ${indented(finding.message, look, 2)}`,
    ...related,
    `  ${look.cyan('fix:')} ${indented(finding.fix, look, 7)}`,
  ].join('\n');
}

/** `2 errors, 1 notice`. */
export function countFindings(findings: readonly Finding[]): string {
  return SEVERITIES.map((severity) => ({
    severity,
    amount: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ amount }) => amount > 0)
    .map(({ severity, amount }) => count(amount, severity))
    .join(', ');
}

/** `extensions/blog/prisma/schema.prisma:12:3`, as editors and terminals make a link of it. */
export function renderPosition({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

function paintSeverity(severity: Severity, look: Look): Paint {
  return { error: look.red, warning: look.yellow, notice: look.cyan }[severity];
}

function indented(text: string, look: Look, taken: number): string {
  return wrap(text, { width: look.width, indent: '    ', taken });
}

/** Whether a finding stops a command. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
