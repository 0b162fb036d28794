import { unsupportedProvider } from '../../database/driver-for.js';
import type { CheckOptions } from '../check.js';
import type { ReplayChecks } from './replay-checks.js';

/**
 * What is said instead of what a replay would show, where no driver can replay anything.
 *
 * @throws OrchestrateError `DATABASE.UNSUPPORTED_PROVIDER` where the database itself was asked about
 */
export function notReplayed(provider: string, { database }: Pick<CheckOptions, 'database'>): ReplayChecks {
  const { message, fix } = unsupportedProvider(provider);
  if (database === true) throw unsupportedProvider(provider);
  const finding = {
    code: 'CHECK.NOT_REPLAYED',
    severity: 'warning' as const,
    message: `Nothing was replayed: neither revisions nor what the fragments have changed since. ${message}`,
    extension: null,
    where: null,
    fix,
    related: [],
  };
  return { database: null, pending: [], unowned: [], findings: [finding] };
}
