import type { Finding, IgnoredFinding, Severity, SourcePosition, WeighedRule } from '@prisma-orchestrate/core';
import { readVersion } from '../version.js';
import { noPlace } from './no-place.js';
import type { FormatOptions } from './render-formatted.js';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'note' };

/** Findings as a SARIF 2.1.0 log of one run; files are relative to the top of the repository. */
export function findingsAsSarif(
  findings: readonly Finding[],
  { rules = [], suppressed = [], directory = '.' }: Partial<FormatOptions> = {},
): string {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  const codes = [...new Set(all.map(({ code }) => code))];
  const known = new Map(rules.map((rule) => [rule.code, rule]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'prisma-orchestrate',
            semanticVersion: readVersion(),
            rules: codes.map((code) => descriptorOf(code, known.get(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The top of the repository' } } },
        results: [
          ...findings.map((finding) => resultOf(finding, { codes, directory })),
          ...suppressed.map((each) => ({
            ...resultOf(each.finding, { codes, directory }),
            suppressions: [suppressionOf(each)],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf(code: string, rule: WeighedRule | undefined): object {
  if (rule === undefined) {
    return { id: code, shortDescription: { text: `${code}, explained in docs/errors.md of Prisma Orchestrate` } };
  }
  const level = rule.severity === 'off' ? 'none' : LEVELS[rule.severity];
  return {
    id: code,
    shortDescription: { text: rule.summary },
    help: { text: rule.page, markdown: rule.page },
    defaultConfiguration: { level },
  };
}

function suppressionOf({ by, reason, where }: IgnoredFinding): object {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    justification: reason,
    ...(where === null ? {} : { location: locationOf(where) }),
  };
}

function resultOf(
  { code, severity, message, where, fix, related }: Finding,
  { codes, directory }: { readonly codes: readonly string[]; readonly directory: string },
): object {
  const places = related.flatMap((each) =>
    each.where === null ? [] : [{ ...locationOf(each.where), message: { text: each.message } }],
  );
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: `${message}\nFix: ${fix}` },
    locations: [locationOf(where ?? noPlace(directory))],
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
