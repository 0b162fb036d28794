import type { Revision } from '../../revisions/revision.js';

/** How the script starts, so that an engine which knows the workspace can tell it from one that somebody wrote. */
const MARK = '-- Written by Prisma Orchestrate: what the extension stands on.';

/** What {@link initShadowScript} joins. */
export interface InitShadowScriptOptions {
  readonly extension: string;
  /** All that is replayed before the extension's own, in plan order; what is the extension's is left out. */
  readonly revisions: readonly Revision[];
  /** What Prisma's configuration itself prepares a shadow database with; null for nothing. */
  readonly initScript: string | null;
}

/**
 * The SQL that makes an empty database what the revisions of one extension start from, for `migrations.initShadowDb`.
 * With it any engine can replay them, all that they stand on first; one that recognises it, by {@link isInitShadowScript},
 * replays both in plan order instead.
 */
export function initShadowScript({ extension, revisions, initScript }: InitShadowScriptOptions): string {
  const others = revisions.filter((revision) => revision.extension !== extension);
  const parts = [
    ...(initScript === null ? [] : [ended(initScript)]),
    ...others.map(({ id, sql }) => `-- ${id.replaceAll(/[\r\n]/g, ' ')}\n${ended(sql)}`),
  ];
  return [MARK, ...parts].join('\n');
}

/** Whether a script is one of {@link initShadowScript}. */
export function isInitShadowScript(script: string): boolean {
  return script.startsWith(MARK);
}

/** What comes after a script without an end of its last statement would be a part of that. */
function ended(sql: string): string {
  const text = sql.replace(/^\uFEFF/, '').trimEnd();
  return text === '' || text.endsWith(';') ? text : `${text}\n;`;
}
