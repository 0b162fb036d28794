import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { type Fragment, type FragmentFile, findingAt } from './fragment.js';

/** What is wrong with a fragment by itself and would spoil the composition; the rest is for Prisma's validator. */
export function findFragmentProblems(fragments: readonly Fragment[]): readonly Finding[] {
  const findings = fragments.flatMap(({ files }) => files.flatMap((file) => [...unclosed(file), ...notUtf8(file)]));
  const core = fragments.find(({ extension }) => extension === CORE);
  return core?.config.some(({ block }) => block.kind === 'datasource') ? findings : [...findings, noDatasource(core)];
}

function noDatasource(core: Fragment | undefined): Finding {
  const file = core?.files[0];
  return {
    code: 'COMPOSITION.NO_DATASOURCE',
    severity: 'error',
    message: 'The core fragment has no datasource block, so the kind of database is unknown.',
    extension: CORE,
    where: file === undefined ? null : { file: file.path, line: 1, column: 1 },
    fix: `Add to ${file?.path ?? 'prisma/schema.prisma'}:\n\ndatasource db {\n  provider = "postgresql"\n} (or "sqlite")`,
    related: [],
  };
}

/** What is no UTF-8 reads as U+FFFD, which a default would then be in the database. */
function notUtf8(file: FragmentFile): readonly Finding[] {
  const offset = file.text.indexOf('\uFFFD');
  if (offset < 0) return [];
  const message = 'Here is something that is not in UTF-8, and reads as U+FFFD.';
  const fix = `Save ${file.path} as UTF-8, and write again what was lost.`;
  return [findingAt({ file, offset }, { code: 'NOT_UTF8', severity: 'warning', message, fix })];
}

function unclosed(file: FragmentFile): readonly Finding[] {
  const findings: Finding[] = [];
  const { blocks, unclosedComment } = file.parsed;
  const open = blocks.at(-1);
  if (open?.closed === false) {
    findings.push(
      findingAt(
        { file, offset: open.start },
        {
          code: 'UNCLOSED_BLOCK',
          message: `The block ${file.text.slice(open.start, open.nameSpan.end)} is never closed.`,
          fix: 'End it with a } on a line of its own.',
        },
      ),
    );
  }
  if (unclosedComment !== null) {
    findings.push(
      findingAt(
        { file, offset: unclosedComment },
        { code: 'UNCLOSED_COMMENT', message: 'This comment is never closed.', fix: 'End it with */.' },
      ),
    );
  }
  return findings;
}
