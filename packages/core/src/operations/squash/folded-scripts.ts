import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver, Statement } from '../../database/database.js';
import type { Revision } from '../../revisions/revision.js';
import { readDownScript } from '../../workspace/read-down-script.js';

/** One script of a folded revision, taken apart. */
export interface FoldedScript {
  readonly revision: Revision;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The scripts of a folded revision. */
export interface FoldedScripts {
  readonly up: FoldedScript;
  /** Null where it has none. */
  readonly down: FoldedScript | null;
}

/** Reads the scripts of the folded revisions, in their order. */
export async function readFoldedScripts(
  folded: readonly Revision[],
  { driver, root }: { readonly driver: Driver; readonly root: string },
): Promise<readonly FoldedScripts[]> {
  const take = async (revision: Revision, name: string, script: string): Promise<FoldedScript> => {
    const text = script.startsWith(BYTE_ORDER_MARK) ? script.slice(BYTE_ORDER_MARK.length) : script;
    const file = rootRelative(root, path.join(revision.directory, name));
    return { revision, file, text, statements: await driver.parseScript(text) };
  };
  return Promise.all(
    folded.map(async (revision) => {
      const down = await readDownScript(revision);
      return {
        up: await take(revision, 'migration.sql', revision.sql),
        down: down === null ? null : await take(revision, 'down.sql', down),
      };
    }),
  );
}

/** In the middle of a script it would be no blank. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A statement that sets something which the scripts after it would see. */
export function findSetting(
  scripts: readonly FoldedScript[],
): { readonly script: FoldedScript; readonly statement: Statement } | null {
  for (const script of scripts.slice(0, -1)) {
    const statement = script.statements.find(({ setsSession }) => setsSession);
    if (statement !== undefined) return { script, statement };
  }
  return null;
}

/** The scripts one after the other, each below the name of its revision. */
export async function joinScripts(scripts: readonly FoldedScript[], driver: Driver): Promise<string> {
  const parts = await Promise.all(
    scripts.map(async (script) => `-- From ${script.revision.id}\n${await closedText(script, driver)}`),
  );
  return `${parts.join('\n\n')}\n`;
}

/** A text that another statement can follow. */
async function closedText({ text, statements }: FoldedScript, driver: Driver): Promise<string> {
  // A transaction of its own would end that of the squash.
  if (statements.some(({ isRedundant }) => isRedundant)) {
    return statements
      .filter(({ isRedundant }) => !isRedundant)
      .map((statement) => driver.scriptOf(statement))
      .join('\n');
  }
  const trimmed = text.trim();
  const probe = await driver.parseScript(`${trimmed}\nSELECT 1`);
  return probe.length > statements.length ? trimmed : `${trimmed}\n;`;
}
