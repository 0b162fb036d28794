import { describe, expect, it } from 'vitest';
import { parseFleetDocument } from './parse-fleet-document.js';

describe('parseFleetDocument', () => {
  it('reads YAML with the line of each entry', () => {
    const text = '# ours\n- file:a\n- name: b\n  url: file:b\n- { url: file:c }\n';
    expect(parseFleetDocument(text, 'l.yaml')).toEqual([
      { where: 'l.yaml:2', value: 'file:a' },
      { where: 'l.yaml:3', value: { name: 'b', url: 'file:b' } },
      { where: 'l.yaml:5', value: { url: 'file:c' } },
    ]);
  });

  it('reads JSON', () => {
    expect(parseFleetDocument('[\n\t"file:a",\n\t{ "url": "file:b" }\n]', 'l.json')).toEqual([
      { where: 'l.json:2', value: 'file:a' },
      { where: 'l.json:3', value: { url: 'file:b' } },
    ]);
  });

  it('reads an alias as what it stands for', () => {
    expect(parseFleetDocument('- &a { url: file:a }\n- *a\n', 'l.yaml')[1]).toMatchObject({ value: { url: 'file:a' } });
  });

  it('refuses aliases that stand for more than any memory holds', () => {
    const levels = Array.from({ length: 9 }, (_, at) => `- &l${at + 1} [${Array(9).fill(`*l${at}`).join(', ')}]`);
    const text = ['- &l0 [a]', ...levels].join('\n');
    expect(() => parseFleetDocument(text, 'l.yaml')).toThrow(/l\.yaml:\d+ is no list of databases: what its aliases/);
  });

  it.each([`- ${'['.repeat(5000)}${']'.repeat(5000)}`, '- '.repeat(5000), `- ${'{a: '.repeat(5000)}`])(
    'refuses what is nested too deeply',
    (text) => {
      expect(() => parseFleetDocument(text, 'l.yaml')).toThrow(
        'l.yaml is no list of databases: it is nested too deeply',
      );
    },
  );

  it.each(['{}', 'text', 'databases: [file:a]', '["postgresql://app:geheim@db/a"', 'a: geheim: b', '- >"geheim"'])(
    'refuses %s without showing the text',
    (text) => {
      expect(() => parseFleetDocument(text, 'l.json')).toThrow(/l\.json(?::1)? is no list of databases/);
      expect(() => parseFleetDocument(text, 'l.json')).not.toThrow(/geheim/);
    },
  );
});
