import { expect, it } from 'vitest';
import { EXTENSION_NAME } from '../../extension.js';
import { fitName } from './fit-name.js';

it.each([
  ['My Blog!', 'my-blog'],
  ['auditLog', 'audit-log'],
  ['Überweisung_2', 'uberweisung-2'],
  ['2fa', 'fa'],
  ['--x--', 'x'],
  ['core', 'my-extension'],
  ['日本', 'my-extension'],
  ['', 'my-extension'],
  ['a'.repeat(60), 'a'.repeat(48)],
])('%s', (wanted, expected) => {
  expect(fitName(wanted)).toBe(expected);
  expect(fitName(wanted)).toMatch(EXTENSION_NAME);
});
