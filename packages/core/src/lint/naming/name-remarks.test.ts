import { describe, expect, it } from 'vitest';
import { isPostgresWord } from '../../database/postgres/reserved-words.js';
import { type ChosenName, nameRemarks, slugRemark } from './name-remarks.js';

function codes(
  chosen: Partial<ChosenName>,
  options: { prefix?: string | null; off?: string; nameBytes?: number | null } = {},
): string {
  const { prefix = 'audit_log', off = '', nameBytes = 63 } = options;
  return nameRemarks(
    { kind: 'table', name: '', table: null, extension: 'audit-log', isMade: false, isInFragment: true, ...chosen },
    { prefix, nameBytes, isReservedWord: isPostgresWord, isOff: ({ code }) => code === off },
  )
    .map(({ rule }) => rule.code.replace('NAMING.', ''))
    .join(' ');
}

describe('names of tables', () => {
  it.each<readonly [name: string, expected: string]>([
    ['audit_log_entries', ''],
    ['AuditLogEntry', ''],
    ['audit-log-x', ''],
    ['AUDIT_LOG', ''],
    ['audit_log_user', ''],
    ['audit_logs', 'TABLE_PREFIX'],
    ['audit', 'GENERIC_NAME'],
    ['entries_audit_log', 'TABLE_PREFIX'],
    ['auditlog_entries', 'TABLE_PREFIX'],
    ['settings', 'GENERIC_NAME'],
    ['Setting', 'GENERIC_NAME'],
    ['_tags', 'GENERIC_NAME'],
    ['order', 'TABLE_PREFIX'],
    [`audit_log_${'x'.repeat(54)}`, 'NAME_TOO_LONG'],
    [`audit_log_${'x'.repeat(53)}`, ''],
    [`audit_log_${'ü'.repeat(27)}`, 'NAME_TOO_LONG'],
  ])('%s: %s', (name, expected) => {
    expect(codes({ name })).toBe(expected);
  });

  it('of core carry no prefix, and may be as common as they like', () => {
    expect(codes({ name: 'settings', extension: 'core' })).toBe('');
    expect(codes({ name: 'User', extension: 'core' })).toBe('RESERVED_WORD');
  });

  it('without a prefix may be any that others would not choose', () => {
    expect(codes({ name: 'entries' }, { prefix: null })).toBe('GENERIC_NAME');
    expect(codes({ name: 'paragraphs' }, { prefix: null })).toBe('');
    expect(codes({ name: 'order' }, { prefix: null })).toBe('RESERVED_WORD');
  });

  it('lack the prefix where the other rule is off', () => {
    expect(codes({ name: 'settings' }, { off: 'NAMING.GENERIC_NAME' })).toBe('TABLE_PREFIX');
  });

  it('may be as long as they like where the database keeps them', () => {
    expect(codes({ name: `audit_log_${'x'.repeat(90)}` }, { nameBytes: null })).toBe('');
  });

  it('are mended in two ways', () => {
    const chosen = { kind: 'table', name: 'settings', table: null, extension: 'blog' } as const;
    const options = { prefix: 'blog', nameBytes: null, isReservedWord: () => false, isOff: () => false };
    const fixes = [true, false].flatMap((isMade) =>
      nameRemarks({ ...chosen, isMade, isInFragment: true }, options).map(({ fix }) => fix),
    );
    expect(fixes).toEqual([
      'Revisions have made it: give it @@map("blog_settings"), with a revision of your own that says ALTER TABLE "settings" RENAME TO "blog_settings", or keep it and say why: // orchestrate-ignore NAMING.GENERIC_NAME: why, before the block.',
      'Give it @@map("blog_settings"), or keep it and say why: // orchestrate-ignore NAMING.GENERIC_NAME: why, before the block.',
    ]);
  });
});

describe('names of indexes and constraints', () => {
  it.each<readonly [name: string, table: string, expected: string]>([
    ['audit_log_entries_at_idx', 'audit_log_entries', ''],
    ['idx_audit_log_at', 'audit_log_entries', ''],
    ['UQ_AuditLogAt', 'audit_log_entries', ''],
    ['entries_at_idx', 'entries', ''],
    ['Entry_at_key', 'Entry', ''],
    ['by_date', 'audit_log_entries', 'CONSTRAINT_NAME'],
    ['idx_created', 'audit_log_entries', 'CONSTRAINT_NAME'],
  ])('%s on %s: %s', (name, table, expected) => {
    expect(codes({ kind: 'index', name, table })).toBe(expected);
  });
});

it.each([
  ['_EntryToTag', 'JOIN_TABLE'],
  ['_audit_log_EntryTags', ''],
  ['_AuditLogEntryTags', ''],
])('the join table %s: %s', (name, expected) => {
  expect(codes({ kind: 'join-table', name })).toBe(expected);
});

it.each([
  ['20260101000000_add_tags', true],
  ['20260101000000_init', true],
  ['20260101000000_update_prices', true],
  ['20260101000000_drop_2nd', true],
  ['0001_add_tags', true],
  ['add_tags', true],
  ['20260101000000', true],
  ['20260101000000_update', false],
  ['20260101000000_update2', false],
  ['20260101000000_wip', false],
  ['20260101000000_Add-Tags', false],
  ['20260101000000_añade', false],
])('the revision %s is well named: %s', (name, expected) => {
  expect(slugRemark(name, { isFirst: false }) === null).toBe(expected);
});
