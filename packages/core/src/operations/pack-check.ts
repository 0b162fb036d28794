import { orderFindings } from '../composition/order-findings.js';
import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { directoryInRepository } from '../workspace/find-repository.js';
import { listRevisionNames } from '../workspace/read-revisions.js';
import { dependencyFindings } from './pack-check/dependency-findings.js';
import { manifestFindings } from './pack-check/manifest-findings.js';
import { readCandidate } from './pack-check/read-candidate.js';
import { readPackedFiles } from './pack-check/read-packed-files.js';
import { schemaFindings } from './pack-check/schema-findings.js';
import { shippingFindings } from './pack-check/shipping-findings.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import type { RunOptions } from './run-options.js';

/** What {@link packCheck} takes. */
export interface PackCheckOptions extends RunOptions {
  /** The package's directory, relative to `cwd`; `cwd` itself unless given. */
  readonly directory?: string | undefined;
}

/** What {@link packCheck} found. */
export interface PackCheckResult {
  /** Absolute. */
  readonly directory: string;
  /** The same from the top of the git repository that it is in, with `/`; `.` where it is that, or in none. */
  readonly inRepository: string;
  readonly packageName: string | null;
  readonly packageVersion: string | null;
  /** What the extension is called where the package is installed. */
  readonly extension: string;
  /** The workspace that has it as an extension, absolute; null where it stands alone. */
  readonly workspace: string | null;
  readonly revisions: number;
  /** What would be packed, relative to the directory; null where npm cannot pack it. */
  readonly files: readonly string[] | null;
  readonly findings: readonly Finding[];
}

/**
 * Tells whether the package of an extension ships what it must: that npm packs the fragment and every file of the
 * revisions, that package.json says what the extension is called and which packages it needs, that fragment and revisions
 * fit together, and that nothing is in it that is nobody else's business. Publishes nothing, and runs no script of the package.
 *
 * @throws OrchestrateError `PACK.NO_DIRECTORY`, `PACK.NPM_FAILED`
 *
 * @example
 * ```ts
 * const { packageName, findings } = await packCheck({ cwd: process.cwd(), directory: 'extensions/blog' });
 * console.log(packageName); // blog
 * for (const { message, fix } of findings) console.log(message, fix);
 * ```
 */
export function packCheck(options: PackCheckOptions): Promise<PackCheckResult> {
  return asOperation(options, checkPackage);
}

async function checkPackage(options: PackCheckOptions): Promise<PackCheckResult> {
  const { directory: written = '.', ...run } = options;
  const candidate = await readCandidate(run, written);
  const { directory, json, name, home, fragment } = candidate;
  await assertNotInterrupted(run.signal);
  run.onEvent?.({ kind: 'step', message: 'Asking npm what would be packed' });
  const packed = json.name === null || json.version === null ? null : await readPackedFiles(directory, run.signal);
  const findings = [
    ...manifestFindings(candidate),
    ...dependencyFindings(candidate),
    ...shippingFindings(candidate, packed),
    ...(await schemaFindings(candidate, run)),
  ];
  return {
    directory,
    inRepository: directoryInRepository({ root: directory, environment: options.environment ?? process.env }),
    packageName: json.name,
    packageVersion: json.version,
    extension: name,
    workspace: home?.workspace.root ?? null,
    revisions: fragment === null ? 0 : listRevisionNames({ migrationsDirectory: fragment.migrations }).length,
    files: packed === null ? null : [...packed].sort(),
    findings: orderFindings([CORE, name], findings),
  };
}
