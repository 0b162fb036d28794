import { OrchestrateError } from '../../errors.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { DestructiveStep } from './destructive-steps.js';
import type { MissingReference } from './missing-references.js';
import type { TakenTable } from './taken-tables.js';

/** A revision needs a message. */
export function emptyMessage(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'REVISION.NO_MESSAGE',
    message: 'A revision needs a message that says what it changes.',
    fix: 'Give one with -m, such as -m "Add posts".',
  });
}

/** Two branches were merged and nothing has joined them yet. */
export function divergedExtension(extension: string, heads: readonly RevisionId[]): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.DIVERGED',
    message: `${extension} has several heads: ${heads.join(', ')}. A new revision would not know which to follow.`,
    fix: `Join them first: orchestrate merge --extension ${extension}`,
    meta: { extension, heads },
  });
}

/** Data would be lost and nobody agreed. */
export function destructiveWithoutConsent(extension: string, steps: readonly DestructiveStep[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'consent',
    code: 'REVISION.DESTRUCTIVE',
    message: `The new revision of ${extension} would lose data or cannot run on existing rows; nothing was written:\n${steps.map(({ message }) => `  - ${message}`).join('\n')}`,
    fix: 'If that is what you want, run it again with --allow-destructive or --yes. To keep data (a rename), make an empty revision without --auto and write the SQL yourself.',
    meta: { extension, steps },
  });
}

/** The new revision would refer to what no revision of a dependency creates yet. */
export function dependencyPending(extension: string, missing: readonly MissingReference[]): OrchestrateError {
  const first = [...new Set(missing.map((reference) => reference.extension))];
  const list = missing.map(
    ({ extension: owner, name, from }) => `  - ${from} refers to ${name}, which no revision of ${owner} creates yet`,
  );
  return new OrchestrateError({
    code: 'REVISION.DEPENDENCY_PENDING',
    message: `${extension} relies on schema changes of ${first.join(', ')} that have no revision:\n${list.join('\n')}`,
    fix: `Make that revision first: orchestrate revision --extension ${first[0]} -m "…" --auto`,
    meta: { extension, dependencies: first, missing },
  });
}

/** The composed schema would say that core's models are where they are not. */
export function coreElsewhere({
  implied,
  defaultSchema,
}: {
  readonly implied: string;
  readonly defaultSchema: string;
}): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'REVISION.CORE_ELSEWHERE',
    message: `As extensions have namespaces, the composed schema has to say where all other models are, and it says the database schema ${JSON.stringify(implied)}; the connection works in ${JSON.stringify(defaultSchema)}.`,
    fix: `Set "core": { "namespace": ${JSON.stringify(defaultSchema)} } in the orchestrate configuration, or correct "?schema=" of the database URL.`,
    meta: { implied, defaultSchema },
  });
}

/** The generated script does not run on the replayed history. */
export function draftFails(
  extension: string,
  { sql, message }: { sql: string; message: string },
  cause: unknown,
): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.DRAFT_FAILS',
    message: `The SQL for the new revision of ${extension} does not run in its shadow database: ${message}\nThe statement was:\n${sql}`,
    fix: 'Write this revision yourself: make an empty one without --auto and put the working SQL into its migration.sql.',
    meta: { extension, sql },
    cause,
  });
}

/** The generated script runs, but what others wrote by hand no longer works after it. */
export function draftBreaks(extension: string, broken: string): OrchestrateError {
  return new OrchestrateError({
    code: 'REVISION.DRAFT_BREAKS',
    message: `The SQL for the new revision of ${extension} runs, but leaves something behind that no longer works: ${broken}`,
    fix: 'Where a view or a trigger still needs what the revision takes away, make an empty revision without --auto and write SQL that changes both. Where a foreign key refers to a key that another extension has not made yet, make the revision of that extension first.',
    meta: { extension, broken },
  });
}

/** A model came from an extension that its new owner does not depend on, so its table is not seen in the replay. */
export function notAdopted(extension: string, taken: readonly TakenTable[]): OrchestrateError {
  const list = taken.map(({ table, owner }) => `  - ${table}, of ${owner}`);
  const adopts = JSON.stringify(taken.map(({ table }) => table));
  const requires = [...new Set(taken.flatMap(({ heads }) => heads))].map((id) => JSON.stringify(id)).join(', ');
  return new OrchestrateError({
    code: 'REVISION.NOT_ADOPTED',
    message: `The fragment of ${extension} holds models whose tables revisions of other extensions have made:\n${list.join('\n')}`,
    fix: `Put the models back and move them with \`orchestrate transfer MODEL --from ${taken[0]?.owner} --to ${extension}\`. Or take the tables over by hand: make an empty revision with \`orchestrate revision --extension ${extension} -m "…"\`, and in its revision.json set "adopts" to ${adopts} and add ${requires} to "requires". If they are meant to be other tables, give them other names with @@map.`,
    meta: { extension, taken },
  });
}
