const TIMEOUT_MS = 10_000;

/**
 * What a git command prints, to the byte; null where there is no git, or it fails. What git knows is a help to people
 * here, and nothing depends on it.
 */
export async function runGit(cwd: string, args: readonly string[]): Promise<string | null> {
  const { execa } = await import('execa');
  const { exitCode, stdout } = await execa('git', args, {
    cwd,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: TIMEOUT_MS,
  });
  return exitCode === 0 ? stdout : null;
}
