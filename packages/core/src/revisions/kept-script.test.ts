import { describe, expect, it } from 'vitest';
import { parseKeptScript, renderKeptScript } from './kept-script.js';

const requires = ['core/20260101000000_init', 'a-b/"odd\\name]'];

describe('what is kept of an applied revision', () => {
  it.each(['DROP TABLE "posts";\n', '', '\n\r\n', 'orchestrate: kept down.sql, requires []\nSELECT 1;'])(
    'comes back as it was: %j',
    (downScript) => {
      expect(parseKeptScript(renderKeptScript({ extension: 'blog', requires }, downScript))).toEqual({
        requires,
        downScript,
      });
    },
  );

  it('is nothing without a down script, and nothing of core', () => {
    expect(renderKeptScript({ extension: 'blog', requires }, null)).toBeNull();
    expect(renderKeptScript({ extension: 'core', requires: [] }, 'SELECT 1;')).toBeNull();
  });

  it.each([null, '', 'A migration failed to apply.', 'orchestrate: applying, 1 of 2 statements done, sha256 00'])(
    'is not found in %j',
    (logs) => {
      expect(parseKeptScript(logs)).toBeNull();
    },
  );
});
