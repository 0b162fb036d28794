import { describe, expect, it } from 'vitest';
import { urlWithDatabase, urlWithSchema } from './test-urls.js';

describe('urlWithDatabase', () => {
  it.each([
    ['postgresql://u:p%40@host:5432/app?schema=a', 'x y', 'postgresql://u:p%40@host:5432/x%20y?schema=a'],
    ['postgresql://u:***@host/app', 'b/c', 'postgresql://u:***@host/b%2Fc'],
    ['postgres://host', 'b', 'postgres://host/b'],
    ['postgresql:///app?host=/var/run', 'b', 'postgresql:///b?host=/var/run'],
    ['postgresql://u@localhost?host=%2Ftmp%2Fx', 'b', 'postgresql://u@localhost/b?host=%2Ftmp%2Fx'],
  ])('%s', (url, database, expected) => {
    expect(urlWithDatabase(url, database)).toBe(expected);
  });
});

describe('urlWithSchema', () => {
  const of = (url: string, schema: string) => urlWithSchema({ url, display: 'shown' }, schema);

  it('names a schema where the URL names none', () => {
    expect(of('postgresql://h/a', 'app')).toEqual({ url: 'postgresql://h/a?schema=app', display: 'shown?schema=app' });
    expect(of('postgresql://h/a?x=1', 'a b').url).toBe('postgresql://h/a?x=1&schema=a%20b');
    expect(of('postgresql://h/a?schema=mine', 'app').url).toBe('postgresql://h/a?schema=mine');
    expect(of('postgresql://h/a', 'public').url).toBe('postgresql://h/a');
  });
});
