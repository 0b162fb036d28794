import type { SchemaEngine, SchemaEngineMethod } from '../schema-engine.js';
import { ENGINE_METHODS } from './engine-methods.js';

/** What the protocol has methods for; that an engine can also be closed is no part of it. */
export type EngineCalls = Pick<SchemaEngine, SchemaEngineMethod>;

/** All methods of the protocol, each answered in the same way. */
export function engineCalls(answer: (method: SchemaEngineMethod, input: unknown) => Promise<unknown>): EngineCalls {
  const calls = ENGINE_METHODS.map((method) => [method, (input: unknown) => answer(method, input)]);
  return Object.fromEntries(calls) as unknown as EngineCalls;
}
