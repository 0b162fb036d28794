import { describe, expect, it } from 'vitest';
import { parseFleetLines } from './parse-fleet-lines.js';

const URL = 'postgresql://app:s=cr=t@db/acme?schema=a=b';

describe('parseFleetLines', () => {
  it.each<[string, string, object]>([
    ['a URL', URL, { url: URL }],
    ['a file', 'file:./a b.db', { url: 'file:./a b.db' }],
    ['a name and a tab', `acme\t${URL}`, { name: 'acme', url: URL }],
    ['a name and =', `acme=${URL}`, { name: 'acme', url: URL }],
    ['blanks around', `  The Acme Company = ${URL}  `, { name: 'The Acme Company', url: URL }],
    ['upper case', 'POSTGRES://db/a', { url: 'POSTGRES://db/a' }],
  ])('reads %s', (_, line, value) => {
    expect(parseFleetLines(line, 'list')).toEqual([{ where: 'list:1', value }]);
  });

  it('passes over comments and empty lines, whatever ends a line', () => {
    const list = parseFleetLines('# fleet\r\n\r\nfile:a\n   \n  # b\nfile:c', 't.txt');
    expect(list.map(({ where }) => where)).toEqual(['t.txt:3', 't.txt:6']);
  });

  it.each(['acme', 'mysql://app:geheim@db/acme?a=1', 'acme=', '=file:a', 'file'])(
    'refuses %s without repeating what may be a secret',
    (line) => {
      const [problem] = parseFleetLines(`\n${line}`, 'list');
      expect(problem).toMatchObject({ where: 'list:2', message: expect.stringContaining('neither') });
      expect(JSON.stringify(problem)).not.toContain('geheim');
    },
  );
});
