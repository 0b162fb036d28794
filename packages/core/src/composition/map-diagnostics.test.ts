import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { hasErrors } from '../findings.js';
import { compose } from './compose.js';
import { mapDiagnostics } from './map-diagnostics.js';
import { POST, sourcesOf, summary, type TestFragments, USER } from './sources.test-support.js';

describe('positions', () => {
  const diagnose = async (fragments: TestFragments) => {
    const composition = compose(sourcesOf(fragments));
    expect(hasErrors(composition.findings)).toBe(false);
    return mapDiagnostics(composition, await lintSchema(composition.files)).map(
      (finding) => `${finding.code} ${finding.extension} ${summary(finding).split(' ').slice(1).join(' ')}`,
    );
  };

  it.each([
    ['in the first file', { core: USER, blog: 'model A {\n  id Nope\n}\n' }, ['SCHEMA.INVALID blog blog 2:6']],
    [
      'behind an inserted field',
      { core: `${USER}// é😀\nmodel Z {\n  id Nope\n}\n`, blog: POST },
      ['SCHEMA.INVALID core core 6:6'],
    ],
    [
      'behind blocks that were left out',
      {
        core: USER,
        blog: `/// x\ngenerator c {\n}\n${POST}/// @extend\nmodel User {\n  posts Post[]\n}\nmodel Z {\n  id Nope\n}\n`,
      },
      ['SCHEMA.INVALID blog blog 14:6'],
    ],
    [
      'with CRLF',
      {
        core: USER.replaceAll('\n', '\r\n'),
        blog: `${POST}// é\nmodel Z {\n  a Int\n  id Nope\n}\n`.replaceAll('\n', '\r\n'),
      },
      ['SCHEMA.INVALID blog blog 9:6'],
    ],
    [
      'in the second file',
      { blog: { files: { 'a.prisma': 'enum E {\n  X\n}', 'schema.prisma': 'model A {\r\n  id Nope\r\n}' } } },
      ['SCHEMA.INVALID blog blog 2:6'],
    ],
    [
      'in a field of an extending block',
      { core: USER, blog: `${POST}\n/// @extend\nmodel User {\n  posts Post[] @relation(onDelete: Nope)\n}\n` },
      ['SCHEMA.INVALID blog blog 9:36'],
    ],
    ['of a whole line', { blog: 'model A {\n  id Int @id\n    what is this\n}\n' }, ['SCHEMA.INVALID blog blog 3:5']],
    [
      'a relation without fields',
      { core: USER, blog: 'model A {\n  id Int @id\n  u User\n}\n' },
      // Prisma asks for both of its arguments.
      ['SCHEMA.INVALID blog blog 3:3', 'SCHEMA.INVALID blog blog 3:3'],
    ],
    [
      'an unknown type in an extending block',
      { core: USER, blog: '/// @extend\nmodel User {\n  posts Psot[]\n}\n' },
      ['SCHEMA.INVALID blog blog 3:9'],
    ],
    [
      'a warning',
      { core: 'generator c {\n  provider = "prisma-client-js"\n  previewFeatures = ["fullTextIndex"]\n}\n' },
      ['SCHEMA.WARNING core core 3:21'],
    ],
  ])('%s', async (_name, fragments, expected) => {
    expect(await diagnose(fragments)).toEqual(expected);
  });

  it('leads an inserted field back to the relation that needs it', () => {
    const composition = compose(sourcesOf({ core: USER, blog: POST }));
    const core = composition.files[0]?.text ?? '';
    for (const offset of [core.indexOf('posts Post'), core.indexOf('in blog')]) {
      expect(composition.locate('core.prisma', offset)).toEqual({
        extension: 'blog',
        where: { file: 'extensions/blog/prisma/schema.prisma', line: 4, column: 3 },
        inserted: true,
      });
    }
    expect(composition.locate('core.prisma', 0)).toBeNull();
    expect(composition.locate('none.prisma', 0)).toBeNull();
  });

  it('leads every character that was copied back to itself', () => {
    const crlf = (value: string) => value.replaceAll('\n', '\r\n');
    const sources = sourcesOf({
      core: crlf(USER),
      blog: `${crlf(POST)}\n/// @extend\nmodel User {\n posts Post[]\n}\nenum E {\r X\r}`,
    });
    const originals = new Map(
      sources.flatMap(({ files }) => files.map(({ path, text: own }) => [path, own.split(/\r\n|\r|\n/)])),
    );
    const composition = compose(sources);
    for (const { path, text: composed } of composition.files) {
      for (let offset = 0; offset < composed.length; offset++) {
        const origin = composition.locate(path, offset);
        if (origin === null || origin.inserted || composed[offset] === '\n') continue;
        const { file, line, column } = origin.where;
        expect(originals.get(file)?.[line - 1]?.[column - 1]).toBe(composed[offset]);
      }
    }
  });

  it('says nothing twice', async () => {
    for (const fragments of [
      { core: USER, blog: USER },
      { core: USER, blog: 'model Post {\n  id Int @id\n  readers User[]\n}\n' },
      { a: 'model A {\n  id Int @id\n  @@map("t")\n}\n', b: 'model B {\n  id Int @id\n  @@map("t")\n}\n' },
      {
        a: 'model A {\n  id Int @id\n  @@index([id], map: "i")\n}\n',
        b: 'model B {\n  id Int @id\n  @@index([id], map: "i")\n}\n',
      },
    ] satisfies TestFragments[]) {
      const composition = compose(sourcesOf(fragments));
      expect(composition.findings).toHaveLength(1);
      expect(mapDiagnostics(composition, await lintSchema(composition.files))).toEqual([]);
    }
  });
});
