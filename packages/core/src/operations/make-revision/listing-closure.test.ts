import { describe, expect, it } from 'vitest';
import { compose } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import { errorOf } from '../../error-of.test-support.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { listingClosure } from './listing-closure.js';

const core = (namespace: string, provider = 'postgresql'): ExtensionSource => ({
  name: 'core',
  dependsOn: [],
  manifestPath: 'package.json',
  namespace,
  files: [{ path: 'schema.prisma', text: `datasource db {\n  provider = "${provider}"\n}\n` }],
});
const billing = (namespace: string | null): ExtensionSource => ({
  name: 'billing',
  dependsOn: [],
  manifestPath: 'extensions/billing/package.json',
  namespace,
  files: [],
});

function listing(
  sources: readonly ExtensionSource[],
  { held, defaultSchema }: { readonly held: readonly string[]; readonly defaultSchema: string | null },
): Composition {
  return listingClosure({
    closure: compose(sources),
    held,
    shadow: { defaultSchema },
    compose: (namespaces) => compose(sources, { namespaces }),
  });
}

describe('listingClosure', () => {
  it.each([
    ['nothing named', null, ['public'], null],
    ['a namespace and nothing in it yet', 'billing', [], ['billing', 'public']],
    ['a namespace with something in it', 'billing', ['billing'], ['billing', 'public']],
    ['another namespace before', 'invoices', ['billing', 'invoices'], ['billing', 'invoices', 'public']],
    ['none any more', null, ['billing'], ['billing', 'public']],
    ['none before', 'billing', ['public'], ['billing', 'public']],
  ])('lists what is held: %s', (_name, namespace, held, listed) => {
    const seen = listing([core('public'), billing(namespace)], { held, defaultSchema: 'public' });
    expect(seen.namespaces?.listed ?? null).toEqual(listed);
  });

  it('takes a dot for nothing where the database has no schemas', () => {
    const seen = listing([core('public', 'sqlite'), billing(null)], { held: ['odd'], defaultSchema: null });
    expect(seen.namespaces).toBeNull();
  });

  it('refuses to name another schema for core than the one that it is in', async () => {
    const sources = [core('public'), billing('billing')];
    const error = await errorOf(() => listing(sources, { held: [], defaultSchema: 'app' }));
    expect(error).toMatchObject({ code: 'REVISION.CORE_ELSEWHERE', kind: 'usage' });
    expect(error.fix).toContain('"core": { "namespace": "app" }');
    expect(listing([core('app'), billing('billing')], { held: [], defaultSchema: 'app' }).namespaces?.listed).toEqual([
      'app',
      'billing',
    ]);
    expect(listing([core('public'), billing(null)], { held: ['app'], defaultSchema: 'app' }).namespaces).toBeNull();
  });
});
