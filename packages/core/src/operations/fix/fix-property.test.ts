import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectRelationEnds } from '../../composition/collect-relation-ends.js';
import { compose } from '../../composition/compose.js';
import { fixContext, NOTHING_MADE } from '../../composition/fix/fix-context.js';
import type { Declaration } from '../../composition/fragment.js';
import { dependsOn, isScalar } from '../../composition/schema-index.js';
import { sourcesOf } from '../../composition/sources.test-support.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { fixedSources } from './fixed.test-support.js';

const EXTENSIONS = ['blog', 'shop', 'news-desk'];
const NAMES = ['Tag', 'tag', 'Post', 'User', 'BlogTag', 'Item'];

interface RandomModel {
  readonly name: string;
  readonly map: string | null;
  readonly columns: readonly string[];
  /** Names of models: each is a relation with a foreign key. */
  readonly refers: readonly string[];
  readonly lists: readonly string[];
  readonly hasComment: boolean;
}

const model: fc.Arbitrary<RandomModel> = fc.record({
  name: fc.constantFrom(...NAMES),
  map: fc.option(fc.constantFrom('tags', 'Tag', 'posts'), { freq: 5 }),
  columns: fc.uniqueArray(fc.constantFrom('email', 'label', 'note'), { maxLength: 2 }),
  refers: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
  lists: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 1 }),
  hasComment: fc.boolean(),
});

const fragment = fc.record({
  models: fc.uniqueArray(model, { maxLength: 3, selector: ({ name }) => name.toLowerCase() }),
  dependsOn: fc.uniqueArray(fc.constantFrom(...EXTENSIONS), { maxLength: 1 }),
  hasConfig: fc.boolean(),
  newline: fc.constantFrom('\n', '\r\n'),
});

function schemaOf({ name, map, columns, refers, lists, hasComment }: RandomModel): readonly string[] {
  return [
    ...(hasComment ? [`// Of ${name}.`] : []),
    `model ${name} {`,
    '  id Int @id // key',
    ...columns.map((column) => `  ${column} String`),
    ...refers.flatMap((other) => [
      `  ref${other} ${other}? @relation("${name}Ref${other}", fields: [ref${other}Id], references: [id])`,
      `  ref${other}Id Int?`,
    ]),
    ...lists.map((other) => `  many${other} ${other}[]`),
    ...(map === null ? [] : ['', `  @@map("${map}")`]),
    '}',
    '',
  ];
}

type RandomFragment = typeof fragment extends fc.Arbitrary<infer T> ? T : never;

function textOf({ models, hasConfig, newline }: RandomFragment, extension: string): string {
  const config =
    hasConfig && extension !== 'core' ? ['// Client.', 'generator client {', '  provider = "x"', '}', ''] : [];
  return [...config, ...models.flatMap(schemaOf)].join(newline);
}

interface Table {
  readonly columns: readonly string[];
  /** By its columns, what a foreign key refers to: `extension table`; null where nobody can tell which one is meant. */
  readonly keys: ReadonlyMap<string, string | null>;
}

/** Every table by `extension table`, with what it consists of. */
function tablesOf(sources: readonly ExtensionSource[]): ReadonlyMap<string, Table> {
  const { index } = fixContext(sources, { chosen: null, readOnly: new Set(), tables: NOTHING_MADE });
  const { ends } = collectRelationEnds(index);
  const tables = new Map<string, Table>();
  // Whether a name cannot be meant to be another's.
  const means = (extension: string, target: Declaration): boolean => {
    const all = index.declarations.get(target.name) ?? [];
    const near = all.filter((each) => dependsOn(index, extension, each.extension));
    return all.length === 1 || target.extension === extension || near.length === 1;
  };
  for (const declaration of index.fragments.flatMap(({ declarations }) => declarations)) {
    const own = ends.filter((end) => end.model === declaration);
    const columns = declaration.block.fields
      .filter(({ type }) => isScalar(type.name))
      .map(({ span }) => declaration.file.text.slice(span.start, span.end));
    const keys = own.flatMap(({ foreignKey, target, extension }) => {
      if (foreignKey === null) return [];
      return [[foreignKey.join(), means(extension, target) ? keyOf(target) : null] as const];
    });
    tables.set(keyOf(declaration), { columns, keys: new Map(keys) });
  }
  const lists = ends.filter(({ field, foreignKey }) => field.type.arity === 'list' && foreignKey === null);
  for (const one of lists) {
    const other = lists.find(
      (each) => each !== one && each.model === one.target && each.target === one.model && each.name === one.name,
    );
    if (other === undefined || !means(one.extension, one.target) || !means(other.extension, other.target)) continue;
    const [a, b] = one.model.name < other.model.name ? [one.model, other.model] : [other.model, one.model];
    const columns = [keyOf(a), keyOf(b)];
    tables.set(`${one.extension} _${one.name ?? `${a.name}To${b.name}`}`, { columns, keys: new Map() });
  }
  return tables;
}

