import { list } from '@prisma-orchestrate/core/operations/list';
import type { CallContext } from '../../command.js';
import { UsageError } from '../../usage-error.js';

/** What the command line says. */
export interface InitExtensionFlags {
  readonly name?: string;
  readonly dependsOn?: string;
  readonly dir?: string;
  readonly template?: string;
  readonly skipModel?: boolean;
  readonly skipMigrate?: boolean;
  readonly skipApply?: boolean;
  readonly dryRun?: boolean;
}

/** What the library has to be told. */
export interface CompletedRequest {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly template: string | undefined;
}

/** Asks for what the command line leaves open, where there is someone to ask. */
export async function completeRequest(
  { name, dependsOn, template, skipModel }: InitExtensionFlags,
  { where, askUntilFit, choose, chooseSeveral }: CallContext,
): Promise<CompletedRequest> {
  const needed = dependsOn?.split(',').map((each) => each.trim());
  const given = needed?.filter((each) => each !== '');
  if (askUntilFit === undefined || choose === undefined || chooseSeveral === undefined) {
    if (name === undefined) throw noName();
    return { name, dependsOn: given ?? [], template };
  }
  // Before anything is asked: where this fails, the answers would be for nothing.
  const extensions = (await list(where)).extensions.map((extension) => extension.name);
  // Likewise: the library refuses such a name, and says why.
  if (name !== undefined && whyUnfit(name, extensions) !== undefined) return { name, dependsOn: given ?? [], template };
  const others = extensions.filter((each) => each !== 'core');
  return {
    name:
      name ??
      (await askUntilFit({ question: 'Name of the extension', whyUnfit: (text) => whyUnfit(text, extensions) })),
    dependsOn:
      given ??
      (others.length === 0
        ? []
        : await chooseSeveral({
            question: 'Extensions that it refers to, besides core',
            answers: others.map((value) => ({ value, label: value })),
          })),
    template:
      template ??
      (skipModel === true
        ? undefined
        : await choose({
            question: 'What it starts with',
            answers: [
              { value: 'basic', label: 'a sample model and its first revision' },
              { value: 'empty', label: 'a schema without models' },
            ],
          })),
  };
}

/** The library judges again, and by more. */
function whyUnfit(name: string, extensions: readonly string[]): string | undefined {
  if (extensions.includes(name)) return `There is an extension ${name} already.`;
  return /^[a-z][a-z0-9-]{0,47}$/.test(name)
    ? undefined
    : 'A lower-case letter, then lower-case letters, digits and dashes.';
}

function noName(): UsageError {
  return new UsageError({
    code: 'CLI.MISSING_ARGUMENT',
    message: "Missing required argument 'name', and there is no one to ask for it.",
    fix: 'Name the extension: orchestrate init-extension billing',
    meta: { command: 'init-extension' },
  });
}
