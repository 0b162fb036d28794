import { describe, expect, it } from 'vitest';
import { EngineStderr } from './engine-stderr.js';

const log = (level: string, fields: object): string =>
  JSON.stringify({ timestamp: '2026-01-01T00:00:00Z', level, target: 'schema_engine::logger', fields });

describe('EngineStderr', () => {
  it.each([
    ['nothing', [], { exitCode: 0, signal: null }, 'ended with exit code 0 and said nothing.', null, false],
    [
      'an error and what follows it',
      [
        log('INFO', { message: 'Starting' }),
        log('ERROR', { message: 'No such file', error_code: 'P1012' }),
        log('INFO', { message: 'Bye' }),
      ],
      { exitCode: 1, signal: null },
      'ended with exit code 1: No such file',
      'P1012',
      false,
    ],
    [
      'a panic',
      [log('ERROR', { message: 'index out of bounds', is_panic: true })],
      { exitCode: 101, signal: null },
      'ended with exit code 101: index out of bounds',
      null,
      true,
    ],
    [
      'a loader',
      ['libssl.so.3: cannot open s3cr3t'],
      { exitCode: 127, signal: null },
      'ended with exit code 127: libssl.so.3: cannot open ***',
      null,
      false,
    ],
    [
      'an engine that is killed',
      [log('INFO', { message: 'Applying' })],
      { exitCode: null, signal: 'SIGKILL' },
      'was ended by SIGKILL and said nothing.',
      null,
      true,
    ],
  ])('knows the end of %s', (_name, lines, end, words, code, isPanic) => {
    const stderr = new EngineStderr((text) => text.replaceAll('s3cr3t', '***'));
    for (const line of lines) stderr.receive(line);
    expect(stderr.describeEnd(end)).toMatchObject({ message: `The schema engine ${words}`, code, isPanic });
  });

  it('gives what is a line of a log, without secrets', () => {
    const stderr = new EngineStderr((text) => text.replaceAll('"s', '***'));
    expect(stderr.receive(log('INFO', { message: 'a "s b', url: '"s' }))).toMatchObject({
      level: 'INFO',
      fields: { message: 'a *** b', url: '***' },
    });
    expect(['{"fields":{}}', 'null', 'words', '[1]'].map((line) => stderr.receive(line))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('keeps the last lines only', () => {
    const stderr = new EngineStderr((text) => text);
    for (let line = 0; line < 1_000; line += 1) stderr.receive(`line ${line}`);
    expect(stderr.describeEnd({ exitCode: 1, signal: null }).message.split('\n')).toHaveLength(20);
  });
});
