// The real Prisma and orchestrate, side by side: several extensions in one database. See docs/parity.md.
import { describe, it } from 'vitest';
import { EXTENSIONS } from './parity/cases/extensions.js';
import { casesOn } from './parity/parity-case.js';
import { expectParity } from './parity/parity-site.js';
import { DATABASES } from './support/databases.js';

describe.each(DATABASES)('extensions on $name', (on) => {
  it.each(casesOn(on, EXTENSIONS))('$name', (each) => expectParity(on, each));
});
