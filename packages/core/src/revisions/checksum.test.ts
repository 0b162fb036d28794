import { describe, expect, it } from 'vitest';
import { checksum, matchesChecksum } from './checksum.js';

describe('checksum', () => {
  it('is the SHA-256 that Prisma records', () => {
    expect(checksum('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });

  it('hashes text as UTF-8 and leaves line endings and a byte order mark alone', () => {
    expect(checksum('-- é')).toBe(checksum(new TextEncoder().encode('-- é')));
    expect(checksum('a\r\n')).not.toBe(checksum('a\n'));
    expect(checksum('\uFEFFa')).not.toBe(checksum('a'));
  });
});

describe('matchesChecksum', () => {
  it.each([
    ['the same script', 'a\nb\n', 'a\nb\n', true],
    ['a checkout with CRLF', 'a\r\nb\r\n', 'a\nb\n', true],
    ['a checkout with LF of a script recorded with CRLF', 'a\nb\n', 'a\r\nb\r\n', true],
    ['a lone carriage return kept', 'a\n\rb', 'a\r\n\rb', true],
    ['another script', 'abc', 'abcd', false],
    ['a final newline more', 'abc\n', 'abc', false],
  ])('%s', (_, sql, recordedScript, expected) => {
    expect(matchesChecksum({ sql, recorded: checksum(recordedScript) })).toBe(expected);
  });

  it('accepts the unpadded checksums of old schema engines', () => {
    const sql = 'hello';
    const unpadded = [...checksum(sql).matchAll(/../g)]
      .map(([byte]) => Number.parseInt(byte, 16).toString(16))
      .join('');
    expect(unpadded.length).toBeLessThan(64);
    expect(matchesChecksum({ sql, recorded: unpadded })).toBe(true);
    expect(matchesChecksum({ sql: 'other', recorded: unpadded })).toBe(false);
  });

  it('does not take an empty record for a match', () => {
    expect(matchesChecksum({ sql: '', recorded: '' })).toBe(false);
  });
});
