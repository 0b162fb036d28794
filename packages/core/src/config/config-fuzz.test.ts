// Configurations as people, tools and other versions leave them behind.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import { evil, fuzz, mutated } from '../fuzz.test-support.js';
import { testdir } from '../testdir.test-support.js';
import { checkConfig } from './check-config.js';
import { editExtensionList } from './edit/edit-extension-list.js';
import { extensionListOf } from './extension-list.js';
import { loadConfigFile } from './load-config-file.js';
import { readConfig } from './read-config.js';

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isAnyText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isWhole =
  (most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === '[object Object]';
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const record =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.entries(value).every(([key, each]) => key === '__proto__' || check(each));
const object =
  (checks: Readonly<Record<string, Check>>, needed: readonly string[] = []): Check =>
  (value) =>
    isObject(value) &&
    needed.every((key) => Object.hasOwn(value, key)) &&
    Object.entries(value).every(([key, each]) => Object.hasOwn(checks, key) && checks[key]?.(each));
const TIMEOUT = isWhole(2 ** 31 - 1);
const isCommand: Check = (value) => isText(value) && !/=>|function/.test(value as string);
const isStep: Check = (value) => isCommand(value) || object({ run: isCommand, timeoutMs: TIMEOUT }, ['run'])(value);
const isHook: Check = (value) => value === null || isStep(value) || list(isStep)(value);

/** What docs/configuration.md says of each key, in another way than the code under test says it. */
const isConfig = object({
  $schema: isAnyText,
  extensions: list(isText),
  autoDiscover: isFlag,
  extensionsDir: isText,
  core: object({ schema: isText, migrations: isText, namespace: isText }),
  datasource: object({ url: isAnyText, lockTimeoutMs: TIMEOUT, statementTimeoutMs: TIMEOUT }),
  output: isText,
  shadow: (value) =>
    ['auto', 'server', 'embedded'].includes(value as string) || object({ url: isText }, ['url'])(value),
  backup: object({
    enabled: isFlag,
    beforeMigrate: isFlag,
    location: isText,
    keepCount: isWhole(),
    checksums: isFlag,
    pgDump: isText,
    pgRestore: isText,
  }),
  hooks: (value) =>
    value === null || object({ beforeUpgrade: isHook, afterUpgrade: isHook, afterRevision: isHook })(value),
  lint: object({
    severities: record((value) => ['off', 'notice', 'warning', 'error'].includes(value as string)),
    standard: isWhole(),
    startAfter: (value) => isText(value) || record(isText)(value),
    ignore: list(object({ rule: isText, path: isText, reason: isText }, ['rule', 'path', 'reason'])),
    prefix: record((value) => value === null || isAnyText(value)),
  }),
});

const pick = <Value>(...values: Value[]) => fc.constantFrom(...values);
const strange = fc.oneof(
  pick<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1,
    2 ** 31,
    1e300,
    '',
    'x',
    'auto',
    [],
    [[]],
    {},
    ['x'],
    { url: 'x' },
    { x: 1 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
  evil,
);
const sometimes = { requiredKeys: [] as [] };
const config = fc.record(
  {
    extensions: fc.array(pick('blog', './x', '@a/b', 'ext/*'), { maxLength: 3 }),
    autoDiscover: fc.boolean(),
    extensionsDir: pick('extensions', 'x'),
    core: fc.record({ schema: pick('prisma/schema.prisma'), migrations: pick('m'), namespace: pick('app') }, sometimes),
    datasource: fc.record({ url: pick('file:./a.db', ''), lockTimeoutMs: pick(1, 500) }, sometimes),
    output: pick('generated/schema', 'out'),
    shadow: pick<unknown>('auto', { url: 'postgresql://u:p@h/d' }),
    backup: fc.record({ keepCount: pick(1, 5), location: pick('backups'), enabled: fc.boolean() }, sometimes),
    hooks: fc.record({ afterRevision: pick<unknown>('x', ['x', { run: 'y', timeoutMs: 5 }], null) }, sometimes),
    lint: fc.record({ severities: pick({ 'SQL.X': 'off' }), startAfter: pick<unknown>('1', { core: '1' }) }, sometimes),
  },
  sometimes,
);

/** A configuration with something else at some place. */
const changed = fc
  .tuple(config, fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), strange, evil)
  .map(([value, steps, put, key]) => {
    const copy = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
    let at = copy;
    for (const [depth, step] of steps.entries()) {
      const keys = Object.keys(at);
      const name = step === 20 ? key : (keys[step % Math.max(1, keys.length)] ?? 'extensions');
      const next = Object.hasOwn(at, name) ? at[name] : undefined;
      if (depth < steps.length - 1 && typeof next === 'object' && next !== null) {
        at = next as Record<string, unknown>;
      } else {
        Object.defineProperty(at, name, { value: put, enumerable: true, configurable: true, writable: true });
        break;
      }
    }
    return copy;
  });

it('a configuration is taken where it is right, and only there', () => {
  fc.assert(
    fc.property(changed, (value) => {
      const problems = checkConfig(value);
      expect(problems.length === 0).toBe(isConfig(value));
      for (const { key, message, fix } of problems)
        expect([key, message, fix].map((each) => typeof each)).toEqual(Array(3).fill('string'));
    }),
    fuzz(150),
  );
});

const ANCHORS = [
  '&a ',
  '*a',
  '<<: *a',
  '!!binary x',
  '- ',
  '? ',
  '|\n',
  '>-\n',
  '---\n',
  '%YAML 1.1\n',
  '# x\n',
  '"',
  ': ',
];
const yaml = changed.map((value) =>
  Object.entries(value)
    .map(([key, each]) => `${key}: ${JSON.stringify(each)}\n`)
    .join(''),
);
const anchored = fc
  .tuple(yaml, fc.array(fc.tuple(fc.nat(1000), pick(...ANCHORS)), { maxLength: 3 }))
  .map(([text, marks]) =>
    marks.reduce((all, [at, mark]) => {
      const place = Math.floor((all.length * at) / 1000);
      return all.slice(0, place) + mark + all.slice(place);
    }, text),
  );
const json = changed.map((value) => JSON.stringify(value, null, 2));

describe('a file', () => {
  it.each([
    ['.orchestraterc', fc.oneof(mutated(yaml, 2), anchored, mutated(json, 2))],
    ['orchestrate.config.json', mutated(json, 2)],
    [
      'package.json',
      mutated(
        json.map((text) => `{ "name": "x", "orchestrate": ${text} }`),
        2,
      ),
    ],
  ])('%s gives a configuration, or an error that says what is wrong with it', async (name, text) => {
    const root = testdir({ 'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n' });
    const file = path.join(root, name);
    await fc.assert(
      fc.asyncProperty(text, async (of) => {
        writeFileSync(file, of);
        try {
          const { config: read } = await readConfig({ cwd: root, configPath: name, environment: {} });
          expect(isConfig(await loadConfigFile({ file, environment: {} }))).toBe(true);
          expect(read.extensions?.every(isText) ?? true).toBe(true);
        } catch (error) {
          if (!(error instanceof OrchestrateError)) throw error;
          // A path may be longer than the system takes.
          if (error.code !== 'FILE.UNREADABLE') expect(error.kind).toBe('usage');
        }
      }),
      fuzz(15),
    );
  });

  it.each([
    ['.orchestraterc', fc.oneof(mutated(yaml, 1), anchored)],
    ['orchestrate.config.json', json],
  ])('%s is edited as asked, or left alone', async (name, text) => {
    const root = testdir({});
    const file = path.join(root, name);
    const load = async (of: string): Promise<unknown> => {
      writeFileSync(file, of);
      return loadConfigFile({ file, environment: {} }).catch(() => undefined);
    };
    await fc.assert(
      fc.asyncProperty(text, async (of) => {
        const before = await load(of);
        if (!isConfig(before)) return;
        const edited = await editExtensionList(of, { file, edit: { kind: 'append', entry: 'new' } });
        if (edited === null) return;
        const { extensions = [] } = before as { readonly extensions?: readonly string[] };
        expect(await load(edited)).toEqual({ ...(before as object), extensions: [...extensions, 'new'] });
      }),
      fuzz(15),
    );
  });
});

it('the list of the environment has what it names, or is refused', () => {
  const entry = fc.oneof(pick('blog', ' comments ', '', '@a/b', './x y', '"q"'), evil);
  const list_ = fc.array(entry, { maxLength: 4 });
  const text = fc.oneof(
    list_.map((entries) => entries.join(',')),
    list_.map((entries) => JSON.stringify(entries)),
    mutated(list_.map((entries) => JSON.stringify(entries))),
    fc.json(),
  );
  fc.assert(
    fc.property(text, (of) => {
      try {
        const read = extensionListOf({ ORCHESTRATE_EXTENSIONS: of });
        if (read === null) expect(of.trim()).toBe('');
        else {
          const named: unknown = of.trim().startsWith('[') ? JSON.parse(of.trim()) : of.split(',');
          expect(read).toEqual((named as readonly string[]).map((each) => each.trim()).filter((each) => each !== ''));
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'CONFIG.EXTENSION_LIST_INVALID', kind: 'usage' });
      }
    }),
    fuzz(100),
  );
});
