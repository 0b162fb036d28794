import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import { asEngineError } from './as-engine-error.js';
import { EngineError } from './schema-engine.js';

function ours(code: string, parts: { readonly meta?: object; readonly cause?: unknown } = {}): OrchestrateError {
  return new OrchestrateError({
    code,
    message: 'What happened.',
    fix: 'What to do.',
    meta: { ...parts.meta },
    cause: parts.cause,
  });
}

describe('asEngineError', () => {
  const server = { host: 'db.local', port: 5433 };
  it.each<[OrchestrateError, string | null, string]>([
    [ours('DATABASE.AUTHENTICATION', { meta: { role: 'ann' } }), 'P1000', 'credentials for `ann` are not valid'],
    [ours('DATABASE.UNREACHABLE', { meta: server }), 'P1001', "Can't reach database server at `db.local:5433`"],
    [ours('DATABASE.UNREACHABLE', { meta: { host: null, port: null } }), 'P1001', '`localhost:5432`'],
    [
      ours('DATABASE.UNREACHABLE', { meta: server, cause: new Error('timeout expired') }),
      'P1002',
      'reached but timed out',
    ],
    [ours('LOCK.TIMEOUT'), 'P1002', 'Context: What happened.'],
    [ours('DATABASE.MISSING', { meta: { database: 'app' } }), 'P1003', 'Database `app` does not exist'],
    [ours('DATABASE.BUSY'), 'P1008', 'What happened.'],
    [ours('DATABASE.NO_PRIVILEGE', { meta: { database: 'app' } }), 'P1010', 'denied access on the database `app`'],
    [
      ours('DATABASE.TLS', { cause: new Error('self-signed certificate') }),
      'P1011',
      'TLS connection: self-signed certificate',
    ],
    [ours('DATABASE.BAD_URL'), 'P1013', 'The provided database string is invalid. What happened.'],
    [ours('DATABASE.CONNECTION_LOST'), 'P1017', 'Server has closed the connection.'],
    [ours('DATABASE.TOO_MANY_CONNECTIONS'), 'P2037', 'Too many database connections opened'],
    [ours('SHADOW.NO_PRIVILEGE'), 'P3014', 'could not create the shadow database'],
    [ours('DATABASE.TOO_OLD'), null, 'What happened.\nWhat to do.'],
    [ours('toString'), null, 'What happened.\nWhat to do.'],
  ])('says %s as %s', (error, code, message) => {
    expect(asEngineError(error)).toMatchObject({
      code,
      message: expect.stringContaining(message),
      isPanic: false,
      cause: error,
    });
  });

  it('leaves what an engine says as it is, and takes anything else by its message', () => {
    const error = new EngineError('x', { code: 'P3018' });
    expect(asEngineError(error)).toBe(error);
    expect(asEngineError(new TypeError('no'))).toMatchObject({ message: 'no', code: null });
    expect(asEngineError('no')).toMatchObject({ message: 'no', code: null });
  });
});
