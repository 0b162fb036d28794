import { PassThrough } from 'node:stream';
import type { OrchestrateEvent } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../render/look.test-support.js';
import { createLineProgress } from './line-progress.js';
import { createSpinnerProgress } from './spinner-progress.js';

const WAITING: OrchestrateEvent = {
  kind: 'lock-waiting',
  holder: { pid: 7, host: 'ada', command: 'orchestrate deploy', since: new Date(0) },
  timeoutMs: 60_000,
};
const WARNED = 'Warning: The URL is that of a pooler.\nFix: Use the direct one.\nDATABASE.POOLER\n';
const EVENTS: readonly OrchestrateEvent[] = [
  { kind: 'step', message: 'Reading the workspace' },
  {
    kind: 'warning',
    code: 'DATABASE.POOLER',
    message: 'The URL is that of a pooler.',
    fix: 'Use the direct one.',
  },
  WAITING,
  WAITING,
  { kind: 'plan', direction: 'downgrade', revisions: ['blog/1_init'] },
  { kind: 'hook-output', hook: 'beforeUpgrade', line: 'saved' },
  { kind: 'revision-started', revision: 'blog/1_init', index: 0, total: 12 },
  { kind: 'revision-finished', revision: 'blog/1_init', action: 'reverted', index: 0, total: 12, durationMs: 1234 },
];
const LOCKED =
  'Waiting up to 60.0 s for the database, which is in use by `orchestrate deploy`, process 7, on ada, since 1970-01-01 00:00:00Z';

function lines(verbose: boolean): readonly string[] {
  let written = '';
  const { onEvent } = createLineProgress({ write: (text) => (written += text), verbose });
  for (const event of EVENTS) onEvent(event);
  return written.split('\n');
}

describe('createLineProgress', () => {
  it('keeps what was done', () => {
    expect(lines(false)).toEqual([
      ...WARNED.trimEnd().split('\n'),
      LOCKED,
      'beforeUpgrade: saved',
      'reverted 1/12 blog/1_init (1.2 s)',
      '',
    ]);
  });

  it('tells every step with --verbose', () => {
    expect(lines(true)).toEqual([
      'Reading the workspace',
      ...WARNED.trimEnd().split('\n'),
      LOCKED,
      'beforeUpgrade: saved',
      'Reverting 1/12 blog/1_init',
      'reverted 1/12 blog/1_init (1.2 s)',
      '',
    ]);
  });
});

describe('createSpinnerProgress', () => {
  it('shows what goes on and keeps a line for each revision', () => {
    const stream = new PassThrough();
    const progress = createSpinnerProgress({ stream, look: PLAIN, colour: false });
    for (const event of EVENTS) progress.onEvent(event);
    progress.stop();
    const text = String(stream.read());
    expect(text).toContain('Reading the workspace');
    expect(text).toContain(`⚠ ${WARNED}`);
    expect(text).toContain(LOCKED);
    expect(text).toContain('Reverting 1/12 blog/1_init');
    expect(text).toContain('✔ reverted 1/12 blog/1_init (1.2 s)\n');
  });
});
