import { testdir } from '../../packages/core/src/testdir.test-support.js';
import type { DatabaseKind } from './test-database.js';
import { datasource } from './test-workspace.js';

/** The extensions besides core, and how many revisions each extension has. */
const EXTENSIONS = ['billing', 'blog', 'comments', 'stats'];
const ROUNDS = 6;

/** How many revisions {@link interruptibleWorkspace} holds. */
export const REVISIONS = (EXTENSIONS.length + 1) * ROUNDS;

/**
 * A workspace whose revisions show when one of them is applied twice, not at all, or only in part: each creates a table,
 * counts up, and copies what the revision before it left behind. Some cannot run in a transaction, some have their own.
 */
export function interruptibleWorkspace(on: DatabaseKind): string {
  const files: Record<string, string> = {
    'package.json': '{ "name": "interrupted", "private": true }\n',
    'prisma/schema.prisma': datasource(on.provider),
  };
  for (const extension of EXTENSIONS) files[`extensions/${extension}/prisma/schema.prisma`] = '// No models.\n';
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, extension] of ['core', ...EXTENSIONS].entries()) {
      const folder = extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
      const directory = `${folder}/migrations/${nameOf(round)}`;
      const kind = round === 0 ? 'plain' : (KINDS[(round + index) % KINDS.length] ?? 'plain');
      files[`${directory}/migration.sql`] = script(extension, { round, kind, on });
      files[`${directory}/revision.json`] = JSON.stringify({
        message: `${kind} ${round}`,
        parent: round === 0 ? null : nameOf(round - 1),
        requires: extension === 'core' ? [] : [`core/${nameOf(round)}`],
        ...(kind === 'stepwise' ? { transactional: false } : {}),
      });
    }
  }
  return testdir(files);
}

type Kind = 'plain' | 'outside' | 'own transaction' | 'stepwise';

const KINDS: readonly Kind[] = ['plain', 'outside', 'own transaction', 'plain', 'stepwise'];

function nameOf(round: number): string {
  return `2026010${round + 1}000000_round_${round}`;
}

interface Script {
  readonly round: number;
  readonly kind: Kind;
  readonly on: DatabaseKind;
}

function script(extension: string, { round, kind, on }: Script): string {
  const counter = `"${extension}_counter"`;
  const table = `"${extension}_${round}"`;
  const first = `CREATE TABLE ${counter} ("n" INTEGER NOT NULL);\nINSERT INTO ${counter} VALUES (0);\n`;
  const create = `CREATE TABLE ${table} ("n" INTEGER NOT NULL);`;
  const count = `UPDATE ${counter} SET "n" = "n" + 1;`;
  const fill = `INSERT INTO ${table} ("n") SELECT "n" * 10 FROM ${counter};`;
  const index = `CREATE INDEX "${extension}_${round}_n" ON ${table} ("n");`;
  const outside = (name: string): string => on.outside(table, `"${extension}_${round}_${name}"`);
  switch (kind) {
    case 'plain':
    case 'stepwise':
      return `${round === 0 ? first : ''}${[create, count, fill, count, index].join('\n')}\n`;
    case 'outside':
      return `${[create, outside('a'), count, fill, outside('b'), count, index].join('\n')}\n`;
    case 'own transaction':
      return `${[create, 'BEGIN;', count, fill, 'COMMIT;', count, index, 'BEGIN;', count, 'COMMIT;'].join('\n')}\n`;
  }
}
