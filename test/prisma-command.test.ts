// What is around Prisma's own command when it runs for one extension: what it sees, and what becomes of what it makes. A
// script stands in for the command here; the real one is in prisma-loop.test.ts.
import { once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PrismaResult } from '../packages/core/src/index.js';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { runCli, startCli } from './support/run-cli.js';
import { installScriptedPrisma, prismaDoes } from './support/scripted-prisma.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const ADD = 'ALTER TABLE "Post" ADD COLUMN "body" TEXT;';
const NAME = '20270101000000_add_body';
const MADE = `blog/${NAME}`;
const FILES = `extensions/blog/prisma/migrations/${NAME}`;

/** `--json` stands before what is Prisma's. */
async function json(workspace: TestWorkspace, ...args: readonly string[]) {
  const { exitCode, stdout } = await workspace.run('prisma', '--json', ...args);
  const { result, error } = JSON.parse(stdout) as {
    readonly result: PrismaResult | null;
    readonly error: { readonly code: string } | null;
  };
  return { exitCode, result, code: error?.code ?? null };
}

async function run(workspace: TestWorkspace, ...args: readonly string[]): Promise<PrismaResult> {
  const { exitCode, result, code } = await json(workspace, 'blog', '--', ...args);
  expect({ args, exitCode, code }).toEqual({ args, exitCode: 0, code: null });
  if (result === null) throw new Error('There is no result.');
  return result;
}

/** The fragment of blog with a field more than its revisions make. */
function withBody(workspace: TestWorkspace): void {
  workspace.fragment('blog', POST.replace('title    String', 'title    String\n  body     String?'));
}

describe.each(DATABASES)('on $name', (on) => {
  let workspace: TestWorkspace;

  beforeEach(async () => {
    workspace = await blogWorkspace(on);
    installScriptedPrisma(workspace);
  });

  it('shows Prisma the extension as a project of its own, and no password', async () => {
    prismaDoes(
      workspace,
      `const read = (name) => fs.readFileSync(path.join(config.schema, name), 'utf8');
      const { DATABASE_URL, ORCHESTRATE_ENGINE_DATABASE_URL: url } = process.env;
      console.log(JSON.stringify({ config, args, files: fs.readdirSync(config.schema, { recursive: true }), url,
        own: read('extensions/blog/prisma/schema.prisma'), core: read('core.prisma') }));`,
    );
    const { stdout, exitCode } = await run(workspace, 'migrate', 'status');
    const seen = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(seen.own).toBe(POST);
    expect(seen.core).toContain('model User {');
    expect(seen.config).toMatchObject({
      experimental: { externalTables: true },
      tables: { external: [expect.stringMatching(/^(?:public\.)?User$/)] },
      migrations: { path: expect.stringMatching(/extensions\/blog\/prisma\/migrations$/) },
    });
    expect(seen.config.migrations.initShadowDb).toContain(`-- ${CORE_1}`);
    expect(seen.config.migrations.initShadowDb).not.toContain(BLOG_1);
    const { password } = new URL(seen.url);
    if (password !== '') expect(JSON.stringify([seen.config, seen.args])).not.toContain(`:${password}@`);
    expect(workspace.has('node_modules/.cache')).toBe(true);
  });

  it('gives a migration its manifest and the way back that the schema asks for, whatever Prisma ends with', async () => {
    withBody(workspace);
    prismaDoes(workspace, `migrate('${NAME}', '-- AlterTable\\n${ADD}\\n'); process.exitCode = 3;`);
    const { exitCode, result } = await json(workspace, 'blog', '--', 'migrate', 'dev');
    expect(exitCode).toBe(3);
    expect(result?.revisions).toEqual([
      { revision: MADE, directory: FILES, parents: [BLOG_1], requires: [CORE_1], adopts: [], down: 'drafted' },
    ]);
    expect(JSON.parse(workspace.read(`${FILES}/revision.json`))).toEqual({
      message: 'Add body',
      parent: BLOG_1.slice('blog/'.length),
      requires: [CORE_1],
    });
    expect(workspace.read(`${FILES}/down.sql`)).toContain('Data is lost: Column Post.body is dropped');
    // It is a revision like any other.
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1, MADE]);
    expect(await workspace.downgrade('blog', '-1')).toEqual([MADE]);
  });

  it('leaves the way back of another script to its author', async () => {
    withBody(workspace);
    prismaDoes(workspace, `migrate('${NAME}', '${ADD.replace('TEXT', "TEXT DEFAULT ''").replaceAll("'", "\\'")}')`);
    const { revisions } = await run(workspace, 'migrate', 'dev');
    expect(revisions).toMatchObject([{ revision: MADE, down: 'blank' }]);
    expect(workspace.read(`${FILES}/down.sql`)).toMatch(/^-- Undo: Add body\n/);
  });

  it('withdraws a drafted way back once the migration that it was drafted for is edited', async () => {
    withBody(workspace);
    prismaDoes(workspace, `if (args.includes('--create-only')) migrate('${NAME}', '${ADD}\\n')`);
    expect(await run(workspace, 'migrate', 'dev', '--create-only')).toMatchObject({ revisions: [{ down: 'drafted' }] });
    workspace.write({ [`${FILES}/migration.sql`]: `-- A comment changes nothing.\n${ADD}\n` });
    expect(await run(workspace, 'migrate', 'dev')).toMatchObject({ revisions: [], withdrawn: [] });
    workspace.write({ [`${FILES}/migration.sql`]: ADD.replace('TEXT', 'TEXT NOT NULL') });
    expect(await run(workspace, 'migrate', 'dev')).toMatchObject({ withdrawn: [`${FILES}/down.sql`] });
    expect(workspace.read(`${FILES}/down.sql`)).toMatch(/^-- Undo: /);
    expect(await run(workspace, 'migrate', 'dev')).toMatchObject({ withdrawn: [] });
  });
});

