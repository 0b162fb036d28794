import { describe, expect, it } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import { fillTemplate, usesPlaceholder } from './fill-template.js';

const values = { name: 'audit-log', prefix: 'audit_log', dependsOn: '["core", "blog"]', package: '@acme/audit-log' };

function fill(files: Readonly<Record<string, string | Uint8Array>>) {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  return fillTemplate(list, { root: '/t', values });
}

describe('fillTemplate', () => {
  it('fills texts, and the names of files and directories', () => {
    expect(
      fill({
        '{{name}}/{{ prefix }}.ts': 'a {{name}}\r\n{{ dependsOn }}{{package}}',
        'picture.png': new Uint8Array([0x7b, 0x7b, 0, 0xff]),
      }),
    ).toEqual([
      { path: 'audit-log/audit_log.ts', content: 'a audit-log\r\n["core", "blog"]@acme/audit-log' },
      { path: 'picture.png', content: new Uint8Array([0x7b, 0x7b, 0, 0xff]) },
    ]);
  });

  it('leaves what is not meant', () => {
    const text = `\\{{name}} ${'$'}{{ secret }} {{#if a}} {{ a.b }} { {name} } {{}}`;
    expect(fill({ a: text })).toEqual([{ path: 'a', content: text.slice(1) }]);
  });

  it('names every placeholder that nothing fills, with its line', async () => {
    const error = await errorOf(async () => fill({ 'a.ts': '{{name}}\n{{what}}', 'b/{{who}}': '\n\n {{ when }}' }));
    expect(error).toMatchObject({ code: 'SCAFFOLD.PLACEHOLDER', kind: 'usage' });
    expect(String(error)).toContain(
      '/t/a.ts:2: {{what}}\n- /t/b/{{who}} (its name): {{who}}\n- /t/b/{{who}}:3: {{when}}',
    );
  });

  it('refuses names that are none, and two of one name', async () => {
    for (const files of [
      { '{{package}}': '' },
      { '{{dependsOn}}': '' },
      { '{{name}}': '', 'audit-log': '' },
      { A: '', a: '' },
    ]) {
      expect(await errorOf(async () => fill(files))).toMatchObject({ code: 'SCAFFOLD.TEMPLATE' });
    }
  });
});

it('usesPlaceholder looks at texts and names', () => {
  expect(usesPlaceholder([{ path: 'a', content: '{{ name }}' }], ['name'])).toBe(true);
  expect(usesPlaceholder([{ path: '{{name}}', content: new Uint8Array() }], ['name'])).toBe(true);
  expect(usesPlaceholder([{ path: 'a', content: '\\{{name}}{{prefix}}' }], ['name'])).toBe(false);
});
