import { createRequire } from 'node:module';
import type * as Internals from '@prisma/internals';
import { messageOf, OrchestrateError } from '../errors.js';

/**
 * The models and enums that Prisma's client generators would see in a schema, by Prisma's own loader. It takes about a
 * second for a thousand models, so it belongs to what is asked for explicitly.
 *
 * @throws OrchestrateError `ENGINE.NO_CLIENT_MODEL` when the generators' loader refuses the schema
 */
export async function readClientModels(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<ReadonlySet<string>> {
  // As CommonJS: Node cannot tell the names of this bundle apart, and would read through all of it in vain.
  const { getDMMF } = createRequire(import.meta.url)('@prisma/internals') as typeof Internals;
  try {
    const { datamodel } = await getDMMF({ datamodel: files.map(({ path, text }) => [path, text]) });
    return new Set([...datamodel.models, ...datamodel.types, ...datamodel.enums].map(({ name }) => name));
  } catch (cause) {
    throw new OrchestrateError({
      code: 'ENGINE.NO_CLIENT_MODEL',
      message: `Prisma cannot make a client from the composed schema: ${messageOf(cause)}`,
      fix: 'Run `orchestrate validate` and mend what it finds.',
      cause,
    });
  }
}
