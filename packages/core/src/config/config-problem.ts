import { OrchestrateError } from '../errors.js';

/** One thing wrong with a configuration file or an extension's manifest. */
export interface ConfigProblem {
  /** The key, with dots: `backup.keepCount`. */
  readonly key: string;
  /** What is wrong with it, to be read after the key. */
  readonly message: string;
  readonly fix: string;
}

/** The configuration has problems; all are named. */
export function invalidConfig(file: string | null, problems: readonly ConfigProblem[]): OrchestrateError {
  const place = file ?? 'the defaults';
  return new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.INVALID',
    message: `The orchestrate configuration ${place} is not valid:\n${problems.map(renderProblem).join('\n')}`,
    fix: `Correct ${problems.length === 1 ? 'it' : 'all of them'} in ${place}; docs/configuration.md describes every key.`,
    meta: { file, problems },
  });
}

/** One line for a list. */
export function renderProblem({ key, message, fix }: ConfigProblem): string {
  return `- ${key === '' ? 'it' : `"${key}"`} ${message}. ${fix}`;
}
