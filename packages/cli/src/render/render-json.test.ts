import { describe, expect, it } from 'vitest';
import { failureOf } from '../failure.js';
import { UsageError } from '../usage-error.js';
import { renderJson } from './render-json.js';

describe('renderJson', () => {
  it('writes a result, with dates as ISO 8601', () => {
    const text = renderJson('history', { kind: 'result', ok: true, result: { at: new Date(0) } });
    expect(JSON.parse(text)).toEqual({
      command: 'history',
      ok: true,
      result: { at: '1970-01-01T00:00:00.000Z' },
      error: null,
    });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('writes an error without what is for --verbose', () => {
    const failure = failureOf(new UsageError({ code: 'CLI.X', message: 'm', fix: 'f', meta: { command: null } }));
    expect(JSON.parse(renderJson(null, { kind: 'failure', failure }))).toEqual({
      command: null,
      ok: false,
      result: null,
      error: { code: 'CLI.X', kind: 'usage', message: 'm', fix: 'f', meta: { command: null } },
    });
  });
});
