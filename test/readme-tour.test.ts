// Follows the README's two-minute tour, command by command, in a copy of the sample workspace.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { copySample } from './support/copy-sample.js';
import { repositoryRoot } from './support/repository.js';

type Step =
  | { readonly kind: 'command'; readonly line: string; readonly args: readonly string[] }
  | { readonly kind: 'edit'; readonly file: string; readonly after: string; readonly added: string };

/** The commands and edits of the tour, in order; an edit names its file in the line before it. */
function readTour(readme: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, file, language, body = ''] of readme.matchAll(/(?:`([^`\n]+)`:\n\n)?```(console|diff)\n(.*?)```/gs)) {
    if (language === 'console') {
      for (const [, line = ''] of body.matchAll(/^\$ orchestrate (.*)$/gm)) {
        const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
        steps.push({ kind: 'command', line, args });
      }
    } else {
      const [after = '', added = ''] = body.split('\n').map((line) => line.slice(1));
      steps.push({ kind: 'edit', file: file ?? '', after, added });
    }
  }
  return steps;
}

it('runs as the README says', async () => {
  await using sample = await copySample();
  const cli = join(repositoryRoot, 'packages/cli/dist/bin.js');
  const steps = readTour(await readFile(join(repositoryRoot, 'README.md'), 'utf8'));
  expect(steps.filter((step) => step.kind === 'command').length).toBeGreaterThan(8);
  expect(steps.filter((step) => step.kind === 'edit')).toHaveLength(1);

  const output = new Map<string, string>();
  for (const step of steps) {
    if (step.kind === 'edit') {
      const path = join(sample.directory, step.file);
      const text = await readFile(path, 'utf8');
      expect(text).toContain(`${step.after}\n`);
      await writeFile(path, text.replace(`${step.after}\n`, `${step.after}\n${step.added}\n`));
      continue;
    }
    const { exitCode, all } = await execa(process.execPath, [cli, ...step.args], {
      cwd: sample.directory,
      env: { NO_COLOR: '1', DATABASE_URL: undefined },
      all: true,
      reject: false,
    });
    expect(exitCode, `orchestrate ${step.line}\n${all}`).toBe(0);
    output.set(step.line, all);
  }

  expect(output.get('status')).toContain('up to date');
  expect(output.get('check')).toContain('Nothing wrong');
  expect(output.get('squash --extension comments')).toContain('Folded 3 revisions');
  expect(output.get('history --extension comments')).toMatch(/\[x\] applied\s+comments\/\d+_pinned_comments/);
  const { stdout } = await execa(process.execPath, [cli, 'status', '--json'], { cwd: sample.directory });
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: { isUpToDate: true, problems: [] } });
});
