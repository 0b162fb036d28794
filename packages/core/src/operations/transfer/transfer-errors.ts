import type { DependencyCycle } from '../../composition/transfer/find-dependency-cycle.js';
import type { TransferRequest } from '../../composition/transfer/plan-transfer.js';
import { OrchestrateError } from '../../errors.js';
import { CORE } from '../../extension.js';
import { closestNames } from '../../revisions/closest-names.js';

/** The extension has no such model. */
export function unknownModel(
  { name, from }: TransferRequest,
  { owner, own }: { readonly owner: string | null; readonly own: readonly string[] },
): OrchestrateError {
  const near = closestNames({ wanted: name, names: own });
  return new OrchestrateError({
    kind: 'usage',
    code: 'TRANSFER.UNKNOWN_MODEL',
    message:
      owner === null
        ? `The fragment of ${from} has no model, view, enum or type ${JSON.stringify(name)}.`
        : `${name} is of ${owner}, not of ${from}.`,
    fix:
      owner === null
        ? near.length === 0
          ? 'See `orchestrate list --models` for what there is.'
          : `Did you mean ${near.join(' or ')}?`
        : `Name its owner: --from ${owner}`,
    meta: { model: name, from, owner },
  });
}

/** It is there already. */
export function sameExtension({ name, from }: TransferRequest): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TRANSFER.SAME_EXTENSION',
    message: `--from and --to both say ${from}; ${name} is there already.`,
    fix: 'Name another extension with --to.',
  });
}

/** There is no file to move it into. */
export function noFragment({ to }: TransferRequest, manifest: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TRANSFER.NO_FRAGMENT',
    message: `${to} has no fragment that could take the model: ${manifest} says "fragment": null.`,
    fix: `Create an empty prisma/schema.prisma in ${to} and remove "fragment" from ${manifest}.`,
    meta: { extension: to },
  });
}

/** Extensions would depend on each other. */
export function transferCycle({ name, to }: TransferRequest, cycle: DependencyCycle): OrchestrateError {
  const lines = cycle.map(({ from, to: other, subjects }) => {
    const why =
      subjects.length > 0
        ? subjects.join(', ')
        : from === CORE || other === CORE
          ? 'every extension depends on core'
          : 'declared in its manifest; nothing in its fragment refers to it';
    return `  - ${from} on ${other}: ${why}`;
  });
  const stale = cycle.find(({ subjects, to: other }) => subjects.length === 0 && other !== CORE);
  return new OrchestrateError({
    code: 'TRANSFER.CYCLE',
    message: `With ${name} in ${to}, extensions would depend on each other; nothing was changed:\n${lines.join('\n')}`,
    fix:
      stale === undefined
        ? 'Move the models that refer to each other together, one transfer after the other where that has no circle, or take one of the relations out first.'
        : `Remove ${JSON.stringify(stale.to)} from "dependsOn" of ${stale.from}, and run the command again.`,
    meta: { cycle },
  });
}

/** The tables would have to be in another database schema. */
export function otherNamespace(
  { from, to }: TransferRequest,
  moved: { readonly name: string; readonly schema: string; readonly wanted: string },
): OrchestrateError {
  const { name, schema, wanted } = moved;
  return new OrchestrateError({
    code: 'TRANSFER.NAMESPACE',
    message: `${name} of ${from} is in the database schema ${JSON.stringify(schema)}, and what ${to} has is in ${JSON.stringify(wanted)}; nothing was changed. A transfer moves no table.`,
    fix: `Say first that it stays where it is, with @@schema(${JSON.stringify(schema)}) in its block and that schema in "schemas" of core's datasource; or move the table with a revision of ${from} written by hand, and @@schema(${JSON.stringify(wanted)}).`,
    meta: moved,
  });
}

/** What is not in a revision yet would be in none afterwards. */
export function transferPending(extensions: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    code: 'TRANSFER.PENDING',
    message: `The schema of ${extensions.join(' and ')} has changes that are in no revision yet; nothing was moved. Afterwards they could not be told from the move.`,
    fix: `Make the revisions first: ${extensions.map((name) => `orchestrate revision --extension ${name} -m "…" --auto`).join(', ')}`,
    meta: { extensions },
  });
}

/** What was planned does not leave everything as it is; a person has to do it. */
export function transferUnequal({ name, to }: TransferRequest, what: string): OrchestrateError {
  return new OrchestrateError({
    code: 'TRANSFER.UNEQUAL',
    message: `${name} cannot be moved to ${to} without changing something else: ${what}. Nothing was changed.`,
    fix: 'Move it by hand (docs/moving-things.md), or write what is unusual about it in another way first, and run the command again.',
    meta: { what },
  });
}
