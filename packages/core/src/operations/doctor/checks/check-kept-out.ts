import path from 'node:path';
import { readStats } from '../../../config/read-text-file.js';
import { isInside, rootRelative } from '../../../config/root-relative.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { readFragments } from '../../../workspace/read-fragments.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { readGenerators } from '../../generate/client-generators.js';
import type { DoctorContext } from '../doctor-context.js';
import { type GitFiles, readGitFiles } from '../git-files.js';

/** Whether git has what it should not have: databases and their backups; and whether generated files are in it or out. */
export async function checkKeptOut(context: DoctorContext): Promise<readonly Diagnosis[]> {
  const { root, open, environment, timeoutMs } = context;
  if (open === null) return [];
  const data = dataOf(context, open.workspace);
  const generated = await generatedBy(open.workspace);
  const git = await readGitFiles({ root, environment, timeoutMs, paths: [...data, ...generated] });
  if (git.kind === 'unavailable') return [];
  return [...judgeData(root, data, git), ...judgeGenerated(root, generated, git)];
}

/** What holds rows, as far as it is in the workspace. */
function dataOf({ located, root }: DoctorContext, { config }: Workspace): readonly string[] {
  const place = located?.driver.placeOf(located.target) ?? null;
  const file = place !== null && path.isAbsolute(place) ? [place] : [];
  return [...file, path.resolve(root, config.backup.location)].filter((each) => isInside(root, each) && isThere(each));
}

async function generatedBy(workspace: Workspace): Promise<readonly string[]> {
  const { root, config } = workspace;
  const clients = readGenerators(workspace, await readFragments(workspace)).map(({ output }) => output);
  const outputs = [path.resolve(root, config.output), ...clients.filter((output) => output !== null)];
  return [...new Set(outputs)].filter(
    (each) => isInside(root, each) && !each.split(path.sep).includes('node_modules') && isThere(each),
  );
}

function isThere(file: string): boolean {
  return readStats(file) !== null;
}

function judgeData(root: string, data: readonly string[], { tracked, ignored }: GitFiles): readonly Diagnosis[] {
  const kept = data.filter((file) => tracked.has(file));
  const open = data.filter((file) => !tracked.has(file) && !ignored.has(file));
  const names = (files: readonly string[]): string => files.map((file) => rootRelative(root, file)).join(', ');
  if (kept.length + open.length === 0) {
    return [{ code: 'DOCTOR.DATA_IN_GIT', status: 'ok', message: 'git has no database and no backup', fix: null }];
  }
  return [
    {
      code: 'DOCTOR.DATA_IN_GIT',
      status: 'warning',
      message:
        kept.length > 0
          ? `git has ${names(kept)}, with the rows that were in it.`
          : `git would add ${names(open)} with the next \`git add .\`: it holds rows, and is not ignored.`,
      fix:
        kept.length > 0
          ? `git rm -r --cached ${names(kept)}, and add it to .gitignore.`
          : `Add to .gitignore: ${names(open)} (orchestrate init does that for a new workspace).`,
    },
  ];
}

function judgeGenerated(root: string, paths: readonly string[], { tracked, ignored }: GitFiles): readonly Diagnosis[] {
  const both = paths.filter((each) => tracked.has(each) && ignored.has(each));
  const neither = paths.filter((each) => !tracked.has(each) && !ignored.has(each));
  if (both.length + neither.length === 0) {
    return [
      { code: 'DOCTOR.GENERATED', status: 'ok', message: 'generated files are all in git, or all out', fix: null },
    ];
  }
  const [first = ''] = [...both, ...neither];
  const name = rootRelative(root, first);
  return [
    {
      code: 'DOCTOR.GENERATED',
      status: 'warning',
      message: both.includes(first)
        ? `git has files of ${name}, and ignores that folder: new ones do not get in, so that it is never whole.`
        : `${name} is generated, and git neither has nor ignores it.`,
      fix: both.includes(first)
        ? `git rm -r --cached ${name}, or take it out of .gitignore.`
        : `Add ${name}/ to .gitignore; or commit it, and have \`orchestrate check\` see to it that it is not stale.`,
    },
  ];
}
