const IN_TESTS =
  'Take a test database that has what the extensions make: orchestrate test-db, or createTestDatabase() of @prisma-orchestrate/testing.';

/** What to do instead of changing the schema in code. */
export function statementFix(extension: string, isTest: boolean): string {
  if (isTest) return IN_TESTS;
  return `Put it into a revision: orchestrate revision --extension ${extension} -m "…", and the statement into its migration.sql. What is needed for a moment only can be a TEMP table.`;
}

/** What to start instead of one of Prisma's commands. */
export function commandFix(command: string, isTest: boolean): string {
  if (isTest) return IN_TESTS;
  return INSTEAD[command] ?? 'orchestrate prisma EXTENSION -- … runs it for one extension, with its own history.';
}

const INSTEAD: Readonly<Record<string, string>> = {
  'db push':
    'While developing, orchestrate dev makes a revision of what changed and applies it; elsewhere, orchestrate upgrade --all brings a database up to date.',
  'migrate deploy': 'orchestrate deploy applies the revisions of all extensions, in their one order.',
  'migrate dev':
    'orchestrate dev makes a revision for each extension that changed, applies it and generates the client.',
  'migrate reset':
    'orchestrate downgrade --all --target base takes everything back, and orchestrate upgrade --all makes it again.',
  'migrate resolve':
    'orchestrate stamp records revisions as applied or not, and orchestrate repair those that were edited.',
};
