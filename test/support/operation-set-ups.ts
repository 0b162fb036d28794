import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BLOG_1, POST, ROWS, USER } from './blog-workspace.js';
import { git } from './git-repository.js';
import { repositoryRoot } from './repository.js';
import { SCHEMA_ENGINE } from './schema-engine.js';
import { installScriptedPrisma, prismaDoes } from './scripted-prisma.js';
import { CLIENT, installStubPrisma } from './stub-prisma.js';
import type { TestWorkspace } from './test-workspace.js';

type SetUp = (workspace: TestWorkspace) => Promise<unknown> | unknown;

const NOTES = { up: 'ALTER TABLE "Post" ADD COLUMN "notes" TEXT;', down: 'ALTER TABLE "Post" DROP COLUMN "notes";' };
const applied: SetUp = (workspace) => workspace.upgrade('--all');
const filled: SetUp = async (workspace) => {
  await applied(workspace);
  await workspace.database.execute(ROWS);
};
const backedUp: SetUp = async (workspace) => {
  await applied(workspace);
  await workspace.ok('backup');
};
const changed: SetUp = (workspace) =>
  workspace.fragment('blog', POST.replace('title    String', 'title    String\n  notes    String?'));
const secondRevision: SetUp = (workspace) => workspace.revision('blog/20260103000000_notes', NOTES);

/** Puts the executable where npm does. */
function linkEngine({ root }: TestWorkspace): void {
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  symlinkSync(SCHEMA_ENGINE, join(root, 'node_modules/.bin/orchestrate-schema-engine'));
}

/** What a workspace of core and blog, nothing of which is applied, takes for an operation to have something to do. */
export const OPERATION_SET_UPS: Readonly<Record<string, SetUp>> = {
  autoMigrate: secondRevision,
  backup: applied,
  check: applied,
  connectSchemaEngine: async (workspace) => {
    await applied(workspace);
    linkEngine(workspace);
  },
  'docs/library.md': linkEngine,
  describeDifference: backedUp,
  dev: changed,
  downgrade: applied,
  fix: (workspace) => workspace.fragment('tags', 'model Tag {\nid Int @id\nrole Role\n}\n'),
  generate: (workspace) => {
    workspace.fragment('core', CLIENT + USER.replace(/^model User[^}]+}/, '').replace('enum', '\nenum'));
    workspace.fragment('blog', '');
    installStubPrisma(workspace);
  },
  initExtension: applied,
  installHook: ({ root }) => git(root, 'init', '-q'),
  lint: async ({ root }) => {
    await git(root, 'init', '-q', '-b', 'main');
    await git(root, 'add', '.');
    await git(root, 'commit', '-q', '-m', 'Begin');
  },
  makeRevision: changed,
  merge: (workspace) => {
    secondRevision(workspace);
    workspace.revision('blog/20260104000000_tag', {
      up: 'ALTER TABLE "Post" ADD COLUMN "tag" TEXT;',
      down: 'ALTER TABLE "Post" DROP COLUMN "tag";',
      parent: '20260102000000_init',
    });
  },
  prisma: (workspace) => {
    installScriptedPrisma(workspace);
    prismaDoes(workspace, "console.log('Up to date')");
    symlinkSync(join(repositoryRoot, 'packages/cli'), join(workspace.root, 'node_modules/prisma-orchestrate'));
  },
  packCheck: (workspace) =>
    workspace.write({ 'extensions/blog/package.json': '{ "name": "blog", "version": "1.0.0" }' }),
  repair: async (workspace) => {
    await applied(workspace);
    const file = `${workspace.directoryOf(BLOG_1)}/migration.sql`;
    workspace.write({ [file]: `${workspace.read(file)}-- edited\n` });
  },
  restore: backedUp,
  serveSchemaEngine: applied,
  squash: secondRevision,
  transfer: (workspace) => workspace.fragment('news', ''),
  uninstall: filled,
  describeUninstall: filled,
  upgrade: secondRevision,
  watchDev: changed,
};
