import { describe, expect, it } from 'vitest';
import { EXAMPLE_FINDING } from '../docs/common-fields.js';
import { findingsAsSarif } from './findings-as-sarif.js';

interface Location {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
}

interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly Location[];
      readonly relatedLocations?: readonly Location[];
    }[];
  }[];
}

const FINDINGS = [
  EXAMPLE_FINDING,
  { ...EXAMPLE_FINDING, severity: 'warning' as const, code: 'CHECK.DRIFT_UNKNOWN', where: null, related: [] },
  { ...EXAMPLE_FINDING, severity: 'notice' as const, where: { file: 'a b/ü.prisma', line: 2, column: 1 } },
];

const log = JSON.parse(findingsAsSarif(FINDINGS, { directory: 'apps/shop' })) as Log;
const [run] = log.runs;

describe('findingsAsSarif', () => {
  // The members that the schema of SARIF 2.1.0 requires, and the values that it allows.
  it('has what a SARIF log must have', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver.name).toBe('prisma-orchestrate');
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const result of run?.results ?? []) {
      expect(['none', 'note', 'warning', 'error']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        expect(Object.keys(run?.originalUriBaseIds ?? {})).toContain(physicalLocation.artifactLocation.uriBaseId);
        // A URI reference: relative, and without characters that a URI cannot have.
        expect(physicalLocation.artifactLocation.uri).toMatch(/^[A-Za-z0-9%._~/-]+$/);
        expect(physicalLocation.region.startLine).toBeGreaterThan(0);
      }
    }
  });

  it('says of each finding what it is and where', () => {
    expect(run?.results.map(({ ruleId, level, locations }) => [ruleId, level, locations.length])).toEqual([
      ['COMPOSITION.UNDECLARED_DEPENDENCY', 'error', 1],
      ['CHECK.DRIFT_UNKNOWN', 'warning', 1],
      ['COMPOSITION.UNDECLARED_DEPENDENCY', 'note', 1],
    ]);
    expect(run?.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'extensions/billing/prisma/schema.prisma' },
      region: { startLine: 12, startColumn: 3 },
    });
    expect(run?.results[0]?.relatedLocations).toMatchObject([{ id: 0, message: { text: 'Post is defined here' } }]);
    // One without a place, and code scanning takes none of them.
    expect(run?.results[1]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('apps/shop/package.json');
    expect(run?.results[2]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC.prisma');
  });

  it('is a log of nothing where there is nothing', () => {
    expect((JSON.parse(findingsAsSarif([])) as Log).runs[0]?.results).toEqual([]);
  });
});
