import { closestNames } from '../revisions/closest-names.js';

/** The key of package.json that belongs to orchestrate. */
export const PACKAGE_KEY = 'orchestrate';

/** The keys of an extension's manifest. */
export const MANIFEST_KEYS = ['name', 'formerNames', 'dependsOn', 'fragment', 'migrations', 'namespace'] as const;

/** The keys of a workspace's configuration. */
export const CONFIG_KEYS = [
  'extensions',
  'autoDiscover',
  'extensionsDir',
  'core',
  'datasource',
  'output',
  'shadow',
  'backup',
  'hooks',
  'lint',
] as const;

/**
 * What `orchestrate` in a package.json is: the configuration of a workspace, the manifest of an extension, or, empty,
 * either.
 */
export type PackageKeyKind = 'config' | 'manifest' | 'empty';

/**
 * Tells the two apart by their keys, which differ. A key of a configuration decides, as no manifest has one; where no
 * key is known, the known key that is nearest to a mistyped one does.
 */
export function packageKeyKind(value: unknown): PackageKeyKind {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'config';
  const keys = Object.keys(value).filter((key) => key !== '$schema');
  if (keys.length === 0) return 'empty';
  const isIn = (known: readonly string[]): boolean => keys.some((key) => known.includes(key));
  if (isIn(CONFIG_KEYS)) return 'config';
  if (isIn(MANIFEST_KEYS)) return 'manifest';
  const manifestKeys: readonly string[] = MANIFEST_KEYS;
  const names = [...MANIFEST_KEYS, ...CONFIG_KEYS];
  const isMistypedManifest = keys.some((wanted) => {
    const [closest] = closestNames({ wanted, names, limit: 1 });
    return closest !== undefined && manifestKeys.includes(closest);
  });
  return isMistypedManifest ? 'manifest' : 'config';
}

/** `orchestrate` of a package.json. */
export type PackageKey =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid-json'; readonly error: Error }
  | { readonly kind: 'present'; readonly value: unknown };

/** Reads `orchestrate` from the text of a package.json. */
export function parsePackageKey(text: string): PackageKey {
  // Most files have no such key, and need not be parsed.
  if (!text.includes(`"${PACKAGE_KEY}"`)) return { kind: 'absent' };
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null || !Object.hasOwn(manifest, PACKAGE_KEY)) {
      return { kind: 'absent' };
    }
    return { kind: 'present', value: (manifest as Readonly<Record<string, unknown>>)[PACKAGE_KEY] };
  } catch (error) {
    return { kind: 'invalid-json', error: error as Error };
  }
}
