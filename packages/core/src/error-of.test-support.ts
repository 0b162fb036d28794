import { expect } from 'vitest';
import { OrchestrateError } from './errors.js';

/** The error that a job ends with; anything but an OrchestrateError fails the test. */
export async function errorOf(job: () => unknown): Promise<OrchestrateError> {
  try {
    await job();
  } catch (error) {
    expect(error).toBeInstanceOf(OrchestrateError);
    return error as OrchestrateError;
  }
  throw new Error('It should have failed.');
}
