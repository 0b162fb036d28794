// The real Prisma and orchestrate, side by side: histories of every kind. See docs/parity.md.
import { describe, it } from 'vitest';
import { EXISTING_PROJECTS } from './parity/cases/existing-projects.js';
import { HISTORIES } from './parity/cases/histories.js';
import { casesOn } from './parity/parity-case.js';
import { expectParity } from './parity/parity-site.js';
import { DATABASES } from './support/databases.js';

describe.each(DATABASES)('a history on $name', (on) => {
  it.each(casesOn(on, [...HISTORIES, ...EXISTING_PROJECTS]))('$name', (each) => expectParity(on, each));
});
