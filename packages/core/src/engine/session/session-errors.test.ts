import { describe, expect, it } from 'vitest';
import { migrationFailed, migrationNotClean, withFirstTimeHint, withoutTrace } from './session-errors.js';

describe('withoutTrace', () => {
  it('cuts off where Rust has been', () => {
    const trace =
      '\n   0: sql_schema_connector::apply_migration\n           with migration_name="1_init"\n             at a.rs:1';
    expect(withoutTrace(`external error\nNo such table: x${trace}`)).toBe('external error\nNo such table: x');
  });

  it('leaves a text alone that only looks a little like one', () => {
    expect(withoutTrace('Error:\n   0: zero\n')).toBe('Error:\n   0: zero');
  });
});

describe('migrationFailed', () => {
  it.each([
    ['42P01', '42P01'],
    ['SQLITE_CONSTRAINT_UNIQUE', '2067'],
    ['SQLITE_OF_TOMORROW', '1'],
    [null, 'none'],
  ])('tells the code %s as Prisma does', (code, told) => {
    expect(migrationFailed('1_init', { message: 'No.', code })).toMatchObject({
      code: 'P3018',
      message: expect.stringContaining(`\n\nDatabase error code: ${told}\n\nDatabase error:\nNo.\n`),
      meta: { migration_name: '1_init', database_error_code: told, database_error: 'No.' },
    });
  });
});

describe('migrationNotClean', () => {
  it('has the code of the reason where Prisma has one', () => {
    expect(migrationNotClean('1_init', { message: 'ERROR: no', code: '42P01' }).message).toBe(
      'Migration `1_init` failed to apply cleanly to the shadow database. \nError code: P1014\nError:\nERROR: no',
    );
    expect(migrationNotClean('1_init', { message: 'no', code: null }).meta).toEqual({
      migration_name: '1_init',
      inner_error: 'no',
    });
  });
});

describe('withFirstTimeHint', () => {
  it('leaves other reasons alone', () => {
    expect(withFirstTimeHint('The migration `1_init` failed.')).toBe('The migration `1_init` failed.');
  });
});