describe('orchestrate prisma', () => {
  let workspace: TestWorkspace;

  beforeEach(async () => {
    workspace = await TestWorkspace.on(SQLITE, { core: USER, blog: POST });
    installScriptedPrisma(workspace);
  });

  it('carries back what Prisma does to the fragment, and nothing of others', async () => {
    prismaDoes(
      workspace,
      `for (const [name, from, to] of [['extensions/blog/prisma/schema.prisma', 'title ', 'name '], ['core.prisma', 'email', 'mail']]) {
        const file = path.join(config.schema, name);
        fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to));
      }
      fs.writeFileSync(path.join(config.schema, 'introspected.prisma'), 'model Found {\\n  id Int @id\\n}\\n');`,
    );
    const { files, leftAlone } = await run(workspace, 'db', 'pull');
    expect(files).toEqual([{ file: 'extensions/blog/prisma/schema.prisma', state: 'updated' }]);
    expect(leftAlone).toEqual([{ extension: 'core', names: ['User'] }]);
    expect(workspace.read('extensions/blog/prisma/schema.prisma')).toBe(
      `${POST.replace('title ', 'name ')}\nmodel Found {\n  id Int @id\n}\n`,
    );
    expect(workspace.read('prisma/schema.prisma')).toContain(USER);
    expect(await run(workspace, 'db', 'pull', '--print')).toMatchObject({ files: [] });
  });

  it('says where a seed goes that an extension has not', async () => {
    prismaDoes(workspace, '');
    expect(await run(workspace, 'db', 'seed')).toMatchObject({ seedless: 'extensions/blog/package.json' });
  });

  it('writes over no file that somebody edits meanwhile', async () => {
    const edited = `${POST}// Mine.\n`;
    prismaDoes(
      workspace,
      `const own = path.join(config.schema, 'extensions/blog/prisma/schema.prisma');
      fs.writeFileSync(own, fs.readFileSync(own, 'utf8').replace('title', 'name'));
      fs.appendFileSync('extensions/blog/prisma/schema.prisma', '// Mine.\\n');`,
    );
    expect(await json(workspace, 'blog', '--', 'format')).toMatchObject({ code: 'FILE.CHANGED' });
    expect(workspace.read('extensions/blog/prisma/schema.prisma')).toBe(edited);
  });

  it('completes what Prisma has made when it is interrupted, and says so by its exit code', async () => {
    await using running = await hanging(workspace);
    running.child.kill('SIGINT');
    const { exitCode, stderr } = await running.child;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`Completed ${MADE}`);
    expect(workspace.has(`${FILES}/revision.json`)).toBe(true);
  });

  it('completes what a killed run has left, and removes its folder', async () => {
    {
      await using running = await hanging(workspace);
      const ended = once(running.child, 'exit');
      running.child.kill('SIGKILL');
      await ended;
    }
    expect(workspace.has(`${FILES}/revision.json`)).toBe(false);
    prismaDoes(workspace, '');
    const { revisions } = await run(workspace, 'validate');
    expect(revisions).toMatchObject([{ revision: MADE }]);
    expect(workspace.has(`${FILES}/revision.json`)).toBe(true);
    expect(JSON.stringify(await workspace.snapshot())).not.toContain('run.json');
  });

  it('hands over the arguments behind -- as they are, and the streams', async () => {
    prismaDoes(workspace, "console.log(args.slice(0, -2).join('|')); console.error('told'); process.exitCode = 7;");
    const args = ['prisma', 'blog', '--', 'db', 'execute', '--file', 'a b.sql', '--json', '--yes'];
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: workspace.root });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 7,
      stdout: 'db|execute|--file|a b.sql|--json|--yes\n',
      stderr: 'told\n',
    });
  });

  it.each([
    [['--', 'migrate', 'status'], 'PRISMA.NO_EXTENSION'],
    [['bolg', '--', 'migrate', 'status'], 'WORKSPACE.UNKNOWN_EXTENSION'],
    [['blog'], 'PRISMA.NO_COMMAND'],
    [['blog', 'migrate', 'dev', '--name', 'x'], 'CLI.UNKNOWN_OPTION'],
    [['blog', '--yes', '--', 'migrate', 'reset'], 'PRISMA.CONSENT'],
    [['core', '--', 'generate'], 'PRISMA.CLIENT_ELSEWHERE'],
  ])('refuses %j', async (args, code) => {
    prismaDoes(workspace, "throw new Error('It ran.')");
    expect(await json(workspace, ...args)).toEqual({ exitCode: 2, result: null, code });
  });
});

/** A run in whose middle Prisma hangs, a migration made. */
async function hanging(workspace: TestWorkspace) {
  prismaDoes(workspace, `migrate('${NAME}', '${ADD}'); console.log(process.pid); setInterval(() => {}, 1000);`);
  const child = startCli(['prisma', 'blog', '--', 'migrate', 'dev'], { cwd: workspace.root });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    child,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      try {
        process.kill(Number(said.toString()), 'SIGKILL');
      } catch {
        // It has ended with its parent.
      }
      // Whoever has its streams keeps it from closing.
      await child;
    },
  };
}
