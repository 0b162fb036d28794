import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackupManifest } from './backup-manifest.js';
import { MANIFEST_FORM, parseManifest, renderManifest } from './backup-manifest.js';

const MANIFEST: BackupManifest = {
  form: MANIFEST_FORM,
  provider: 'sqlite',
  takenAt: new Date('2026-03-01T09:00:00.000Z'),
  database: 'file:./dev.db',
  place: '/srv/dev.db',
  size: 4096,
  sha256: 'ab',
  details: { SQLite: '3.53.2' },
  verifiedAt: null,
  revisions: { core: ['1_init'] },
  catalog: [{ kind: 'table', name: 'a', sha256: 'cd' }],
  orphans: null,
  tables: [{ table: 'a', rows: 2, checksum: null }],
};

function changed(change: Record<string, unknown>): string {
  return JSON.stringify({ ...(JSON.parse(renderManifest(MANIFEST)) as object), ...change });
}

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(parseManifest(renderManifest(MANIFEST))).toEqual(MANIFEST);
    const verified = { ...MANIFEST, verifiedAt: new Date('2026-03-02T00:00:00.000Z') };
    expect(parseManifest(renderManifest(verified))).toEqual(verified);
  });

  it('of another form is told by its number', () => {
    expect(parseManifest('{ "form": 2, "whatever": true }')).toBe(2);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no form', '{}'],
    ['a form that is no number', changed({ form: '1' })],
    ['a time that is none', changed({ takenAt: 'yesterday' })],
    ['a negative size', changed({ size: -1 })],
    ['rows that are text', changed({ tables: [{ table: 'a', rows: '2', checksum: null }] })],
    ['a table without a checksum', changed({ tables: [{ table: 'a', rows: 2 }] })],
    ['revisions that are a list', changed({ revisions: [] })],
    ['details that are numbers', changed({ details: { a: 1 } })],
  ])('is none with %s', (_, text) => {
    expect(parseManifest(text)).toBeNull();
  });

  it('is never read from anything that lacks a part of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(MANIFEST)), fc.jsonValue(), (key, value) => {
        const read = parseManifest(changed({ [key]: value }));
        if (read === null || typeof read === 'number') return;
        expect(JSON.parse(renderManifest(read))).toMatchObject({ size: expect.any(Number), tables: expect.any(Array) });
      }),
    );
  });
});
