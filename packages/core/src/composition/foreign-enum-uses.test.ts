import { expect, it } from 'vitest';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { foreignEnumUses } from './foreign-enum-uses.js';

const source = (name: string, text: string): ExtensionSource => ({
  name,
  dependsOn: [],
  manifestPath: `extensions/${name}/package.json`,
  files: [{ path: `extensions/${name}/schema.prisma`, text }],
});

it('gives the columns whose enum another extension owns, by the name in the database', () => {
  const core = source('core', 'enum Role {\n  A\n  @@map("roles")\n}\nmodel User {\n  id Int @id\n  role Role\n}\n');
  const blog = source(
    'blog',
    'enum Mood {\n  GOOD\n}\nmodel Post {\n  id Int @id\n  needs Role\n  all Role[]\n  mood Mood\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n',
  );
  const target = { extension: 'core', databaseName: 'roles', schema: null };
  expect(foreignEnumUses([core, blog])).toEqual([
    { extension: 'blog', from: 'Post.needs', target },
    { extension: 'blog', from: 'Post.all', target },
  ]);
});

it('knows the namespace of the enum', () => {
  const core = source('core', 'datasource db {\n  provider = "postgresql"\n}\n');
  const crm = { ...source('crm', 'enum Stage {\n  NEW\n}\n'), namespace: 'crm' };
  const shop = source('shop', 'model Sale {\n  id Int @id\n  stage Stage\n}\n');
  expect(foreignEnumUses([core, crm, shop]).map(({ target }) => target.schema)).toEqual(['crm']);
});
