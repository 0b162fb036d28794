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

describe('progress of a fleet', () => {
  const FLEET: readonly OrchestrateEvent[] = [
    { kind: 'database-started', database: 'acme', fleet: { total: 9, running: 1, done: 0, failed: 0 } },
    { kind: 'in-database', database: 'acme', event: { kind: 'step', message: 'Backing up' } },
    { kind: 'in-database', database: 'acme', event: { kind: 'hook-output', hook: 'beforeUpgrade', line: 'hello' } },
    {
      kind: 'in-database',
      database: 'acme',
      event: {
        kind: 'revision-finished',
        revision: 'core/1',
        action: 'applied',
        index: 0,
        total: 1,
        durationMs: 1,
      },
    },
    finished('acme', { outcome: 'upgraded', revisions: 1, done: 1 }),
    finished('globex', { outcome: 'up-to-date', revisions: 0, done: 2 }),
    finished('initech', { outcome: 'failed', revisions: 0, done: 2, failed: 1 }),
  ];

  function finished(
    database: string,
    about: { outcome: 'upgraded' | 'up-to-date' | 'failed'; revisions: number; done: number; failed?: number },
  ): OrchestrateEvent {
    const { outcome, revisions, done, failed = 0 } = about;
    const failure = outcome === 'failed' ? { code: 'LOCK.TIMEOUT', message: 'Gave up.' } : null;
    const fleet = { total: 9, running: 4, done, failed };
    return { kind: 'database-finished', database, outcome, revisions, durationMs: 12, failure, fleet };
  }

  function told(verbose: boolean): readonly string[] {
    let written = '';
    const { onEvent } = createLineProgress({ write: (text) => (written += text), verbose });
    for (const event of FLEET) onEvent(event);
    return written.trimEnd().split('\n');
  }

  it('keeps a line for each database in which something happened', () => {
    expect(told(false)).toEqual([
      'acme: beforeUpgrade: hello',
      '1/9 acme: 1 revision (12 ms)',
      '3/9 initech: LOCK.TIMEOUT (12 ms)',
    ]);
  });

  it('tells more with --verbose', () => {
    expect(told(true)).toEqual([
      'acme: Backing up',
      'acme: beforeUpgrade: hello',
      '1/9 acme: 1 revision (12 ms)',
      '2/9 globex: nothing to do',
      '3/9 initech: LOCK.TIMEOUT (12 ms)',
    ]);
  });

  it('counts in the line that is overwritten', () => {
    const stream = new PassThrough();
    const progress = createSpinnerProgress({ stream, look: PLAIN, colour: false });
    for (const event of FLEET) progress.onEvent(event);
    progress.stop();
    const text = String(stream.read());
    expect(text).toContain('Databases: 0 of 9 done, 1 running');
    expect(text).toContain('Databases: 2 of 9 done, 1 failed, 4 running');
    expect(text).toContain('✔ 1/9 acme: 1 revision (12 ms)\n');
    expect(text).toContain('✖ 3/9 initech: LOCK.TIMEOUT (12 ms)\n');
    expect(text).not.toContain('Backing up');
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
