import { describe, expect, it } from 'vitest';
import { parseIgnoreComment } from './ignore-comment.js';

describe('parseIgnoreComment', () => {
  it.each([
    [' orchestrate-ignore SQL.X: why', { isForFile: false, rules: ['SQL.X'], reason: 'why' }],
    ['orchestrate-ignore SQL.X, SQL.Y : a: b', { isForFile: false, rules: ['SQL.X', 'SQL.Y'], reason: 'a: b' }],
    [' orchestrate-ignore-file SQL.X: why', { isForFile: true, rules: ['SQL.X'], reason: 'why' }],
    [' orchestrate-ignore SQL.X', { isForFile: false, rules: ['SQL.X'], reason: null }],
    [' orchestrate-ignore SQL.X:  ', { isForFile: false, rules: ['SQL.X'], reason: null }],
    [' orchestrate-ignore', { isForFile: false, rules: [], reason: null }],
    [' orchestrate-ignore: why', { isForFile: false, rules: [], reason: 'why' }],
    [' orchestrate-ignore SQL.X: why\r', { isForFile: false, rules: ['SQL.X'], reason: 'why' }],
    ['* orchestrate-ignore SQL.X: why', null],
    [' orchestrate-ignored SQL.X: why', null],
    [' see orchestrate-ignore SQL.X: why', null],
    [' orchestrate-ignore-line SQL.X: why', null],
  ])('%j', (text, wanted) => {
    expect(parseIgnoreComment(text)).toEqual(wanted);
  });
});
