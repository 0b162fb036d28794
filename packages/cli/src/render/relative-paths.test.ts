import { describe, expect, it } from 'vitest';
import { relativePaths } from './relative-paths.js';

describe('relativePaths', () => {
  it.each<[string, string]>([
    ['Cannot read /home/ada/shop/prisma/x.sql: no.', 'Cannot read prisma/x.sql: no.'],
    ['"/home/ada/shop/a.json" and (/home/ada/shop/b).', '"a.json" and (b).'],
    ['/home/ada/shop/a\n/home/ada/shop/b', 'a\nb'],
    ['There is nothing in /home/ada/shop.', 'There is nothing in /home/ada/shop.'],
    ['There is nothing in /home/ada/shop/.', 'There is nothing in /home/ada/shop/.'],
    ['/home/ada/shop-2/a and /home/ada/b', '/home/ada/shop-2/a and /home/ada/b'],
    ['file:/home/ada/shop/dev.db', 'file:/home/ada/shop/dev.db'],
    ['/home/ada/shop/.env and `/home/ada/shop/my file`', '.env and `my file`'],
  ])('%j is %j', (text, expected) => {
    expect(relativePaths(text, '/home/ada/shop')).toBe(expected);
  });

  it('leaves paths alone in the root of the file system', () => {
    expect(relativePaths('/etc/x', '/')).toBe('/etc/x');
  });
});
