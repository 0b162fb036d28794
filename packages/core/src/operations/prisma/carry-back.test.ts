import { describe, expect, it } from 'vitest';
import { compose } from '../../composition/compose.js';
import { addedBlocks, carryBack, changedBlocks } from './carry-back.js';

const CORE = 'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id Int @id\n}\n';
const BLOG = `// The blog.
/// @extend
model User {
  posts Post[]
}

/// A post.
model Post {
  id Int @id
  authorId Int
  author User @relation(fields: [authorId], references: [id]) // who wrote it
}

// What is left of the old blog.
model Old {
  id Int @id
}
`;

/** What Prisma is given of a fragment of blog. */
function givenOf(fragment: string, core = CORE, namespace: string | null = null): string {
  const source = (name: string, text: string) => ({
    name,
    dependsOn: [],
    manifestPath: 'package.json',
    namespace: name === 'core' ? 'public' : namespace,
    files: [{ path: `${name}.prisma`, text }],
  });
  const { files } = compose([source('core', core), source('blog', fragment)], { apart: 'blog' });
  return files.find(({ extension }) => extension === 'blog')?.text ?? '';
}

describe('composing apart', () => {
  it('leaves every line of the fragment where it is', () => {
    const given = givenOf(BLOG).split('\n');
    const own = BLOG.split('\n');
    expect(given).toHaveLength(own.length);
    expect(given.slice(5)).toEqual(own.slice(5));
    expect(given.slice(0, 5)).toEqual(['// The blog.', '', '', '', '']);
  });
});

describe('carryBack', () => {
  it('changes nothing where Prisma has changed nothing', () => {
    const given = givenOf(BLOG);
    expect(carryBack({ fragment: BLOG, given, left: [given] })).toBe(BLOG);
  });

  it('takes over what a block has become, and keeps what is around it', () => {
    const given = givenOf(BLOG);
    const left = given
      .replace('  authorId Int\n', '  authorId Int\n  title String?\n')
      .replace('id Int @id', 'id  Int @id');
    const carried = carryBack({ fragment: BLOG, given, left: [left] });
    expect(carried).toBe(
      BLOG.replace('  authorId Int\n', '  authorId Int\n  title String?\n').replace(
        'Post {\n  id Int',
        'Post {\n  id  Int',
      ),
    );
  });

  it('takes a block out with its comment, and puts new ones at the end', () => {
    const given = givenOf(BLOG);
    const left = given.slice(0, given.indexOf('// What is left'));
    const added = 'model Tag {\n  id Int @id\n}';
    expect(carryBack({ fragment: BLOG, given, left: [left] }, [added])).toBe(
      `${BLOG.slice(0, BLOG.indexOf('\n// What is left'))}\n${added}\n`,
    );
  });

  it('finds blocks that Prisma has moved into another file', () => {
    const given = givenOf(BLOG);
    const moved = `${CORE}\n${given.replace('  authorId Int\n', '  authorId BigInt\n')}`;
    expect(carryBack({ fragment: BLOG, given, left: ['model Broken {\n', '', moved] })).toBe(
      BLOG.replace('  authorId Int\n', '  authorId BigInt\n'),
    );
    expect(addedBlocks({ given: [CORE, given], left: ['', moved] })).toEqual([]);
    expect(changedBlocks({ given: CORE, left: ['', moved] })).toEqual([]);
  });

  it('leaves out what composing has added, and keeps the ends of lines', () => {
    const windows = BLOG.replaceAll('\n', '\r\n');
    const core = CORE.replace('provider = "sqlite"', 'provider = "postgresql"');
    const given = givenOf(windows, core, 'blog');
    expect(given).toContain('@@schema("blog")');
    const left = given.replaceAll('id Int @id\n', 'id   Int @id\n');
    expect(carryBack({ fragment: windows, given, left: [left] })).toBe(
      windows.replace('Post {\r\n  id Int', 'Post {\r\n  id   Int').replace('Old {\r\n  id Int', 'Old {\r\n  id   Int'),
    );
  });

  it('formats a datasource only where Prisma saw it as it is', () => {
    const formatted = CORE.replace('model User', '\n\nmodel User')
      .replace('id Int', 'id   Int')
      .replace('= "', '  = "');
    expect(carryBack({ fragment: CORE, given: CORE, left: [formatted] })).toBe(
      CORE.replace('id Int', 'id   Int').replace('= "', '  = "'),
    );
    const given = CORE.replace('provider', 'provider ');
    expect(carryBack({ fragment: CORE, given, left: [given.replace('= "', '  = "')] })).toBe(CORE);
  });
});

describe('addedBlocks', () => {
  it('are those of no file, wherever Prisma has put them', () => {
    const given = givenOf(BLOG);
    const left = [`${CORE}\nenum Kind {\n  A\n}\n`, given, '/// Found.\nmodel Tag {\n  id Int @id\n}\n'];
    expect(addedBlocks({ given: [CORE, given], left })).toEqual([
      'enum Kind {\n  A\n}',
      '/// Found.\nmodel Tag {\n  id Int @id\n}',
    ]);
  });
});

describe('changedBlocks', () => {
  it('are those that mean something else, and not those that were put in order', () => {
    expect(changedBlocks({ given: CORE, left: [CORE.replace('id Int', 'id   Int')] })).toEqual([]);
    const composed = CORE.replace('@id\n', '@id\n\n  @@map("users")\n  posts Post[] // opposite of Post.author\n');
    const ordered = CORE.replace('@id\n', '@id\n  posts Post[]\n\n  @@map("users")\n');
    expect(changedBlocks({ given: composed, left: [ordered] })).toEqual([]);
    expect(changedBlocks({ given: CORE, left: [CORE.replace('id Int', 'id BigInt')] })).toEqual(['User']);
    expect(changedBlocks({ given: CORE, left: [] })).toEqual(['User']);
  });
});
