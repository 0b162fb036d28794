import path from 'node:path';
import { SOURCE_NAMES } from '../../../config/database-url.js';
import { missingVariableIn } from '../../../config/missing-variable.js';
import { redactUrl } from '../../../config/redact-url.js';
import { rootRelative } from '../../../config/root-relative.js';
import type { Diagnosis } from '../../../diagnosis.js';
import type { LocatedDatabase } from '../../run/open-database.js';
import type { DoctorContext } from '../doctor-context.js';

/** Whether Prisma's configuration and that of orchestrate mean the same schema and the same database. */
export async function checkAgreement({ open, located }: DoctorContext): Promise<readonly Diagnosis[]> {
  const prisma = open?.workspace.prismaConfig ?? null;
  if (open === null || prisma === null) return [];
  const { root, config } = open.workspace;
  const differences: Diagnosis[] = [];
  const { schema, migrationsPath, datasourceUrl, file } = prisma;
  const known = [config.core.schema, config.output].map((each) => path.resolve(root, each));
  if (schema !== null && !known.includes(schema)) {
    differences.push({
      code: 'DOCTOR.CONFIG_AGREEMENT',
      status: 'warning',
      message: `Prisma's configuration has the schema ${rootRelative(root, schema)}, and orchestrate takes ${config.core.schema} for core and writes ${config.output}: prisma works on another schema.`,
      fix: `Set "schema" in ${rootRelative(root, file)} to "${config.core.schema}", or to "${config.output}" where prisma is to see all extensions.`,
    });
  }
  if (migrationsPath !== null && migrationsPath !== path.resolve(root, config.core.migrations)) {
    differences.push({
      code: 'DOCTOR.CONFIG_AGREEMENT',
      status: 'warning',
      message: `Prisma's configuration has the migrations in ${rootRelative(root, migrationsPath)}, and orchestrate those of core in ${config.core.migrations}.`,
      fix: `Set "migrations.path" in ${rootRelative(root, file)} to "${config.core.migrations}", or core.migrations of orchestrate to the other.`,
    });
  }
  if (
    located !== null &&
    // Whoever names a database for one run means that one.
    located.url.source !== 'option' &&
    datasourceUrl !== null &&
    isOther(located, { url: datasourceUrl, root: path.dirname(file) })
  ) {
    const { display, source } = located.url;
    differences.push({
      code: 'DOCTOR.CONFIG_AGREEMENT',
      status: 'warning',
      message: `prisma works on ${redactUrl(datasourceUrl)}, and orchestrate on ${display} (from ${SOURCE_NAMES[source]}).`,
      fix: `Name the database in one place only: leave "datasource.url" of orchestrate away, and what ${rootRelative(root, file)} says counts for both.`,
    });
  }
  if (differences.length > 0) return differences;
  return [
    { code: 'DOCTOR.CONFIG_AGREEMENT', status: 'ok', message: "Prisma's configuration means the same", fix: null },
  ];
}

/** Whether a URL names another database; one that cannot be read names none. */
export function isOther(
  { driver, target }: Pick<LocatedDatabase, 'driver' | 'target'>,
  { url, root }: { readonly url: string; readonly root: string },
): boolean {
  if (missingVariableIn(url) !== null) return false;
  try {
    return driver.identify({ ...target, url, display: redactUrl(url), root }).key !== driver.identify(target).key;
  } catch {
    return false;
  }
}
