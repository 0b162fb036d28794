import type { Fragment } from '../../composition/fragment.js';
import { CORE } from '../../extension.js';
import { LineIndex } from '../../fragment/line-index.js';
import { type JsonNode, jsonAt, parseJsonTree } from '../../json/json-tree.js';
import { extensionOf } from '../../revisions/revision.js';
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
  why: 'A dependency decides in which order revisions run, what a revision has to wait for, and what has to be installed along with an extension. Used is one whose models or enums a field refers to, whose model is extended, that a revision requires, or whose tables a script names.\n\n`--fix` takes it out of `dependsOn`.',
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
          fix: `Remove "${name}" from "dependsOn" in ${source.manifestPath}.`,
          ...(found === null ? {} : { edits: [{ ...found.edit, file: source.manifestPath, dropsDependency: name }] }),
        });
      });
  },
};

function isUsed(fragment: Fragment, name: string, { index, revisions }: LintedSchema): boolean {
  if (neededNames(index, fragment).has(name)) return true;
  const own = revisions.filter(({ extension }) => extension === fragment.extension);
  if (own.some(({ requires }) => requires.some((id) => extensionOf(id) === name))) return true;
  const tables = index.fragments.find(({ extension }) => extension === name)?.declarations ?? [];
  return own.some(({ sql }) => tables.some(({ databaseName }) => sql.includes(databaseName)));
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
