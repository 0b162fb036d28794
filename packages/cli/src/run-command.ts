import { createCallContext } from './call-context.js';
import type { Command, Flags } from './command.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { failureOf } from './failure.js';
import type { Host } from './host.js';
import type { CommandLine } from './parse/parse-command-line.js';
import type { Look } from './render/look.js';
import { withRelativePaths } from './render/relative-paths.js';
import { renderFailure } from './render/render-failure.js';
import { type Outcome, renderJson } from './render/render-json.js';

/** A parsed command line that names a command. */
export type RunLine = Extract<CommandLine, { kind: 'run' }>;

/** Where a command runs and how its output looks. */
export interface Surroundings {
  readonly host: Host;
  readonly looks: { readonly out: Look; readonly err: Look };
}

/** Loads the command, calls, prints. */
export async function runCommand(line: RunLine, surroundings: Surroundings): Promise<number> {
  const { definition, flags, globals } = line;
  const { host, looks } = surroundings;
  let outcome: Outcome;
  let command: Command | undefined;
  try {
    using context = createCallContext(line, surroundings);
    command = await definition.load();
    const result = await command.call(flags, context);
    outcome = { kind: 'result', result, ok: command.succeeded(result, flags) };
  } catch (thrown) {
    outcome = { kind: 'failure', failure: failureOf(thrown) };
  }

  if (globals.json === true) host.stdout.write(renderJson(definition.name, outcome));
  else if (outcome.kind === 'failure') {
    host.stderr.write(
      renderFailure(withRelativePaths(outcome.failure, host.cwd()), looks.err, globals.verbose === true),
    );
  } else if (command !== undefined)
    await print(command, { ...outcome, flags, quiet: globals.quiet === true, surroundings });
  if (outcome.kind === 'failure') return exitCodeOf(outcome.failure.kind);
  if (command?.exitCode !== undefined) return command.exitCode(outcome.result);
  const kind = command?.failedAs?.(outcome.result) ?? null;
  if (kind !== null) return exitCodeOf(kind);
  return outcome.ok ? EXIT.done : EXIT.problems;
}

interface Printed {
  readonly result: unknown;
  readonly ok: boolean;
  readonly flags: Flags;
  readonly quiet: boolean;
  readonly surroundings: Surroundings;
}

async function print(command: Command, { result, ok, flags, quiet, surroundings }: Printed): Promise<void> {
  const { host, looks } = surroundings;
  const data = await command.render(result, looks.out, flags);
  const notes = quiet && ok ? '' : (command.renderNotes?.(result, looks.err, flags) ?? '');
  if (notes !== '') host.stderr.write(notes);
  if (data !== '') host.stdout.write(data);
}
