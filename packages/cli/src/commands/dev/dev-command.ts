import type { DevResult, DevRound, WatchDevResult } from '@prisma-orchestrate/core';
import { dev } from '@prisma-orchestrate/core/operations/dev';
import { type CallContext, type CommandOutput, defineCommand } from '../../command.js';
import { failureOf } from '../../failure.js';
import { renderDev, renderPending, renderUnmade } from '../../render/render-dev.js';
import { renderFailure } from '../../render/render-failure.js';
import { hasErrors, renderFindings } from '../../render/render-findings.js';
import { UsageError } from '../../usage-error.js';
import { askMessages } from './ask-messages.js';

interface DevFlags {
  readonly extension?: readonly string[];
  readonly message?: string;
  readonly allowDestructive?: boolean;
  readonly upgrade: boolean;
  readonly generate?: boolean;
  readonly watch?: boolean;
}

/** What one round did, or how often the watch went round. */
type Result = DevResult | WatchDevResult;

export const devCommand = defineCommand<DevFlags, Result>({
  call: async (flags, context) => (flags.watch === true ? watch(flags, context) : dev(await optionsOf(flags, context))),
  succeeded: (result) => 'rounds' in result || !hasErrors(result.findings),
  // Each round of a watch was printed when it ended.
  render: (result, look) => ('rounds' in result ? '' : renderDev(result, look)),
  renderNotes: (result, look) => ('rounds' in result ? '' : renderFindings(result.findings, look)),
});

async function optionsOf(flags: DevFlags, { run, confirm, ask, askText, output }: CallContext) {
  const { extension: extensions, message, allowDestructive, upgrade, generate } = flags;
  return {
    ...(await run()),
    extensions,
    message,
    allowDestructive,
    upgrade,
    generate,
    confirm,
    askMessage: askText && askMessages(askText),
    // Where no one is there, not even --yes generates.
    confirmGenerate: askText && ask && (() => ask({ show: () => '', question: 'Generate the client?' })),
    onPending: (pending: DevResult['pending']) => output.say((look) => renderPending(pending, look)),
  };
}

async function watch(flags: DevFlags, context: CallContext): Promise<WatchDevResult> {
  const { output } = context;
  if (output.isJson) throw watchIsNoDocument();
  const { watchDev } = await import('@prisma-orchestrate/core/operations/watch-dev');
  return watchDev({
    ...(await optionsOf(flags, context)),
    onRound: (round) => printRound(round, output),
    onIdle: () => output.say((look) => look.dim('Watching for changes; Ctrl+C ends it.\n')),
  });
}

function printRound(round: DevRound, { say, print, fail }: CommandOutput): void {
  if (round.kind === 'failed') {
    fail((look) => renderFailure(failureOf(round.error), look, false));
    return;
  }
  const { findings, pending } = round.result;
  say((look) => renderFindings(findings, look) + renderUnmade(pending, look));
  print((look) => renderDev(round.result, look));
}

function watchIsNoDocument(): UsageError {
  return new UsageError({
    code: 'CLI.CONFLICTING_OPTIONS',
    message: "Option '--watch' cannot be used with option '--json': a watch has no one result.",
    fix: 'Leave one of them out.',
    meta: { command: 'dev' },
  });
}
