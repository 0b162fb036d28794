import type { Finding } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_FINDING } from '../docs/common-fields.js';
import { NARROW, PLAIN, widestLine } from './look.test-support.js';
import { renderFindings } from './render-findings.js';

const NOTICE: Finding = {
  code: 'COMPOSITION.DATASOURCE_LEFT_OUT',
  severity: 'notice',
  message: 'The datasource block is left out.',
  extension: 'blog',
  where: null,
  fix: 'Remove it.',
  related: [],
};

describe('renderFindings', () => {
  it('prints like a compiler, with the count at the end', () => {
    expect(renderFindings([EXAMPLE_FINDING, NOTICE], PLAIN)).toBe(`\
extensions/billing/prisma/schema.prisma:12:3  error  COMPOSITION.UNDECLARED_DEPENDENCY
  Subscription refers to Post of blog, but billing does not depend on blog.
  extensions/blog/prisma/schema.prisma:1:7  Post is defined here
  fix: Add "blog" to orchestrate.dependsOn in extensions/billing/package.json.

blog  notice  COMPOSITION.DATASOURCE_LEFT_OUT
  The datasource block is left out.
  fix: Remove it.

1 error, 1 notice
`);
  });

  it('counts in the plural', () => {
    expect(renderFindings([EXAMPLE_FINDING, EXAMPLE_FINDING], PLAIN)).toMatch(/\n2 errors\n$/);
  });

  it('says nothing where there is nothing', () => {
    expect(renderFindings([], PLAIN)).toBe('');
  });

  it('fits into a terminal', () => {
    const long = { ...EXAMPLE_FINDING, message: 'word '.repeat(60), fix: 'mend '.repeat(60), where: null };
    expect(widestLine(renderFindings([long], NARROW))).toBeLessThanOrEqual(80);
  });
});
