// Every rule of the standard shows in its own examples that it fires where it should, and not where it should not.
import { describe, expect, it } from 'vitest';
import { driverFor } from '../../database/driver-for.js';
import type { LintRule, RuleExample } from '../../lint/lint-rule.js';
import { STANDARD_VERSION } from '../../lint/standard.js';
import { addEntries, testdir } from '../../testdir.test-support.js';
import { lint } from '../lint.js';
import { upgrade } from '../upgrade.js';
import { exampleFiles } from './example-files.test-support.js';
import { allRules } from './rules.js';

const RULES = await allRules();

/** Rules of one database that go by the name of one of another, which is the one that is shown. */
const TWINS = (await Promise.all(['sqlite', 'postgresql'].map(async (name) => (await driverFor(name)).sqlRules())))
  .flat()
  .filter((rule) => !RULES.includes(rule));
const ENVIRONMENT = {};

/** The codes that lint finds in an example. */
async function found(rule: LintRule, example: RuleExample): Promise<readonly string[]> {
  const root = testdir(exampleFiles(rule, example));
  const options = { cwd: root, environment: ENVIRONMENT };
  if (example.kind === 'applied') {
    await upgrade({ ...options, selection: { kind: 'all' } });
    addEntries(root, example.changes);
  }
  const isOnSqlite = example.kind === 'migration' ? example.provider === 'sqlite' : !isForPostgres(rule);
  const replay = rule.code.startsWith('OWNERSHIP.') && isOnSqlite;
  const { findings } = await lint({ ...options, replay, database: example.kind === 'applied' });
  return findings.map(({ code }) => code);
}

function isForPostgres({ providers }: LintRule): boolean {
  return providers?.every((provider) => provider === 'postgresql') ?? false;
}

describe.each([...RULES, ...TWINS])('$code', (rule) => {
  // What is off by itself is on where its examples are looked at.
  it('fires for its bad example', async () => {
    expect(await found(rule, rule.bad)).toContain(rule.code);
  });

  it('does not fire for its good example', async () => {
    expect(await found(rule, rule.good)).not.toContain(rule.code);
  });

  it('is described', () => {
    const { code, since, summary, why } = rule;
    expect(code).toMatch(/^(?:CODE|FRAGMENT|LINT|NAMING|OWNERSHIP|REVISION|SQL)\.[A-Z][A-Z0-9_]*[A-Z0-9]$/);
    expect(since).toBeGreaterThanOrEqual(1);
    expect(since).toBeLessThanOrEqual(STANDARD_VERSION);
    expect(summary).toMatch(/^[A-Z`"].*\.$/);
    expect(why.length).toBeGreaterThan(60);
  });
});

it('gives each name to one rule of a database', () => {
  expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
});
