import type { CheckResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_FINDING } from '../docs/common-fields.js';
import { PLAIN } from './look.test-support.js';
import { renderCheck } from './render-check.js';

const CLEAN: CheckResult = {
  extensions: ['core', 'blog'],
  revisions: 1,
  database: null,
  pending: [],
  unowned: [],
  directory: '.',
  findings: [],
};

const NOTICE = { ...EXAMPLE_FINDING, severity: 'notice' as const, related: [] };
const PENDING = { migrationSql: 'SELECT 1;\n\nSELECT 2;\n', downSql: '', destructive: [], reversible: true };

describe('renderCheck', () => {
  it('says what was found good', () => {
    expect(renderCheck(CLEAN, PLAIN)).toBe('Nothing wrong in 2 extensions, 1 revision.\n');
    expect(renderCheck({ ...CLEAN, database: 'file:./dev.db' }, PLAIN)).toBe(
      'Nothing wrong in 2 extensions, 1 revision, file:./dev.db.\n',
    );
    expect(renderCheck({ ...CLEAN, findings: [NOTICE] }, PLAIN)).toMatch(/\n\n1 notice\n\nNothing wrong in .*\n$/);
  });

  it('shows the SQL of pending changes and what nobody owns, and the findings last', () => {
    const text = renderCheck(
      {
        ...CLEAN,
        pending: [{ extension: 'blog', ...PENDING }],
        unowned: [{ kind: 'table', name: 'Stray' }],
        findings: [EXAMPLE_FINDING],
      },
      PLAIN,
    );
    expect(text).toMatch(
      /^Pending SQL of blog\n\n {2}SELECT 1;\n\n {2}SELECT 2;\n\nIn the database, made by no revision:\n {2}table Stray\n\nextensions\/billing/,
    );
    expect(text).toMatch(/\n1 error\n$/);
  });
});
