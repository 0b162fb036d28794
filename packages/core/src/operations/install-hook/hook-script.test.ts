import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callsOrchestrate, ownerOfHook, renderHookScript } from './hook-script.js';

const SCRIPT = renderHookScript({ workspace: './packages/db', config: null });

describe('renderHookScript', () => {
  it('writes names so that a shell reads them as they are', () => {
    const script = renderHookScript({ workspace: "./it's $(here)", config: 'my config.json' });
    expect(script).toContain(`\nworkspace='./it'\\''s $(here)'\n`);
    expect(script).toContain(`--cwd "$workspace" --config 'my config.json'\n`);
  });
});

describe('ownerOfHook', () => {
  it.each(['.', './packages/db', "./it's 'one'"])('knows its own script for %s', (workspace) => {
    const script = renderHookScript({ workspace, config: null });
    expect(ownerOfHook(script)).toEqual({ kind: 'ours', isEdited: false, workspace });
  });

  it.each([
    ['a line at the end', `${SCRIPT}echo done\n`],
    ['a line in the middle', SCRIPT.replace('status=$?', 'status=0')],
    ['another first line', SCRIPT.replace('#!/bin/sh', '#!/bin/bash')],
    ['other line ends', SCRIPT.replaceAll('\n', '\r\n').replace(/(install-hook \w+)\r\n/, '$1\n')],
  ])('sees %s', (_, script) => {
    expect(ownerOfHook(script)).toMatchObject({ kind: 'ours', isEdited: true });
  });

  it('takes what another version has written for its own', () => {
    const older = "#!/bin/sh\n# orchestrate install-hook DIGEST\nworkspace='.'\nexit 0\n";
    const digest = createHash('sha256').update("workspace='.'\nexit 0\n").digest('hex').slice(0, 16);
    const script = older.replace('DIGEST', digest);
    expect(ownerOfHook(script)).toEqual({ kind: 'ours', isEdited: false, workspace: '.' });
    expect(ownerOfHook(script.replace('exit 0', 'exit 1'))).toMatchObject({ kind: 'ours', isEdited: true });
  });

  it.each([
    ['', false],
    ['#!/bin/sh\nexit 0\n', false],
    ['#!/bin/sh\nnpx --no-install orchestrate validate --staged || exit 1\n', true],
  ])('knows that %j is not its own', (text, calls) => {
    expect(ownerOfHook(text)).toEqual({ kind: 'foreign', callsOrchestrate: calls });
  });
});

describe('callsOrchestrate', () => {
  it.each([
    ['orchestrate validate --staged', true],
    ['packages/db/node_modules/.bin/orchestrate --cwd packages/db validate', true],
    ['"$orchestrate" validate --staged', true],
    ['      - id: orchestrate-validate', true],
    ['# orchestrate validate --staged', false],
    ['orchestrate status', false],
    ['orchestrate status && prisma validate', false],
    ['prisma validate', false],
  ])('%s: %s', (text, expected) => {
    expect(callsOrchestrate(`#!/bin/sh\n${text}\n`)).toBe(expected);
  });
});
