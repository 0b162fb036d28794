import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderLintRulesDocs } from './render-lint-rules-docs.js';

it('docs/lint-rules.md is what the rules say (if not: npm run build && npm run docs)', async () => {
  const page = readFileSync(new URL('../../../../docs/lint-rules.md', import.meta.url), 'utf8');
  expect(page).toBe(await renderLintRulesDocs());
});
