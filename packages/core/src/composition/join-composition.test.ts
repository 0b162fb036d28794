import { expect, it } from 'vitest';
import { compose } from './compose.js';
import { joinComposition } from './join-composition.js';

function source(name: string, files: Readonly<Record<string, string>>, dependsOn: readonly string[] = []) {
  return {
    name,
    dependsOn,
    namespace: null,
    manifestPath: `extensions/${name}/package.json`,
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
  };
}

it('puts the datasource and the generators first, with their comments, and each extension under its name', () => {
  const sources = [
    source('blog', { 'extensions/blog/prisma/schema.prisma': 'model Post {\r\n  id Int @id\r\n}\r\n' }),
    source('none', {}),
    source('core', {
      'prisma/a.prisma': '// About core.\n\nmodel User {\n  id Int @id\n}\n',
      'prisma/b.prisma': `// The client.
generator client {
  provider = "prisma-client"
  output   = "../client"
} // generated

enum Role {
  A
}

datasource db {
  provider = "sqlite"
}`,
    }),
  ];
  const composition = compose(sources, { outputDirectory: 'generated' });
  expect(
    joinComposition(composition),
  ).toBe(`// Composed by Prisma Orchestrate. Do not edit: change the fragments and run \`orchestrate compose --single-file\`.

// The client.
generator client {
  provider = "prisma-client"
  output   = "../client"
} // generated

datasource db {
  provider = "sqlite"
}

// ---- core ----
// Source: prisma/a.prisma, prisma/b.prisma

// About core.

model User {
  id Int @id
}

enum Role {
  A
}

// ---- blog ----
// Source: extensions/blog/prisma/schema.prisma

model Post {
  id Int @id
}

// ---- none ----
// none has no schema file.
`);
});
