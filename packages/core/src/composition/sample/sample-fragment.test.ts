import { describe, expect, it } from 'vitest';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { compose } from '../compose.js';
import { findOwner } from './find-owner.js';
import { emptyFragment, sampleFragment } from './sample-fragment.js';
import { sampleNames } from './sample-names.js';

function core(text: string): ExtensionSource {
  return { name: 'core', dependsOn: [], manifestPath: 'package.json', files: [{ path: 'prisma/schema.prisma', text }] };
}

describe('findOwner', () => {
  it.each([
    ['a user before what comes first', 'model Post { id Int @id }\nmodel User { id Int @id }', 'User.id Int'],
    ['a plural', 'model Post { id Int @id }\nmodel users { id BigInt @id }', 'users.id BigInt'],
    ['what ends like one', 'model Post { id Int @id }\nmodel AppUser { uid String @id }', 'AppUser.uid String'],
    ['an account', 'model A { id Int @id }\nmodel Account { id Int @id }', 'Account.id Int'],
    ['else the first', 'model B { id Int @id }\nmodel A { id Int @id }', 'B.id Int'],
    ['with its native type', 'model User { id String @id @db.Uuid }', 'User.id String @db.Uuid'],
    [
      'an id that the block says',
      'model User {\n  key String @db.Char(26)\n  @@id([key])\n}',
      'User.key String @db.Char(26)',
    ],
    ['not one of two columns', 'model User { a Int\n b Int\n @@id([a, b]) }\nmodel B { id Int @id }', 'B.id Int'],
    ['not one that the client does not see', 'model User {\n  id Int @id\n  @@ignore\n}', null],
    ['not one whose id is an enum', 'enum E {\n  A\n}\nmodel User { id E @id }', null],
    ['not a view', 'view User {\n  id Int @id\n}', null],
    ['nothing', '', null],
  ])('%s', (_, text, expected) => {
    const owner = findOwner([core(text.replaceAll(/\{ | \}/g, (brace) => (brace === '{ ' ? '{\n' : '\n}')))]);
    expect(owner && `${owner.name}.${owner.id} ${owner.type}`).toBe(expected);
  });
});

describe('sampleFragment', () => {
  const [names] = sampleNames('audit-log');
  const sample = { extension: 'audit-log', names: names ?? { model: '', table: '' }, provider: 'sqlite' };

  it('has a prefixed table, and a relation with an index and a rule for deletes', () => {
    const owner = { name: 'User', id: 'id', type: 'String @db.Uuid' };
    const lines = sampleFragment({ ...sample, owner }).split('\n');
    expect(lines.filter((line) => !line.trimStart().startsWith('/'))).toEqual([
      '',
      'model AuditLogItem {',
      '  id        Int      @id @default(autoincrement())',
      '  name      String',
      '  createdAt DateTime @default(now())',
      '',
      '  userId String @db.Uuid',
      '  user   User   @relation(fields: [userId], references: [id], onDelete: Cascade)',
      '',
      '  @@index([userId])',
      '  @@map("audit_log_items")',
      '}',
      '',
    ]);
  });

  it.each(['Name', 'Id', 'CreatedAt', 'name'])('lets no field of its own stand in the way of a model %s', (name) => {
    const text = sampleFragment({ ...sample, owner: { name, id: 'id', type: 'Int' } });
    expect(text).toContain(`  owner   ${name}`);
  });

  it('names what would get too long a name', () => {
    const extension = 'a'.repeat(48);
    const [long] = sampleNames(extension);
    const owner = { name: 'User', id: 'id', type: 'Int' };
    const text = sampleFragment({ extension, names: long ?? sample.names, owner, provider: 'sqlite' });
    const [, name = ''] = /@@index\(\[userId\], map: "(\w+)"\)/.exec(text) ?? [];
    expect(name).toMatch(/^a{48}_items_.*_idx$/);
    expect(name).toHaveLength(63);
  });

  it('shows a relation where there is nothing to relate to', () => {
    const text = sampleFragment({ ...sample, owner: null });
    expect(text).toContain('//   user   User @relation');
    expect(text).not.toMatch(/^ *user/m);
  });

  it('fits what it was made for', () => {
    const sources = [
      core('datasource db {\n  provider = "sqlite"\n}\nmodel User {\n  id Int @id\n}\n'),
      {
        name: 'audit-log',
        dependsOn: ['core'],
        manifestPath: 'extensions/audit-log/package.json',
        files: [
          {
            path: 'extensions/audit-log/prisma/schema.prisma',
            text:
              sampleFragment({ ...sample, owner: { name: 'User', id: 'id', type: 'Int' } }) + emptyFragment('x', true),
          },
        ],
      },
    ];
    expect(compose(sources).findings).toEqual([]);
  });
});
