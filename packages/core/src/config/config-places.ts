/** Where an orchestrate configuration may be, in a workspace's root. */
export const CONFIG_PLACES: readonly string[] = [
  'package.json',
  '.orchestraterc',
  '.orchestraterc.json',
  '.orchestraterc.yaml',
  '.orchestraterc.yml',
  '.orchestraterc.js',
  '.orchestraterc.mjs',
  '.orchestraterc.cjs',
  '.orchestraterc.ts',
  '.orchestraterc.mts',
  'orchestrate.config.ts',
  'orchestrate.config.mts',
  'orchestrate.config.js',
  'orchestrate.config.mjs',
  'orchestrate.config.cjs',
  'orchestrate.config.json',
];