function keyOf({ extension, databaseName }: { readonly extension: string; readonly databaseName: string }): string {
  return `${extension} ${databaseName}`;
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/\/\/ Of .*/g) ?? []).map((comment) => comment.trim());
}

describe('fix, for random fragments', () => {
  it('leaves no finding that was not there, keeps every made table as it is, and has nothing to do a second time', async () => {
    let mended = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fragment, fragment, fragment, fragment),
        fc.array(fc.nat(20), { maxLength: 6 }),
        fc.constantFrom('postgresql', 'sqlite'),
        async ([core, ...others], picks, provider) => {
          const before = sourcesOf(
            Object.fromEntries([
              ['core', textOf(core, 'core')],
              ...others.map((each, at) => {
                const name = EXTENSIONS[at] ?? '';
                const dependsOn = each.dependsOn.filter((other) => other < name);
                return [name, { dependsOn, files: textOf(each, name) }] as const;
              }),
            ]),
            { provider },
          );
          const all = [...tablesOf(before)];
          const made: Record<string, string> = {};
          for (const pick of picks) {
            const [key = '', shape] = all[pick % Math.max(1, all.length)] ?? [];
            // A join table is not there without the tables that it joins.
            const keys = key.includes(' _') ? [...(shape?.columns ?? []), key] : [key];
            const tables = keys.map((each) => each.split(' '));
            if (new Set(tables.map(([, table]) => table)).size < tables.length) continue;
            if (tables.some(([extension = '', table = '']) => (made[table] ?? extension) !== extension)) continue;
            for (const [extension = '', table = ''] of tables) if (table !== '') made[table] = extension;
          }
          const { sources, mends, findings } = await fixedSources(before, { made });
          mended += mends.length;

          const after = tablesOf(sources);
          for (const [key, { columns, keys }] of all) {
            const [extension = '', table = ''] = key.split(' ');
            if (made[table] !== extension) continue;
            const now = after.get(key);
            expect(now?.columns).toEqual(columns);
            // What is not made may get another name.
            for (const [column, target] of keys) {
              const [owner, name = ''] = target?.split(' ') ?? [];
              if (target !== null && made[name] === owner) expect(now?.keys.get(column)).toBe(target);
            }
          }

          const kindOf = (code: string) => code.replace(/(?:NAME|TABLE|ENUM)_CLASH$/, 'CLASH');
          const count = (list: readonly { readonly code: string }[], kind: string) =>
            list.filter(({ code }) => kindOf(code) === kind).length;
          const old = compose(before).findings;
          for (const kind of new Set(findings.map(({ code }) => kindOf(code)))) {
            if (!kind.startsWith('COMPOSITION.')) continue;
            expect([kind, count(findings, kind) <= count(old, kind)]).toEqual([kind, true]);
          }
          for (const [at, source] of sources.entries()) {
            for (const [index, file] of source.files.entries()) {
              const text = before[at]?.files[index]?.text ?? '';
              const isCut = mends.some((mend) => mend.extension === source.name && mend.rule === 'copied-model');
              if (!isCut) expect(commentsOf(file.text)).toEqual(commentsOf(text));
              if (text.includes('\r\n')) expect(file.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
              else expect(file.text).not.toContain('\r');
            }
          }
          const again = await fixedSources(sources, { made });
          expect(again.mends).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect(mended).toBeGreaterThan(100);
  });
});
