import type { CompletedRevision, PrismaResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrapLines } from './wrap-lines.js';

/** What Prisma printed, where it could not print by itself. */
export function renderPrisma({ stdout }: PrismaResult): string {
  return stdout;
}

/** What was added to what Prisma made, a line each. */
export function renderPrismaNotes(result: PrismaResult, look: Look): string {
  const { extension, revisions, withdrawn, files, leftAlone, seedless, stderr } = result;
  const lines = [
    ...revisions.map((revision) => describe(revision, look)),
    ...withdrawn.map(
      (file) => `Emptied ${file}: its migration was edited since it was drafted, so it is yours to write.`,
    ),
    ...files.map(({ file, state }) => `${state === 'created' ? 'Wrote' : 'Changed'} ${file}.`),
    ...leftAlone.map(
      ({ extension: owner, names }) =>
        `Left alone: ${names.join(', ')} of ${owner}, which Prisma would change: only files of ${extension} are written.`,
    ),
    ...(seedless === null
      ? []
      : [`The seed of ${extension} goes into ${seedless} instead: "prisma": { "seed": "tsx prisma/seed.ts" }.`]),
  ];
  return stderr + lines.map((line) => `${wrapLines(line, look)}\n`).join('');
}

const DOWN: Readonly<Record<CompletedRevision['down'], string>> = {
  drafted: 'down.sql is drafted and tried',
  'drafted-roughly': 'down.sql is drafted: check it, it does not restore the schema exactly',
  blank: 'down.sql is yours to write',
};

function describe({ revision, parents, requires, adopts, down }: CompletedRevision, look: Look): string {
  const parts = [
    parents.length > 1 ? `follows ${parents.join(' and ')}` : null,
    requires.length === 0 ? null : `requires ${requires.join(', ')}`,
    adopts.length === 0 ? null : `adopts ${adopts.join(', ')}`,
    DOWN[down],
  ];
  return `Completed ${look.bold(revision)}: ${parts.filter((part) => part !== null).join('; ')}.`;
}
