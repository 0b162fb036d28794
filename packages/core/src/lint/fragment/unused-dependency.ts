import type { Fragment } from '../../composition/fragment.js';
import { CORE } from '../../extension.js';
import { LineIndex } from '../../fragment/line-index.js';
import { type JsonNode, jsonAt, parseJsonTree } from '../../json/json-tree.js';
import type { FileEdit } from '../lint-finding.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck, LintedSchema } from './fragment-check.js';
import { neededNames } from './needed-names.js';

const SHOP = { 'extensions/shop/prisma/schema.prisma': 'model Item {\n  id Int @id\n\n  @@map("shop_items")\n}\n' };
const MANIFEST = '{\n  "orchestrate": { "dependsOn": ["core", "shop"] }\n}\n';

const rule: LintRule = {
  code: 'FRAGMENT.UNUSED_DEPENDENCY',
  severity: 'warning',
  since: 1,
  providers: null,
  isFixable: true,
  summary: 'An extension depends on another one that it does not use.',
  why: 'A dependency decides in which order revisions run, what a revision has to wait for, and what has to be installed along with an extension. Used is one whose models or enums a field refers to, whose model is extended, or whose tables, views, enums or functions a script names. That revisions require its revisions is no use of it: `revision --auto` has them require whatever `dependsOn` lists.\n\n`--fix` takes it out of `dependsOn`. What revisions require stays as it is, so the order of those that are there does not change. Where only the code of the extension queries models of the other one, keep the dependency and say so under `lint.ignore`.',
  bad: {
    kind: 'workspace',
    files: {
      ...SHOP,
      'extensions/blog/package.json': MANIFEST,
      'extensions/blog/prisma/schema.prisma': 'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      ...SHOP,
      'extensions/blog/package.json': MANIFEST,
      'extensions/blog/prisma/schema.prisma':
        'model Post {\n  id     Int  @id\n  itemId Int  @unique\n  item   Item @relation(fields: [itemId], references: [id], onDelete: Cascade)\n\n  @@map("blog_posts")\n}\n',
    },
  },
};

/** Dependencies that nothing needs. */
export const UNUSED_DEPENDENCY: FragmentCheck = {
  rule,
  check: (fragment, schema) => {
    const { source, extension } = fragment;
    // What is only begun will use it.
    const isBegun = fragment.declarations.length === 0 && fragment.extending.length === 0;
    if (isBegun && schema.revisions.every((each) => each.extension !== extension)) return [];
    const known = new Set(schema.index.fragments.map((each) => each.extension));
    return [...new Set(source.dependsOn)]
      .filter((name) => name !== CORE && name !== extension && known.has(name))
      .filter((name) => !isUsed(fragment, name, schema))
      .map((name) => {
        const found = listedIn(schema.manifests.get(extension) ?? null, name);
        return ruleFinding(rule, {
          message: `${extension} depends on ${name}, and nothing of it uses ${name}.`,
          extension,
          where: { file: source.manifestPath, line: found?.line ?? 1, column: found?.column ?? 1 },
          fix: `Remove "${name}" from "dependsOn" in ${source.manifestPath}; or, where code of ${extension} queries models of ${name}, keep it and say so under lint.ignore.`,
          ...(found === null ? {} : { edits: [{ ...found.edit, file: source.manifestPath, dropsDependency: name }] }),
        });
      });
  },
};

/** What revisions require tells nothing: those that are made automatically require the heads of all dependencies. */
function isUsed(fragment: Fragment, name: string, { index, revisions, objects }: LintedSchema): boolean {
  if (neededNames(index, fragment).has(name)) return true;
  const scripts = revisions
    .filter(({ extension }) => extension === fragment.extension)
    .map(({ sql }) => sql.toLowerCase());
  return (objects.get(name) ?? []).some((object) => scripts.some((sql) => hasWord(sql, object.toLowerCase())));
}

/** Whether a script has a name as a word, in strings too: they may be SQL that it runs. */
function hasWord(sql: string, name: string): boolean {
  for (let at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at + 1)) {
    if (!/[\p{L}\p{N}_]/u.test(`${sql[at - 1] ?? ' '}${sql[at + name.length] ?? ' '}`)) return true;
  }
  return false;
}

interface Listed {
  readonly line: number;
  readonly column: number;
  readonly edit: Pick<FileEdit, 'changes'>;
}

/** Where a manifest lists a dependency, and how to take it out. */
function listedIn(manifest: string | null, name: string): Listed | null {
  if (manifest === null) return null;
  const list = jsonAt(parseJsonTree(manifest), ['orchestrate', 'dependsOn']);
  if (list?.kind !== 'array') return null;
  const at = list.elements.findIndex((each) => each.kind === 'string' && each.value === name);
  const element = list.elements[at];
  if (element === undefined) return null;
  const change = { ...spanOf(list.elements, at), text: '' };
  return { ...new LineIndex(manifest).at(element.start), edit: { changes: [change] } };
}

/** An element with the comma that parts it from its neighbour. */
function spanOf(elements: readonly JsonNode[], at: number): { readonly start: number; readonly end: number } {
  const element = elements[at] as JsonNode;
  const before = elements[at - 1];
  if (before !== undefined) return { start: before.end, end: element.end };
  return { start: element.start, end: elements[at + 1]?.start ?? element.end };
}
