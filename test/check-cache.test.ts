import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckResult, check } from '../packages/core/src/operations/check.js';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import type { DatabaseKind } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const FOLDER = 'node_modules/.cache/prisma-orchestrate';

/** What a check found, and what it replayed for that: extensions whose drafts were made anew, and revisions. */
interface Run {
  readonly result: CheckResult;
  readonly drafted: readonly string[];
  readonly proven: readonly string[];
}

async function run({ root }: TestWorkspace, options: Omit<Parameters<typeof check>[0], 'cwd'> = {}): Promise<Run> {
  const drafted: string[] = [];
  const proven: string[] = [];
  const result = await check({
    ...options,
    cwd: root,
    onEvent: (event) => {
      if (event.kind === 'replaying' && event.done === 0) drafted.push(event.extension);
      if (event.kind === 'proving') proven.push(event.revision);
    },
  });
  return { result, drafted, proven };
}

const NOTHING = { drafted: [], proven: [] };

/** Core with a model, and extensions that each refer to it, of which one refers to another one, too. */
async function manyExtensions(on: DatabaseKind, count: number): Promise<TestWorkspace> {
  const names = Array.from({ length: count }, (_, index) => `e${index}`);
  const workspace = await TestWorkspace.on(
    on,
    { core: 'model User {\n  id Int @id\n}\n', ...Object.fromEntries(names.map((name) => [name, modelOf(name)])) },
    { 'extensions/e1/package.json': '{ "name": "e1", "orchestrate": { "dependsOn": ["e0"] } }' },
  );
  const column = `${on.idColumn}`;
  workspace.revision(CORE_1, { up: `CREATE TABLE "User" (${column});`, down: 'DROP TABLE "User";' });
  for (const name of names) {
    workspace.revision(`${name}/20260102000000_init`, {
      up: `CREATE TABLE "M_${name}" (${column}, "userId" INTEGER NOT NULL, FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE);`,
      down: `DROP TABLE "M_${name}";`,
      requires: [CORE_1],
    });
  }
  return workspace;
}

function modelOf(name: string, more = ''): string {
  return `model M_${name} {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n${more}}\n`;
}

