import type { RevisionId } from '../revisions/revision.js';

/** When a hook runs: before the first revision of an upgrade, after its last, and after new revisions were written. */
export type HookName = 'beforeUpgrade' | 'afterUpgrade' | 'afterRevision';

/** What a hook that is a function is told. */
export interface HookContext {
  readonly hook: HookName;
  /** The root of the workspace, absolute. */
  readonly root: string;
  /** What the upgrade applies, in its order; or the one revision that was written. */
  readonly revisions: readonly RevisionId[];
  /** Whose revision was written; null for an upgrade. */
  readonly extension: string | null;
  /** Where it was written, relative to the root; null for an upgrade. */
  readonly directory: string | null;
  /** The database of the upgrade, without secrets; null where a revision was written. */
  readonly database: string | null;
  /** Fires when the run is to end, or the hook's time is up. */
  readonly signal: AbortSignal;
  /** Tells a line of output: it comes as an event of kind `hook-output`. */
  readonly log: (line: string) => void;
}

/** A hook in TypeScript; what it throws stops what it belongs to. */
export type HookFunction = (context: HookContext) => void | Promise<void>;

/** A command line for the shell, or a function, which JSON and YAML cannot hold. */
export type HookAction = string | HookFunction;

/** One hook, or several that run one after the other; null for none. */
export type HookSetting = HookStep | readonly HookStep[] | null;

/** A hook with or without limits of its own. */
export type HookStep =
  | HookAction
  | {
      readonly run: HookAction;
      /** How long it may take, in milliseconds; as long as it needs unless given. */
      readonly timeoutMs?: number | undefined;
    };

/** The hooks of a workspace, by when they run. */
export type HookSettings = Readonly<Partial<Record<HookName, HookSetting | undefined>>>;

/** One thing to run. */
export interface Hook {
  readonly run: HookAction;
  /** Null for no limit. */
  readonly timeoutMs: number | null;
}

/** Everything to run, in its order. */
export type Hooks = Readonly<Record<HookName, readonly Hook[]>>;

/** Fills in what a setting leaves open. */
export function resolveHooks(settings: HookSettings | null | undefined): Hooks {
  return {
    beforeUpgrade: hooksOf(settings?.beforeUpgrade),
    afterUpgrade: hooksOf(settings?.afterUpgrade),
    afterRevision: hooksOf(settings?.afterRevision),
  };
}

/** Those that a call brings along go before those of the configuration, each by its name; false turns all of them off. */
export function overrideHooks(configured: Hooks, given: HookSettings | false | undefined): Hooks {
  if (given === undefined) return configured;
  if (given === false) return resolveHooks(null);
  const named = Object.entries(given).filter(([, setting]) => setting !== undefined);
  return { ...configured, ...Object.fromEntries(named.map(([name, setting]) => [name, hooksOf(setting)])) };
}

/** What people are told that a hook is. */
export function describeHook({ run }: Pick<Hook, 'run'>): string {
  if (typeof run === 'string') return run;
  return run.name === '' ? 'a function' : `function ${run.name}`;
}

/** Whether a command line is a function that someone wrote into a file that can hold none. */
export function looksLikeFunction(command: string): boolean {
  return /^\s*(?:async\s+)?(?:function\b|(?:\([^()]*\)|\w+)\s*=>)/.test(command);
}

function hooksOf(setting: HookSetting | undefined): readonly Hook[] {
  if (setting === undefined || setting === null) return [];
  return (isList(setting) ? setting : [setting]).map((step) =>
    typeof step === 'object' ? { run: step.run, timeoutMs: step.timeoutMs ?? null } : { run: step, timeoutMs: null },
  );
}

function isList(setting: HookSetting): setting is readonly HookStep[] {
  return Array.isArray(setting);
}
