import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../testdir.test-support.js';
import { merge } from './merge.js';

const MIGRATIONS = 'prisma/migrations';

function revision(name: string, parent: string | null): Readonly<Record<string, string>> {
  return {
    [`${MIGRATIONS}/${name}/migration.sql`]: `CREATE TABLE "${name}" ("id" INTEGER);\n`,
    [`${MIGRATIONS}/${name}/revision.json`]: JSON.stringify({ message: name, parent, requires: [] }),
  };
}

it.each(['the first replay begins', 'the last replay ends'])(
  'writes nothing when it is interrupted as %s',
  async (when) => {
    const cwd = testdir({
      'package.json': '{ "name": "interrupted", "private": true }\n',
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
      ...revision('1_init', null),
      ...revision('2_left', '1_init'),
      ...revision('3_right', '1_init'),
    });
    const interruption = new AbortController();
    const replays: number[] = [];
    const run = merge({
      cwd,
      environment: {},
      signal: interruption.signal,
      onEvent: (event) => {
        if (event.kind !== 'replaying') return;
        if (event.done === event.total) replays.push(event.total);
        const isDue = when === 'the first replay begins' ? event.done === 0 : replays.length === 2;
        if (isDue) interruption.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'RUN.INTERRUPTED', kind: 'interrupted' });
    expect(replays).toEqual(when === 'the first replay begins' ? [3] : [3, 3]);
    expect(readdirSync(join(cwd, MIGRATIONS)).sort()).toEqual(['1_init', '2_left', '3_right']);
  },
);