describe.each(DATABASES)('the cache of check on $name', (on) => {
  it('keeps what did not change from being replayed', async () => {
    const workspace = await manyExtensions(on, 5);
    const cold = await run(workspace);
    expect(cold.result.findings).toEqual([]);
    expect(cold.drafted).toEqual(['core', 'e0', 'e1', 'e2', 'e3', 'e4']);
    expect(cold.proven).toHaveLength(6);
    expect(await run(workspace)).toEqual({ ...cold, ...NOTHING });

    workspace.fragment('e0', modelOf('e0', '  title  String?\n'));
    const changed = await run(workspace);
    expect(changed.result.pending).toMatchObject([{ extension: 'e0' }]);
    // e1 depends on e0.
    expect({ drafted: changed.drafted, proven: changed.proven }).toEqual({ drafted: ['e0', 'e1'], proven: [] });
    const fresh = await run(workspace, { cache: 'off' });
    expect(fresh.result).toEqual(changed.result);
    expect(fresh.drafted).toHaveLength(6);
    expect(await run(workspace, { extension: 'e3' })).toMatchObject({
      drafted: [],
      proven: [CORE_1, 'e3/20260102000000_init'],
    });
    expect((await run(workspace, { cache: 'renew' })).drafted).toHaveLength(6);
    expect(await run(workspace)).toMatchObject(NOTHING);
  });

  it('tries a new revision alone, and whatever follows one that was edited', async () => {
    const workspace = await blogWorkspace(on);
    await run(workspace);
    workspace.revision('blog/20260105000000_more', { up: 'CREATE VIEW "left" AS SELECT 1 AS "one";', down: '' });
    const first = await run(workspace);
    expect(first.result.findings.map(({ code }) => code)).toEqual(['CHECK.DOWN_DIFFERS']);
    expect(first.drafted).toEqual(['blog']);
    expect(await run(workspace)).toEqual({ ...first, ...NOTHING });

    const down = `${workspace.directoryOf('blog/20260105000000_more')}/down.sql`;
    workspace.write({ [down]: 'DROP VIEW "left";' });
    expect(await run(workspace)).toMatchObject({ result: { findings: [] }, drafted: [] });
    const file = `${workspace.directoryOf(BLOG_1)}/migration.sql`;
    workspace.write({ [file]: `${workspace.read(file)}-- edited\n` });
    expect(await run(workspace)).toMatchObject({
      drafted: ['blog'],
      proven: [CORE_1, BLOG_1, 'blog/20260105000000_more'],
    });
  });

  it('notices what another extension does with a table', async () => {
    const workspace = await blogWorkspace(on);
    const cold = await run(workspace);
    expect(cold.result.findings).toEqual([]);
    workspace.fragment('shop', POST);
    workspace.fragment('blog', '');
    const moved = await run(workspace);
    expect(moved.result).toEqual((await run(workspace, { cache: 'off' })).result);
    expect(moved.result.findings.map(({ code }) => code)).toEqual(['REVISION.NOT_ADOPTED']);
    workspace.fragment('blog', POST);
    workspace.remove('extensions/shop');
    expect((await run(workspace)).result).toEqual(cold.result);
  });

  it('never changes an answer, whatever is in it', async () => {
    const workspace = await blogWorkspace(on);
    workspace.fragment('core', USER.replace('email ', 'nick String?\n  email '));
    workspace.revision('blog/20260105000000_more', { up: 'CREATE VIEW "left" AS SELECT 1 AS "one";', down: '' });
    await workspace.upgrade('--all');
    const options = { database: true };
    const { result } = await run(workspace, options);
    expect(result.findings.map(({ code }) => code)).toEqual(['CHECK.PENDING_CHANGES', 'CHECK.DOWN_DIFFERS']);
    const folder = join(workspace.root, FOLDER);
    const files = readdirSync(folder).filter((name) => /^(?:pending|replay|applied)/.test(name));
    expect([...files].sort()).toEqual(['applied.json', 'pending-blog.json', 'pending-core.json', 'replay-all.json']);
    const kept = new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

    for (const name of ['pending-core.json', 'replay-all.json', 'applied.json'])
      expect(kept.get(name)).toMatch(/nick|DOWN_DIFFERS|left/);
    // Each as if it said that all is well: an entry is believed only with the checksum of what it says.
    const tamper = (text: string): string => {
      const entry = JSON.parse(text) as { content: string };
      const content = entry.content
        .replaceAll(/"kind":"pending"/g, '"kind":"none"')
        .replaceAll(/\[\{"code":.*?"related":\[\]\}\]/g, '[]')
        .replaceAll('left', 'gone');
      return JSON.stringify({ ...entry, content });
    };
    for (const spoil of [
      tamper,
      (text: string) => text.slice(0, -10),
      (text: string) => text.replace('"key":"', '"key":"x'),
      () => kept.get('replay-all.json') ?? '',
    ]) {
      for (const [name, text] of kept) writeFileSync(join(folder, name), spoil(text));
      expect((await run(workspace, options)).result).toEqual(result);
    }
    // It has been written anew each time.
    expect(await run(workspace, options)).toEqual({ result, ...NOTHING });
    rmSync(folder, { recursive: true });
    expect((await run(workspace, options)).result).toEqual(result);
    rmSync(folder, { recursive: true });
    workspace.write({ [FOLDER]: 'no folder at all' });
    expect((await run(workspace, options)).result).toEqual(result);
  });

  it('can be written by several runs at once', async () => {
    const workspace = await blogWorkspace(on);
    const runs = await Promise.all([run(workspace), run(workspace), run(workspace)]);
    for (const { result } of runs) expect(result).toEqual(runs[0]?.result);
    expect(await run(workspace)).toMatchObject(NOTHING);
    expect(readdirSync(join(workspace.root, FOLDER)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
