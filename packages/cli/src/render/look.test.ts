import { describe, expect, it } from 'vitest';
import { createLook, type LookConditions, lookFor } from './look.js';

const TERMINAL: LookConditions = { isTerminal: true, columns: 100, noColour: false, environment: {} };

function hasColour(conditions: Partial<LookConditions>): boolean {
  return lookFor({ ...TERMINAL, ...conditions }).red('x') !== 'x';
}

describe('lookFor', () => {
  it.each<[string, Partial<LookConditions>, boolean]>([
    ['a terminal', {}, true],
    ['a pipe', { isTerminal: false }, false],
    ['NO_COLOR', { environment: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR', { environment: { NO_COLOR: '' } }, true],
    ['FORCE_COLOR in a pipe', { isTerminal: false, environment: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', { environment: { FORCE_COLOR: '0' } }, false],
    ['FORCE_COLOR=false', { environment: { FORCE_COLOR: 'false' } }, false],
    ['FORCE_COLOR=0 over NO_COLOR', { environment: { FORCE_COLOR: '0', NO_COLOR: '1' } }, false],
    ['FORCE_COLOR=2 in a pipe', { isTerminal: false, environment: { FORCE_COLOR: '2' } }, true],
    ['FORCE_COLOR=3 in a pipe', { isTerminal: false, environment: { FORCE_COLOR: '3' } }, true],
    ['FORCE_COLOR=true in a pipe', { isTerminal: false, environment: { FORCE_COLOR: 'true' } }, true],
    ['an empty FORCE_COLOR', { isTerminal: false, environment: { FORCE_COLOR: '' } }, false],
    ['an empty FORCE_COLOR with NO_COLOR', { environment: { FORCE_COLOR: '', NO_COLOR: '1' } }, false],
    ['FORCE_COLOR in a dumb terminal', { environment: { FORCE_COLOR: '1', TERM: 'dumb' } }, true],
    ['a terminal in CI', { environment: { CI: 'true' } }, true],
    ['CI without a terminal', { isTerminal: false, environment: { CI: 'true' } }, false],
    ['FORCE_COLOR over NO_COLOR', { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } }, true],
    ['--no-color over FORCE_COLOR', { noColour: true, environment: { FORCE_COLOR: '1' } }, false],
    ['a dumb terminal', { environment: { TERM: 'dumb' } }, false],
  ])('%s', (_, conditions, expected) => {
    expect(hasColour(conditions)).toBe(expected);
  });

  it('is as wide as the terminal, and without limit elsewhere', () => {
    expect(lookFor(TERMINAL).width).toBe(100);
    expect(lookFor({ ...TERMINAL, columns: undefined }).width).toBe(80);
    expect(lookFor({ ...TERMINAL, columns: 0 }).width).toBe(80);
    expect(lookFor({ ...TERMINAL, isTerminal: false }).width).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what can be drawn', () => {
  it.each<[boolean, Readonly<Record<string, string>>]>([
    [true, { LANG: 'de_DE.UTF-8' }],
    [true, { LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' }],
    [false, { LC_ALL: 'C', LANG: 'en_US.UTF-8' }],
    [false, { LANG: 'de_DE.ISO-8859-1' }],
    [false, {}],
    [true, { WT_SESSION: '1' }],
  ])('is Unicode (%j) with %j', (expected, environment) => {
    expect(lookFor({ ...TERMINAL, environment }).isUnicode).toBe(expected);
  });
});

describe('createLook', () => {
  it('does not paint nothing', () => {
    expect(createLook({ colour: true, width: 80 }).red('')).toBe('');
  });
});
