import { fileURLToPath } from 'node:url';
import type { PrismaResult } from '@prisma-orchestrate/core';
import { prisma } from '@prisma-orchestrate/core/operations/prisma';
import { defineCommand } from '../../command.js';
import { renderPrisma, renderPrismaNotes } from '../../render/render-prisma.js';

interface PrismaFlags {
  readonly extension: string;
  readonly args: readonly string[];
}

/** Beside this command, whoever has installed it, and how. */
const ENGINE = fileURLToPath(new URL('../../schema-engine-bin.js', import.meta.url));

export const prismaCommand = defineCommand<PrismaFlags, PrismaResult>({
  call: async ({ extension, args }, { run, output, isAgreed, hasOwnStreams, stopProgress }) => {
    const shown = hasOwnStreams ? 'inherit' : 'collect';
    return prisma({
      ...(await run()),
      extension,
      args,
      engine: ENGINE,
      assumeYes: isAgreed,
      streams: {
        stdin: hasOwnStreams ? 'inherit' : 'ignore',
        stdout: output.isJson ? 'collect' : shown,
        stderr: shown,
      },
      onHandOver: stopProgress,
    });
  },
  succeeded: ({ exitCode }) => exitCode === 0,
  exitCode: ({ exitCode }) => exitCode,
  render: renderPrisma,
  renderNotes: renderPrismaNotes,
});
