// Writes docs/cli.md from the definitions of the commands and docs/lint-rules.md from the rules; needs a build. `--check`
// writes nothing and fails when one is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { renderCliDocs } from '../packages/cli/dist/docs/render-cli-docs.js';
import { renderLintRulesDocs } from '../packages/cli/dist/docs/render-lint-rules-docs.js';

const PAGES = { 'cli.md': renderCliDocs, 'lint-rules.md': renderLintRulesDocs };

for (const [name, render] of Object.entries(PAGES)) {
  const page = new URL(`../docs/${name}`, import.meta.url);
  const text = await render();
  if (!process.argv.includes('--check')) {
    writeFileSync(page, text);
  } else if (readFileSync(page, 'utf8') !== text) {
    console.error(`docs/${name} is stale: run \`npm run build && npm run docs\``);
    process.exitCode = 1;
  }
}
