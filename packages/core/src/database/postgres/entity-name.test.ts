import { describe, expect, it } from 'vitest';
import { readEntityName, writeEntityName } from './entity-name.js';

describe('entity names', () => {
  it.each([
    ['public', 'User', 'User'],
    ['billing', 'User', 'billing.User'],
    ['public', 'a.b', '"a.b"'],
    ['a.b', 'c', '"a.b".c'],
    ['billing', 'say "hi"', 'billing."say ""hi"""'],
    ['Ünï', 'täble', 'Ünï.täble'],
  ])('%s, %s is %s, and back', (schema, name, written) => {
    expect(writeEntityName({ schema, name }, 'public')).toBe(written);
    expect(readEntityName(written, 'public')).toEqual({ schema, name });
  });

  it('are those that the server stores', () => {
    const name = 'x'.repeat(70);
    expect(writeEntityName({ schema: name, name }, name)).toBe('x'.repeat(63));
  });
});
