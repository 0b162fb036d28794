// A manifest is taken only where it could have been written by us.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evil, fuzz, mutated } from '../../fuzz.test-support.js';
import { type BackupManifest, MANIFEST_FORM, parseManifest, renderManifest } from './backup-manifest.js';

const time = fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') });
const text = fc.oneof(evil, fc.string());
const manifest: fc.Arbitrary<BackupManifest> = fc.record({
  form: fc.constant(MANIFEST_FORM),
  provider: fc.constantFrom('sqlite', 'postgresql'),
  takenAt: time,
  database: text,
  place: text,
  size: fc.maxSafeNat(),
  sha256: text,
  details: fc.dictionary(text, text, { maxKeys: 2 }),
  verifiedAt: fc.option(time),
  revisions: fc.dictionary(fc.constantFrom('core', 'blog'), fc.array(text, { maxLength: 2 })),
  catalog: fc.array(fc.record({ kind: text, name: text, sha256: text }), { maxLength: 2 }),
  orphans: fc.option(fc.nat()),
  tables: fc.array(fc.record({ table: text, rows: fc.nat(), checksum: fc.option(text) }), { maxLength: 2 }),
});
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>('2026', 'March 7', -1, 1.5, '1', [null], [{}]),
);

it('is read as it was written', () => {
  fc.assert(
    fc.property(manifest, (written) => {
      expect(JSON.stringify(parseManifest(renderManifest(written)))).toBe(JSON.stringify(written));
    }),
    fuzz(60),
  );
});

it('is taken with what it must have, and with nothing else in its place', () => {
  const key = fc.constantFrom(...Object.keys(CHECKS));
  fc.assert(
    fc.property(manifest, key, strange, (written, at, value) => {
      const changed = { ...(JSON.parse(renderManifest(written)) as object), [at]: value };
      const read = parseManifest(JSON.stringify(changed));
      if (CHECKS[at]?.(value) === true) expect(JSON.stringify(read)).toBe(JSON.stringify(changed));
      else if (at === 'form' && typeof value === 'number') expect(read).toBe(value);
      else expect(read).toBeNull();
    }),
    fuzz(100),
  );
});

it('of any text is one, a number or none', () => {
  fc.assert(
    fc.property(mutated(manifest.map(renderManifest), 3), (of) => {
      const read = parseManifest(of);
      if (read === null || typeof read === 'number') return;
      expect(Object.entries(CHECKS).filter(([at, check]) => !check(JSON.parse(renderManifest(read))[at]))).toEqual([]);
    }),
    fuzz(60),
  );
});

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime: Check = (value) =>
  isText(value) && !Number.isNaN(Date.parse(value as string)) && new Date(value as string).toISOString() === value;
const isObject: Check = (value) => Object.prototype.toString.call(value) === '[object Object]';
const all =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const having =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(checks).every(([key, check]) => check((value as Readonly<Record<string, unknown>>)[key]));

/** Said in another way than the code under test says it. */
const CHECKS: Readonly<Record<string, Check>> = {
  form: (value) => value === MANIFEST_FORM,
  provider: isText,
  takenAt: isTime,
  database: isText,
  place: isText,
  size: isCount,
  sha256: isText,
  details: (value) => isObject(value) && Object.values(value as object).every(isText),
  verifiedAt: (value) => value === null || isTime(value),
  revisions: (value) => isObject(value) && Object.values(value as object).every(all(isText)),
  catalog: all(having({ kind: isText, name: isText, sha256: isText })),
  orphans: (value) => value === null || isCount(value),
  tables: all(having({ table: isText, rows: isCount, checksum: (value) => value === null || isText(value) })),
};
