import path from 'node:path';
import { readTextFile } from '../config/read-text-file.js';
import { OrchestrateError } from '../errors.js';
import type { Revision } from '../revisions/revision.js';
import { placeOfNoText } from './place-of-no-text.js';

/**
 * The text of a revision's `down.sql`.
 *
 * @returns null where there is none: such a revision cannot be reverted
 * @throws OrchestrateError `FILE.UNREADABLE`, `REVISION.NOT_UTF8`
 */
export async function readDownScript(revision: Pick<Revision, 'directory'>): Promise<string | null> {
  const file = path.join(revision.directory, 'down.sql');
  const script = readTextFile(file);
  const invalid = script === null ? null : placeOfNoText(script, file);
  if (invalid === null) return script;
  throw new OrchestrateError({
    code: 'REVISION.NOT_UTF8',
    message: `${file}:${invalid.line}:${invalid.column} is not UTF-8 text; nothing was changed.`,
    fix: `Save ${file} as UTF-8.`,
    meta: { file, ...invalid },
  });
}
