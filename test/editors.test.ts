// The composed schema in Prisma's own tools for people: the language server behind its VS Code extension, and Studio.
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { freePort } from './support/free-port.js';
import { LanguageServer } from './support/language-server.js';
import { repositoryRoot } from './support/repository.js';
import { cleanEnvironment } from './support/run-cli.js';
import { saysText } from './support/says-text.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const COMPOSED = ['generated/schema/core.prisma', 'generated/schema/blog.prisma'] as const;
const [CORE, BLOG] = COMPOSED;
const FRAGMENT = 'extensions/blog/prisma/schema.prisma';

/** A composed workspace in which Prisma's configuration names a schema, or none does. */
async function composed(schema: string | null): Promise<TestWorkspace> {
  const files: Record<string, string> =
    schema === null ? {} : { 'prisma.config.mjs': `export default { schema: '${schema}' };\n` };
  const workspace = await TestWorkspace.on(SQLITE, { core: USER, blog: POST }, files);
  await workspace.ok('compose');
  return workspace;
}

describe("Prisma's language server", () => {
  it('shows no error in the composed schema nor in a fragment where the configuration names the former', async () => {
    const { root } = await composed('generated/schema');
    await using server = await LanguageServer.start(root);
    for (const file of [BLOG, FRAGMENT]) {
      const diagnostics = await server.open(file, COMPOSED);
      expect({ file, errors: [...diagnostics.values()].flat() }).toEqual({ file, errors: [] });
      expect(await server.definition(file, 'User')).toBe(`${CORE}:8`);
    }
    expect(await server.formatting(FRAGMENT)).toMatchObject([{ newText: POST }]);
  });

  it('takes a fragment for the whole schema where no configuration names one, and the composed schema for what it is', async () => {
    const { root } = await composed(null);
    await using server = await LanguageServer.start(root);
    expect([...(await server.open(BLOG, COMPOSED)).values()].flat()).toEqual([]);
    expect(await server.definition(BLOG, 'User')).toBe(`${CORE}:8`);
    const errors = (await server.open(FRAGMENT)).get(FRAGMENT);
    expect(errors?.filter((message) => message.startsWith('Type "User" is neither a built-in type'))).toHaveLength(1);
    expect(await server.definition(FRAGMENT, 'User')).toBeNull();
  });
});

describe("a workspace where Prisma's configuration names the composed schema", () => {
  it('has its core where it is by default, composed or not', async () => {
    const workspace = await composed('generated/schema');
    expect(await workspace.ok('compose', '--check')).toMatchObject({ stale: false });
    workspace.remove('generated');
    expect(await workspace.ok('list')).toMatchObject({ extensions: [{ files: ['prisma/schema.prisma'] }, {}] });
  });
});

describe('Prisma Studio', () => {
  it('shows the tables of all extensions', async () => {
    const workspace = await blogWorkspace(SQLITE);
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1]);
    const port = await freePort();
    const prisma = join(repositoryRoot, 'node_modules/prisma/build/index.js');
    // It takes no relative path.
    const place = `file://${join(workspace.root, workspace.database.url.slice('file:'.length))}`;
    const args = [prisma, 'studio', '--browser', 'none', '--port', String(port), '--url', place];
    const studio = execa(process.execPath, args, {
      cwd: workspace.root,
      env: cleanEnvironment({ PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });
    try {
      await Promise.race([
        saysText(studio.stdout, `localhost:${port}`),
        studio.then(({ stderr }) => expect.fail(stderr)),
      ]);
      const page = await fetch(`http://localhost:${port}/`);
      expect(await page.text()).toContain('/studio.js');
      const sql = 'SELECT COUNT(*) AS "posts" FROM "Post"';
      const asked = { procedure: 'query', query: { sql, parameters: [] } };
      const answer = await fetch(`http://localhost:${port}/bff`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      });
      const [error, rows] = (await answer.json()) as readonly [unknown, readonly { readonly posts: number | string }[]];
      expect([error, Number(rows[0]?.posts)]).toEqual([null, 0]);
    } finally {
      // It would wait for open connections.
      studio.kill('SIGKILL');
      await studio;
    }
  });
});
