import type { Finding, Severity } from '@prisma-orchestrate/core';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'notice' };

/** Findings as workflow commands of GitHub Actions, which shows them beside the lines that they are about. */
export function findingsAsGithub(findings: readonly Finding[]): string {
  return findings.map((finding) => `${commandOf(finding)}\n`).join('');
}

function commandOf({ code, severity, message, where, fix }: Finding): string {
  const place: readonly (readonly [string, string])[] =
    where === null
      ? []
      : [
          ['file', where.file],
          ['line', String(where.line)],
          ['col', String(where.column)],
        ];
  const properties = [...place, ['title', code] as const].map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(`${message}\nFix: ${fix}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
