// The real Prisma and orchestrate, side by side: what people do to a schema. See docs/parity.md.
import { describe, it } from 'vitest';
import { POSTGRES_CHANGES } from './parity/cases/postgres-changes.js';
import { SCHEMA_CHANGES } from './parity/cases/schema-changes.js';
import { casesOn } from './parity/parity-case.js';
import { expectParity } from './parity/parity-site.js';
import { DATABASES } from './support/databases.js';

describe.each(DATABASES)('a change of the schema on $name', (on) => {
  it.each(casesOn(on, [...SCHEMA_CHANGES, ...POSTGRES_CHANGES]))('$name', (each) => expectParity(on, each));
});
