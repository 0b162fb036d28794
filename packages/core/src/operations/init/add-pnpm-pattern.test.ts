import { describe, expect, it } from 'vitest';
import { addPnpmPattern, parsePnpmWorkspace } from './add-pnpm-pattern.js';

const added = async (text: string): Promise<string | undefined> =>
  (await addPnpmPattern(await parsePnpmWorkspace('/w/pnpm-workspace.yaml', text), 'extensions')).change?.after;

describe('addPnpmPattern', () => {
  it.each([
    [
      'quotes, comments and what follows',
      "# ours\npackages:\n  - 'apps/*' # sites\n  - 'packages/*' # libraries\n\n# settings\nonlyBuiltDependencies:\n  - esbuild\n",
      "# ours\npackages:\n  - 'apps/*' # sites\n  - 'packages/*' # libraries\n  - 'extensions/*'\n\n# settings\nonlyBuiltDependencies:\n  - esbuild\n",
    ],
    ['no indentation', 'packages:\r\n- apps/*\r\n', 'packages:\r\n- apps/*\r\n- "extensions/*"\r\n'],
    ['no newline at the end', 'packages:\n  - "apps/*"', 'packages:\n  - "apps/*"\n  - "extensions/*"'],
    ['a list on one line', 'packages: [ "apps/*" ] # all\n', 'packages: [ "apps/*", extensions/* ] # all\n'],
  ])('keeps %s', async (_name, text, expected) => {
    expect(await added(text)).toBe(expected);
  });

  it.each(['packages:\n  - "**"\n', 'packages:\n  - extensions/*\n', 'onlyBuiltDependencies: [esbuild]\n', ''])(
    'leaves %j alone',
    async (text) => {
      expect(await added(text)).toBeUndefined();
    },
  );

  it.each(['packages: 3\n', 'packages: [\n'])('refuses %j', async (text) => {
    await expect(added(text)).rejects.toMatchObject({ code: 'INIT.UNFIT_FILE' });
  });
});
