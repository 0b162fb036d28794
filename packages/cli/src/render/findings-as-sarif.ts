import type { Finding, Severity, SourcePosition } from '@prisma-orchestrate/core';
import { readVersion } from '../version.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note' };

/** Findings as a SARIF 2.1.0 log of one run; files are relative to the top of the repository. */
export function findingsAsSarif(findings: readonly Finding[]): string {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'prisma-orchestrate',
            semanticVersion: readVersion(),
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: `${code}, explained in docs/errors.md of Prisma Orchestrate` },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The top of the repository' } } },
        results: findings.map((finding) => resultOf(finding, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf({ code, severity, message, where, fix, related }: Finding, codes: readonly string[]): object {
  const places = related.flatMap((each) =>
    each.where === null ? [] : [{ ...locationOf(each.where), message: { text: each.message } }],
  );
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: `${message}\nFix: ${fix}` },
    locations: where === null ? [] : [locationOf(where)],
    ...(places.length === 0 ? {} : { relatedLocations: places.map((place, index) => ({ id: index, ...place })) }),
  };
}

function locationOf({ file, line, column }: SourcePosition): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
      region: { startLine: line, startColumn: column },
    },
  };
}
