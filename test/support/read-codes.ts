import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CallExpression, type Expression, type ObjectExpression, parseSync, Visitor } from 'oxc-parser';

/** A code that some source gives to an error or a finding, and what is written beside it. */
interface MadeCode {
  readonly code: string;
  /** Of the error, where it is written out. */
  readonly kind: string | null;
  /** Of the finding, where it is written out. */
  readonly severity: string | null;
}

/** The codes of one module. */
interface ModuleCodes {
  readonly made: readonly MadeCode[];
  /** The module's own path, once for each code that is put together at run time, where nobody could look it up. */
  readonly unreadable: readonly string[];
}

/** Findings of the composition are made by this function, which puts their area in front. */
const FINDING_FACTORY = 'findingAt';
const FINDING_AREA = 'COMPOSITION.';

/** Errors of this class are all of one kind. */
const USAGE_ERROR = 'UsageError';

/** The codes that a module makes: the property `code` of object literals, wherever its value is written out. */
export function readCodes(root: string, path: string): ModuleCodes {
  return parseCodes(path, readFileSync(join(root, path), 'utf8'));
}

/** The same from a module's text. */
export function parseCodes(path: string, text: string): ModuleCodes {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`);
  const objects: ObjectExpression[] = [];
  const ofFindings = new Set<unknown>();
  const ofUsageErrors = new Set<unknown>();
  const constants = new Map<string, Expression>();
  const calls: CallExpression[] = [];
  new Visitor({
    CallExpression(call) {
      calls.push(call);
      if (nameOf(call.callee) === FINDING_FACTORY) for (const given of call.arguments) ofFindings.add(given);
    },
    NewExpression({ callee, arguments: given }) {
      if (nameOf(callee) === USAGE_ERROR) for (const argument of given) ofUsageErrors.add(argument);
    },
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init) constants.set(id.name, init);
    },
    ObjectExpression(object) {
      objects.push(object);
    },
  }).visit(program);

  const made: MadeCode[] = [];
  const unreadable: string[] = [];
  for (const object of objects) {
    const value = propertyOf(object, 'code');
    if (value === null) continue;
    const isFinding = ofFindings.has(object);
    const codes = textsOf(value, constants) ?? (isFinding ? passedTo(value, { constants, calls }) : []);
    if (codes === null || value.type === 'TemplateLiteral') unreadable.push(path);
    const [written = null] = textsOf(propertyOf(object, 'kind'), constants) ?? [];
    const kind = ofUsageErrors.has(object) ? 'usage' : written;
    const [severity = null] = textsOf(propertyOf(object, 'severity'), constants) ?? [];
    for (const code of codes ?? []) made.push({ code: isFinding ? `${FINDING_AREA}${code}` : code, kind, severity });
  }
  return { made, unreadable };
}

function propertyOf(object: ObjectExpression, key: string): Expression | null {
  for (const property of object.properties) {
    if (property.type === 'Property' && nameOf(property.key) === key) return property.value as Expression;
  }
  return null;
}

/** Every text that an expression can be, null where it is no text that is written here. */
function textsOf(value: Expression | null, constants: ReadonlyMap<string, Expression>): readonly string[] | null {
  switch (value?.type) {
    case 'Literal':
      return typeof value.value === 'string' ? [value.value] : null;
    case 'ConditionalExpression':
      return both(textsOf(value.consequent, constants), textsOf(value.alternate, constants));
    case 'LogicalExpression':
      return both(textsOf(value.left, constants), textsOf(value.right, constants));
    case 'MemberExpression': {
      const table = value.computed ? constants.get(nameOf(value.object) ?? '') : undefined;
      if (table?.type !== 'ObjectExpression') return null;
      return table.properties.flatMap((entry) =>
        entry.type === 'Property' ? (textsOf(entry.value as Expression, constants) ?? []) : [],
      );
    }
    default:
      return null;
  }
}

function both(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  return left === null && right === null ? null : [...(left ?? []), ...(right ?? [])];
}

/** What calls give for a parameter of the small function around a finding: `const refuse = (code, …) => …`. */
function passedTo(
  value: Expression,
  {
    constants,
    calls,
  }: { readonly constants: ReadonlyMap<string, Expression>; readonly calls: readonly CallExpression[] },
): readonly string[] | null {
  for (const [name, init] of constants) {
    if (init.type !== 'ArrowFunctionExpression') continue;
    const at = init.params.findIndex((parameter) => nameOf(parameter) !== null && nameOf(parameter) === nameOf(value));
    if (at < 0) continue;
    const given = calls.filter(({ callee }) => nameOf(callee) === name).map((call) => call.arguments[at]);
    const texts = given.map((argument) => textsOf((argument ?? null) as Expression | null, constants));
    if (texts.length > 0 && texts.every((each) => each !== null)) return texts.flat();
  }
  return null;
}

function nameOf(node: { readonly type: string; readonly name?: unknown }): string | null {
  return node.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;
}
