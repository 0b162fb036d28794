import { beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../schema-engine.js';
import { type EngineCalls, engineCalls } from './engine-calls.js';
import { serveEngine } from './serve-engine.js';

/** Lines that a test sends when it likes. */
class Lines {
  readonly #sent: (string | null)[] = [];
  #isEnded = false;
  #wake: () => void = () => {};

  send(...lines: readonly (object | string | null)[]): void {
    this.#sent.push(...lines.map((line) => (typeof line === 'object' && line !== null ? JSON.stringify(line) : line)));
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string | null> {
    for (;;) {
      const next = this.#sent.shift();
      if (next !== undefined) yield next;
      else if (this.#isEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/** An engine that answers each request with what it was asked. */
function echo(own: Partial<EngineCalls> = {}): EngineCalls {
  return { ...engineCalls(async (method, input) => ({ method, input })), ...own };
}

let lines: Lines;
let written: string[];

beforeEach(() => {
  lines = new Lines();
  written = [];
});

function serve(engine: EngineCalls, signal?: AbortSignal) {
  return serveEngine({ engine, lines, write: (line) => void written.push(line), signal });
}

async function answersTo(
  engine: EngineCalls,
  ...sent: readonly (object | string | null)[]
): Promise<readonly unknown[]> {
  lines.send(...sent);
  lines.end();
  expect(await serve(engine)).toBe('finished');
  return written.map((line) => JSON.parse(line));
}

const request = (id: unknown, method = 'reset', params: object = {}) => ({ jsonrpc: '2.0', id, method, params });
const result = (id: unknown, value: unknown) => ({ jsonrpc: '2.0', id, result: value });
const failure = (id: unknown, code: number) => ({ jsonrpc: '2.0', id, error: expect.objectContaining({ code }) });

describe('serveEngine', () => {
  it.each<[string, readonly (object | string | null)[], readonly unknown[]]>([
    ['nothing', [], []],
    ['a request', [request(1)], [result(1, { method: 'reset', input: {} })]],
    ['an id that is text', [request('a')], [result('a', { method: 'reset', input: {} })]],
    ['no parameters', [{ jsonrpc: '2.0', id: 1, method: 'debugPanic' }], [result(1, { method: 'debugPanic' })]],
    ['parameters that are missing', [{ jsonrpc: '2.0', id: 1, method: 'reset' }], [failure(1, -32_602)]],
    ['parameters that are a list', [{ ...request(1), params: [{}] }], [failure(1, -32_602)]],
    ['blank lines', ['', '  ', request(1)], [result(1, expect.anything())]],
    ['a request that wants no answer', [{ jsonrpc: '2.0', method: 'reset', params: {} }], []],
    ['a method that nobody has', [request(1, 'getDatabaseDescription')], [failure(1, -32_601)]],
    ['a method of every object', [request(1, 'toString')], [failure(1, -32_601)]],
    ['another version of JSON-RPC', [{ id: 1, method: 'reset' }], [failure(1, -32_600)]],
    [
      'what is no JSON',
      ['{"jsonrpc": "2.0", "id": 1, "met', request(2)],
      [failure(null, -32_700), result(2, expect.anything())],
    ],
    ['what is no text', [null], [failure(null, -32_700)]],
    ['values that are no message', ['null', '1', '"reset"', '{}', '[]'], Array(5).fill(failure(null, -32_600))],
    ['an answer to nothing', [result(7, {}), { jsonrpc: '2.0', id: 7, error: { code: 1, message: '' } }], []],
    [
      'a batch',
      [[request(1), 1, { jsonrpc: '2.0', method: 'reset' }, request(2, 'nothing')]],
      [[result(1, expect.anything()), failure(null, -32_600), failure(2, -32_601)]],
    ],
    ['a batch that wants no answer', [[{ jsonrpc: '2.0', method: 'reset' }]], []],
  ])('%s', async (_name, sent, answers) => {
    expect(await answersTo(echo(), ...sent)).toEqual(answers);
  });

  it('answers one after the other, in the order of the requests', async () => {
    const begun: string[] = [];
    let answerFirst: () => void = () => {};
    const first = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    const engine = echo({
      reset: async () => {
        begun.push('reset');
        await first;
        return {};
      },
      getDatabaseVersion: async () => {
        begun.push('version');
        return '1';
      },
    });
    lines.send(request(1), request(2, 'getDatabaseVersion'));
    lines.end();
    const served = serve(engine);
    await expect.poll(() => begun).toEqual(['reset']);
    answerFirst();
    await served;
    expect(written.map((line) => JSON.parse(line))).toEqual([result(1, {}), result(2, '1')]);
  });

  it("tells an engine's error in Prisma's form", async () => {
    const error = new EngineError('A migration failed.', { code: 'P3018', meta: { migration_name: 'x' } });
    const data = {
      is_panic: false,
      message: 'A migration failed.',
      error_code: 'P3018',
      meta: { migration_name: 'x' },
    };
    expect(await answersTo(echo({ reset: () => Promise.reject(error) }), request(1))).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: 4466, message: expect.stringContaining('data field'), data } },
    ]);
  });

  it('tells of a panic, and serves no more', async () => {
    const engine = echo({ debugPanic: () => Promise.reject(new EngineError('why', { isPanic: true })) });
    lines.send(request(1, 'debugPanic'), request(2));
    expect(await serve(engine)).toBe('panicked');
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ id: 1, error: { data: { is_panic: true, message: 'why' } } });
  });

  describe('the text of diff', () => {
    const engine = echo({ diff: async () => ({ exitCode: 2, stdout: '-- a\n\n' }) });

    it('is a request of its own, whose answer it waits for', async () => {
      lines.send(request(1, 'diff'), request(2));
      const served = serve(engine);
      await expect.poll(() => written.length).toBe(1);
      const print = JSON.parse(written[0] ?? '');
      expect(print).toEqual({ jsonrpc: '2.0', id: expect.anything(), method: 'print', params: { content: '-- a\n' } });
      lines.send(result('another', {}), result(print.id, {}));
      lines.end();
      await served;
      expect(written.slice(1).map((line) => JSON.parse(line))).toEqual([
        result(1, { exitCode: 2, stdout: null }),
        result(2, expect.anything()),
      ]);
    });

    it('counts as heard where the other side has left', async () => {
      expect(await answersTo(engine, request(1, 'diff'))).toEqual([
        expect.objectContaining({ method: 'print' }),
        result(1, { exitCode: 2, stdout: null }),
      ]);
    });
  });

  it('goes no further where nobody reads the answers', async () => {
    const asked: unknown[] = [];
    const engine = echo({ reset: async (input) => ({ asked: asked.push(input) }) });
    lines.send(request(1), request(2));
    const write = () => Promise.reject(new Error('EPIPE'));
    expect(await serveEngine({ engine, lines, write })).toBe('unread');
    expect(asked).toHaveLength(1);
  });

  it('stops in the middle of a request, with whoever closes the engine to end that', async () => {
    const stopping = new AbortController();
    lines.send(request(1));
    const served = serve(echo({ reset: () => new Promise<never>(() => {}) }), stopping.signal);
    stopping.abort();
    expect(await served).toBe('stopped');
    expect(await serve(echo(), AbortSignal.abort())).toBe('stopped');
  });

  it('takes a line of 20 MB', async () => {
    const script = 'x'.repeat(20_000_000);
    const engine = echo({
      dbExecute: async (input) => ({ length: (input as { script: string }).script.length }) as never,
    });
    expect(await answersTo(engine, request(1, 'dbExecute', { script }))).toEqual([result(1, { length: 20_000_000 })]);
  });
});
