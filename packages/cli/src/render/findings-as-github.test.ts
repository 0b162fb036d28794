import { describe, expect, it } from 'vitest';
import { EXAMPLE_FINDING } from '../docs/common-fields.js';
import { findingsAsGithub } from './findings-as-github.js';

describe('findingsAsGithub', () => {
  it('gives a line for each, with its place', () => {
    expect(findingsAsGithub([EXAMPLE_FINDING, { ...EXAMPLE_FINDING, severity: 'notice', where: null }])).toBe(
      [
        '::error file=extensions/billing/prisma/schema.prisma,line=12,col=3,title=COMPOSITION.UNDECLARED_DEPENDENCY::Subscription refers to Post of blog, but billing does not depend on blog.%0AFix: Add "blog" to orchestrate.dependsOn in extensions/billing/package.json.\n',
        '::notice title=COMPOSITION.UNDECLARED_DEPENDENCY::Subscription refers to Post of blog, but billing does not depend on blog.%0AFix: Add "blog" to orchestrate.dependsOn in extensions/billing/package.json.\n',
      ].join(''),
    );
  });

  it('lets no text end the command or begin another', () => {
    const where = { file: 'a,b:c%20/d\n::error::', line: 1, column: 1 };
    const text = findingsAsGithub([{ ...EXAMPLE_FINDING, message: '100%\r\n::set-output name=x::y', where }]);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).toContain('file=a%2Cb%3Ac%2520/d%0A%3A%3Aerror%3A%3A,line=1');
    expect(text).toContain('::100%25%0D%0A::set-output name=x::y%0AFix');
  });

  it('says nothing where there is nothing', () => {
    expect(findingsAsGithub([])).toBe('');
  });
});
