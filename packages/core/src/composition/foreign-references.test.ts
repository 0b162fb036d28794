import { describe, expect, it } from 'vitest';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { foreignReferences } from './foreign-references.js';

const source = (name: string, text: string): ExtensionSource => ({
  name,
  dependsOn: [],
  manifestPath: `extensions/${name}/package.json`,
  files: [{ path: `extensions/${name}/schema.prisma`, text }],
});

const CORE = source(
  'core',
  `model User {
  id    Int    @id @map("user_id")
  email String @unique
  posts Post[]
  @@map("users")
}
model Label {
  id Int @id
}
`,
);

describe('foreignReferences', () => {
  it('gives the columns of foreign keys and of implicit many-to-many tables, by their database names', () => {
    const blog = source(
      'blog',
      `model Post {
  id       Int     @id
  authorId Int
  author   User    @relation(fields: [authorId], references: [id])
  email    String?
  editor   User?   @relation("editor", fields: [email], references: [email])
  labels   Label[]
  parentId Int?
  parent   Post?   @relation("tree", fields: [parentId], references: [id])
  children Post[]  @relation("tree")
}
/// @extend
model Label {
  posts Post[]
}
`,
    );
    expect(foreignReferences([CORE, blog], 'blog')).toEqual([
      { from: 'Post.author', target: { extension: 'core', databaseName: 'users', schema: null, columns: ['user_id'] } },
      { from: 'Post.editor', target: { extension: 'core', databaseName: 'users', schema: null, columns: ['email'] } },
      { from: 'Post.labels', target: { extension: 'core', databaseName: 'Label', schema: null, columns: ['id'] } },
    ]);
  });

  it('needs the tables alone where relations have no foreign keys', () => {
    const datasource = 'datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}\n';
    const core = source('core', `${datasource}model User {\n  id Int @id\n}\n`);
    const blog = source(
      'blog',
      'model Post {\n  id Int @id\n  uid Int\n  user User @relation(fields: [uid], references: [id])\n}\n',
    );
    expect(foreignReferences([core, blog], 'blog')).toEqual([
      { from: 'Post.user', target: { extension: 'core', databaseName: 'User', schema: null, columns: [] } },
    ]);
  });

  it('gives nothing for a view at either end, which no foreign key can have', () => {
    const core = source('core', 'model User {\n  id Int @id\n}\nview Active {\n  id Int @unique\n}\n');
    const relation = 'userId Int\n  user';
    const at = '@relation(fields: [userId], references: [id])';
    const blog = source(
      'blog',
      `model Post {\n  id Int @id\n  ${relation} Active ${at}\n}\nview Top {\n  id Int @unique\n  ${relation} User ${at}\n}\n`,
    );
    expect(foreignReferences([core, blog], 'blog')).toEqual([]);
  });

  it('gives nothing for an extension that refers to nobody', () => {
    expect(foreignReferences([CORE, source('log', 'model Entry {\n  id Int @id\n}\n')], 'log')).toEqual([]);
  });
});
