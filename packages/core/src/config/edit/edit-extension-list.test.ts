import { describe, expect, it } from 'vitest';
import { editModuleList } from './edit-module-list.js';
import { editYamlList } from './edit-yaml-list.js';

const listInYaml = (text: string, entry: string) => editYamlList(text, { kind: 'append', entry });
const listInModule = (text: string, entry: string) => editModuleList(text, { kind: 'append', entry });

describe('a new entry in YAML', () => {
  it.each([
    ['a list in lines', 'extensions:\n  - blog # kept\n\n# end\n', 'extensions:\n  - blog # kept\n  - shop\n\n# end\n'],
    ['at its key', 'extensions:\n- blog\noutput: x\n', 'extensions:\n- blog\n- shop\noutput: x\n'],
    ['with other line endings', 'extensions:\r\n  - blog\r\n', 'extensions:\r\n  - blog\r\n  - shop\r\n'],
    ['without a last line ending', 'extensions:\n  - blog', 'extensions:\n  - blog\n  - shop'],
    ['a list on a line', '# kept\nextensions: [ blog ]\n', '# kept\nextensions: [ blog, shop ]\n'],
    ['no list', '# kept\nautoDiscover: false', '# kept\nautoDiscover: false\nextensions:\n  - shop\n'],
    ['an empty list', 'extensions: []\noutput: x # kept\n', 'extensions: [ shop ]\noutput: x # kept\n'],
    ['a key without a list', 'extensions:\noutput: x\n', 'extensions:\n  - shop\noutput: x\n'],
    ['an object on a line', '{ output: x }\n', '{ output: x, extensions: [ shop ] }\n'],
  ])('%s', (_, before, after) => {
    expect(listInYaml(before, 'shop')).toBe(after);
  });

  it('quotes what would be something else', () => {
    expect(listInYaml('extensions:\n  - blog\n', 'null')).toBe('extensions:\n  - blog\n  - "null"\n');
  });

  it('leaves alone what is no list', () => {
    expect(listInYaml('extensions: blog\n', 'shop')).toBeNull();
    expect(listInYaml('- blog\n', 'shop')).toBeNull();
    expect(listInYaml('a: &a [x]\nextensions: *a\n', 'shop')).toBeNull();
  });
});

describe('a new entry in a module', () => {
  const imported = "import { defineConfig } from '@prisma-orchestrate/core';\n\n";

  it.each([
    [
      'an object',
      "export default {\n  extensions: ['blog'],\n};\n",
      "export default {\n  extensions: ['blog', 'shop'],\n};\n",
    ],
    [
      'defineConfig',
      `${imported}export default defineConfig({\n  autoDiscover: false, // kept\n  extensions: ['blog'],\n});\n`,
      `${imported}export default defineConfig({\n  autoDiscover: false, // kept\n  extensions: ['blog', 'shop'],\n});\n`,
    ],
    [
      'a type after it',
      "export default {\n  extensions: ['blog'],\n} satisfies OrchestrateConfig;\n",
      "export default {\n  extensions: ['blog', 'shop'],\n} satisfies OrchestrateConfig;\n",
    ],
    [
      'a list in lines, with tabs, comments and line endings of Windows',
      "export default {\r\n\textensions: [\r\n\t\t'blog', // ours\r\n\t\t'tags', // theirs\r\n\t],\r\n};\r\n",
      "export default {\r\n\textensions: [\r\n\t\t'blog', // ours\r\n\t\t'tags', // theirs\r\n\t\t'shop',\r\n\t],\r\n};\r\n",
    ],
    ['an empty list', 'export default { extensions: [] }', 'export default { extensions: ["shop"] }'],
    [
      'spread into the list',
      "export default { extensions: [...more, 'blog'] };\n",
      "export default { extensions: [...more, 'blog', 'shop'] };\n",
    ],
  ])('%s', (_, before, after) => {
    expect(listInModule(before, 'shop')).toBe(after);
  });

  it('makes the list where there is none, and keeps the comments', () => {
    const after = listInModule(
      `${imported}export default defineConfig({\n  // Defaults serve.\n  autoDiscover: false,\n});\n`,
      'shop',
    );
    expect(after).toContain('// Defaults serve.\n');
    expect(after?.replaceAll(/\s+/g, ' ')).toContain("autoDiscover: false, extensions: ['shop'],");
    const empty = listInModule(`${imported}export default defineConfig({\n  // Defaults serve.\n});\n`, 'shop');
    expect(empty).toContain('// Defaults serve.');
    expect(empty).toMatch(/extensions: \[["']shop["']\]/);
  });

  it.each([
    ['a list with a hole', "export default { extensions: ['blog', , 'tags'] };"],
    ['a list that is code', 'export default { extensions: listOf(1) };'],
    ['something spread over it', "export default { extensions: ['blog'], ...base };"],
    ['a name for it', 'const config = { extensions: [] };\nexport default config;'],
    ['another function', 'export default merge({ extensions: [] });'],
    ['a function of its own', 'export default () => ({ extensions: [] });'],
    ['CommonJS', 'module.exports = { extensions: [] };'],
    ['no syntax that it knows', 'export default {{'],
  ])('leaves %s alone', (_, text) => {
    expect(listInModule(text, 'shop')).toBeNull();
  });
});

describe('another name for an entry', () => {
  const replace = (entry: string): string | null => (entry === './ext/blog' ? './ext/shop' : null);

  it('in YAML', () => {
    const text = "extensions: [ './ext/blog', tags ] # kept\n";
    expect(editYamlList(text, { kind: 'replace', replace })).toBe("extensions: [ './ext/shop', tags ] # kept\n");
    const lines = 'extensions:\r\n  - ./ext/blog # ours\r\n  - tags\r\n';
    expect(editYamlList(lines, { kind: 'replace', replace })).toBe(
      'extensions:\r\n  - ./ext/shop # ours\r\n  - tags\r\n',
    );
  });

  it('in a module', () => {
    const text = "export default defineConfig({\n\textensions: [...more, './ext/blog', `tags`], // kept\n});\n";
    expect(editModuleList(text, { kind: 'replace', replace })).toBe(text.replace('/blog', '/shop'));
  });
});
