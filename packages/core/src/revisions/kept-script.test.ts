import { describe, expect, it } from 'vitest';
import { keepUnder, parseKeptScript, renderKeptScript, textAboveKept } from './kept-script.js';

const plain = {
  extension: 'blog',
  requires: ['core/20260101000000_init', 'a-b/"odd\\name]'],
  replaces: [],
  adopts: [],
  transactional: 'auto',
} as const;
const rich = { ...plain, replaces: ['blog/a}\n', 'blog/b'], adopts: ['schema."ta.ble"'], transactional: 'no' } as const;
const SCRIPTS = ['DROP TABLE "posts";\n', '', '\n\r\n', 'orchestrate: kept down.sql, requires []\nSELECT 1;'];
const PROGRESS = 'orchestrate: reverting, 1 of 2 statements done, sha256 00';

describe('what is kept of an applied revision', () => {
  it.each(SCRIPTS)('comes back as it was: %j', (downScript) => {
    for (const { extension, ...parts } of [plain, rich]) {
      const kept = renderKeptScript({ extension, ...parts }, downScript);
      expect(parseKeptScript(kept)).toEqual({ ...parts, downScript });
      expect(parseKeptScript(keepUnder(PROGRESS, kept))).toEqual({ ...parts, downScript });
      expect(textAboveKept(keepUnder(PROGRESS, kept))).toBe(PROGRESS);
      expect(parseKeptScript(keepUnder(`${PROGRESS}\n\nA migration failed.`, kept))).toEqual({ ...parts, downScript });
    }
  });

  it('has the same short header as ever where there is no more to it', () => {
    expect(renderKeptScript({ ...plain, requires: ['core/one'] }, 'x')).toBe(
      'orchestrate: kept down.sql, requires ["core/one"]\nx',
    );
  });

  it('is nothing without a down script, and nothing of core', () => {
    expect(renderKeptScript(plain, null)).toBeNull();
    expect(renderKeptScript({ ...plain, extension: 'core' }, 'SELECT 1;')).toBeNull();
    expect(keepUnder(PROGRESS, null)).toBe(PROGRESS);
  });

  it.each([
    null,
    '',
    'A migration failed to apply.',
    'orchestrate: applying, 1 of 2 statements done, sha256 00',
    PROGRESS,
  ])('is not found in %j', (logs) => {
    expect(parseKeptScript(logs)).toBeNull();
  });
});
