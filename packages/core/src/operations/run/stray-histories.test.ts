import { expect, it } from 'vitest';
import { findStrayHistories, isCalledAfter } from './stray-histories.js';

it('finds histories of extensions that are gone, and not those of other workspaces', () => {
  const tables = [
    { table: '_prisma_migrations', schema: 'public' },
    { table: '_prisma_migrations_blog', schema: 'public' },
    { table: '_prisma_migrations_old_shop', schema: 'public' },
    { table: '_prisma_migrations_Backup', schema: 'public' },
    { table: '_prisma_migrationsold', schema: 'public' },
    // The namespace of an extension that is gone, and one that the extension was moved out of.
    { table: '_prisma_migrations_billing', schema: 'billing' },
    { table: '_prisma_migrations_blog', schema: 'former' },
    { table: '_prisma_migrations', schema: 'other' },
    { table: '_prisma_migrations_theirs', schema: 'other' },
  ];
  const long = 'n'.repeat(48);
  const cut = { table: `_prisma_migrations_${long}`.slice(0, 63), schema: 'public' };
  const find = (all: typeof tables, names: readonly string[]) =>
    findStrayHistories({
      tables: all,
      isOwned: (table) => names.some((name) => isCalledAfter(name, table)),
      defaultSchema: 'public',
    });
  expect(find([cut], [long])).toEqual([]);
  expect(find(tables, ['core', 'blog'])).toEqual([
    { extension: 'old-shop', table: '_prisma_migrations_old_shop', schema: 'public' },
    { extension: 'billing', table: '_prisma_migrations_billing', schema: 'billing' },
  ]);
});
