import { describe, expect, it } from 'vitest';
import { EngineError } from '../schema-engine.js';
import { EngineClient } from './engine-client.js';

interface Message {
  readonly id: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** A client whose engine answers by a function: the lines that come back for a message. */
function clientOf(answer: (message: Message) => readonly unknown[]) {
  const sent: Message[] = [];
  const client = new EngineClient({
    hide: (text) => text.replaceAll('s3cr3t', '***'),
    write: (line) => {
      const message = JSON.parse(line) as Message;
      sent.push(message);
      for (const reply of answer(message)) client.receive(typeof reply === 'string' ? reply : JSON.stringify(reply));
    },
  });
  return { client, calls: client.calls, sent };
}

const reset = { filter: { externalTables: [], externalEnums: [] } };
const diff = { from: { tag: 'empty' }, to: { tag: 'empty' }, script: true } as never;

function asError(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('EngineClient', () => {
  it('asks by the name of the method and gives the result', async () => {
    const { calls, sent } = clientOf(({ id, method }) =>
      method === 'getDatabaseVersion'
        ? [{ jsonrpc: '2.0', id, result: 'SQLite' }]
        : [{ jsonrpc: '2.0', id, result: {} }],
    );
    expect(await calls.getDatabaseVersion()).toBe('SQLite');
    expect(await calls.reset(reset as never)).toEqual({});
    expect(sent).toEqual([
      { jsonrpc: '2.0', id: 1, method: 'getDatabaseVersion' },
      { jsonrpc: '2.0', id: 2, method: 'reset', params: reset },
    ]);
  });

  it('collects what diff prints, answers each, and keeps it apart from the next', async () => {
    let asked = 0;
    const { calls, sent } = clientOf(({ id, method }) => {
      if (method !== 'diff') return [];
      asked += 1;
      const print = { jsonrpc: '2.0', id: 900 + asked, method: 'print', params: { content: `-- ${asked}` } };
      const result = { jsonrpc: '2.0', id, result: { exitCode: 2, stdout: null } };
      return asked === 3 ? [result] : [print, result];
    });
    const both = await Promise.all([calls.diff(diff), calls.diff(diff), calls.diff(diff)]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['-- 1\n', '-- 2\n', null]);
    expect(sent.filter(({ method }) => method === undefined)).toEqual([
      { jsonrpc: '2.0', id: 901, result: {} },
      { jsonrpc: '2.0', id: 902, result: {} },
    ]);
  });

  it('gives the errors of the engine, without secrets', async () => {
    const data = { is_panic: false, message: 'no s3cr3t', meta: { url: 'x:s3cr3t' }, error_code: 'P1001' };
    const { calls } = clientOf(({ id }) => [{ jsonrpc: '2.0', id, error: { code: 4466, message: 'See data.', data } }]);
    const error = await asError(calls.reset(reset as never));
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ message: 'no ***', code: 'P1001', meta: { url: 'x:***' }, isPanic: false });
  });

  it.each([
    ['a panic', { code: 4466, message: 'x', data: { is_panic: true, error: { message: 'broke' } } }, 'broke', true],
    [
      'an error of JSON-RPC itself',
      { code: -32601, message: 'Method not found' },
      'Method not found (JSON-RPC -32601)',
      false,
    ],
    ['data that are none', { code: 1, message: 'x', data: [] }, 'x (JSON-RPC 1)', false],
  ])('understands %s', async (_name, error, message, isPanic) => {
    const { calls } = clientOf(({ id }) => [{ jsonrpc: '2.0', id, error }]);
    expect(await asError(calls.reset(reset as never))).toMatchObject({ message, isPanic, code: null });
  });

  it('passes over what is no answer', async () => {
    const { calls } = clientOf(({ id }) => [
      'Starting…',
      '',
      '{"jsonrpc":"2.0"',
      'null',
      '[]',
      '7',
      { jsonrpc: '2.0', id: 77, result: 'for nobody' },
      { jsonrpc: '2.0', method: 'print' },
      { jsonrpc: '2.0', id, result: 'mine' },
      { jsonrpc: '2.0', id, result: 'twice' },
    ]);
    expect(await calls.getDatabaseVersion()).toBe('mine');
  });

  it('gives up when a process that says everything back is no engine', async () => {
    const { calls } = clientOf((message) => [message]);
    expect(await asError(calls.reset(reset as never))).toMatchObject({ message: expect.stringContaining('-32601') });
  });

  it('tells whoever waits, and whoever comes later, why there is no answer', async () => {
    const { client, calls, sent } = clientOf(() => []);
    const first = asError(calls.reset(reset as never));
    const second = asError(calls.getDatabaseVersion());
    await Promise.resolve();
    const end = new EngineError('It is gone.');
    client.end(end);
    client.end(new EngineError('Said too late.'));
    expect(await Promise.all([first, second, asError(calls.diff(diff))])).toEqual([end, end, end]);
    expect(sent).toHaveLength(1);
  });
});
