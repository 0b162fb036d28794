import path from 'node:path';
import { readDirectory, readTextFile } from '../../../config/read-text-file.js';
import { rootRelative } from '../../../config/root-relative.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import type { DoctorContext } from '../doctor-context.js';
import { readGitFiles } from '../git-files.js';
import { hasPassword } from '../has-password.js';

const ENV_FILE = /^\.env(?:\..+)?$/;
const EXAMPLE = /(?:example|sample|template|dist|test)$/;

/** Whether a password of a database is in a file that git has. */
export async function checkSecrets({
  root,
  open,
  environment,
  timeoutMs,
}: DoctorContext): Promise<readonly Diagnosis[]> {
  const { config, prismaConfig } = open?.workspace ?? {};
  const envFiles = (readDirectory(root) ?? [])
    .map(({ name }) => name)
    .filter((name) => ENV_FILE.test(name) && !EXAMPLE.test(name))
    .map((name) => path.join(root, name));
  const named = [config?.file, prismaConfig?.file].filter((file) => typeof file === 'string');
  const paths = [...new Set([...envFiles, ...named])];
  const git = await readGitFiles({ root, environment, timeoutMs, paths });
  if (git.kind === 'unavailable') {
    return [
      {
        code: 'DOCTOR.SECRETS',
        status: 'skipped',
        message: `what git has was not looked at: ${git.reason}`,
        fix: null,
      },
    ];
  }
  const exposed = paths.filter((file) => git.tracked.has(file) && hasPassword(readTextFile(file) ?? ''));
  if (exposed.length === 0) {
    return [{ code: 'DOCTOR.SECRETS', status: 'ok', message: 'git has no password of a database', fix: null }];
  }
  return exposed.map((file) => ({
    code: 'DOCTOR.SECRETS',
    status: 'warning',
    message: `git has ${rootRelative(root, file)}, and a URL with a password is in it: whoever sees the repository sees the password.`,
    fix: ENV_FILE.test(path.basename(file))
      ? `git rm --cached ${shellWord(rootRelative(root, file))}, add it to .gitignore, and change the password.`
      : 'Take the URL from a variable: env("DATABASE_URL") there, the value in .env; and change the password.',
  }));
}
