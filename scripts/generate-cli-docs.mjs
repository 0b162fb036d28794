// Writes docs/cli.md from the definitions of the commands; needs a build. `--check` writes nothing and fails when stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { renderCliDocs } from '../packages/cli/dist/docs/render-cli-docs.js';

const page = new URL('../docs/cli.md', import.meta.url);
const text = await renderCliDocs();

if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/cli.md is stale: run `npm run build && npm run docs`');
  process.exitCode = 1;
}
