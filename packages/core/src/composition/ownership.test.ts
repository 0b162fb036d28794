import { describe, expect, it } from 'vitest';
import { compose } from './compose.js';
import { indexOwnership } from './ownership.js';
import { sourcesOf, USER } from './sources.test-support.js';

describe('ownership', () => {
  it('knows the owner of everything', () => {
    const composition = compose(
      sourcesOf({
        core: `${USER}enum Role {\n  A\n  @@map("role")\n}\n`,
        blog: 'model Post {\n  id Int @id\n  tags Tag[]\n  readers User[]\n  @@map("posts")\n  @@schema("x")\n}\nmodel Tag {\n  id Int @id\n  posts Post[]\n}\n/// @extend\nmodel User {\n  read Post[]\n}\n',
      }),
    );
    expect(
      composition.entities.map(({ kind, name, databaseName, schema, extension }) =>
        [kind, name, databaseName, schema, extension].join(' '),
      ),
    ).toEqual([
      'model User User  core',
      'enum Role role  core',
      'model Post posts x blog',
      'model Tag Tag  blog',
      'join-table _PostToTag _PostToTag x blog',
      'join-table _PostToUser _PostToUser x blog',
    ]);
    const ownership = indexOwnership(composition);
    expect(ownership.entitiesOf('core').map(({ name }) => name)).toEqual(['User', 'Role']);
    expect([
      ownership.ownerOfTable('posts', 'x'),
      ownership.ownerOfTable('posts'),
      ownership.ownerOfTable('User'),
      ownership.ownerOfTable('role'),
    ]).toEqual(['blog', null, 'core', null]);
  });
});
