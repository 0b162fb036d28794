import { describe, expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.js';

describe('hideSecrets', () => {
  it.each([
    ['a whole URL', 'mysql://app:s3cr3t@db/app', 'tried mysql://app:s3cr3t@db/app', 'tried mysql://app:***@db/app'],
    ['a password', 'mysql://app:s3cr3t@db/app', "access denied (using 's3cr3t')", "access denied (using '***')"],
    ['one that is encoded', 'mysql://app:a%40b@db/app', 'a@b or a%40b', '*** or ***'],
    ['parameters', 'sqlserver://db;user=sa;password=s3cr3t;x=1', 's3cr3t for sa', '*** for sa'],
    ['signs of a pattern', 'mysql://app:a.(b*@db/app', 'a.(b* axbb', '*** axbb'],
    ['nothing', 'file:./dev.db', 'no file:./dev.db', 'no file:./dev.db'],
  ])('%s', (_name, url, text, hidden) => {
    expect(hideSecrets(text, [url])).toBe(hidden);
  });
});
