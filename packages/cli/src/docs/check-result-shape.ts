import type { ResultDocument, ResultField } from './result-document.js';

/**
 * Compares a JSON value with its documented shape, both ways: an undocumented key, a missing one and a wrong type are
 * each one line of the answer.
 */
export function checkResultShape(value: unknown, { fields }: ResultDocument): readonly string[] {
  return checkObject(value, { path: '', fields });
}

interface Place {
  readonly path: string;
  readonly fields: readonly ResultField[];
}

function checkObject(value: unknown, { path, fields }: Place): readonly string[] {
  if (!isObject(value)) return [`${path === '' ? 'result' : path}: not an object`];
  const known = fields.filter((field) => parentOf(field.path) === path);
  const undocumented = Object.keys(value)
    .filter((key) => !known.some((field) => nameOf(field.path) === key))
    .map((key) => `${join(path, key)}: not documented`);
  return [...undocumented, ...known.flatMap((field) => checkField(value[nameOf(field.path)], { field, fields }))];
}

function checkField(
  value: unknown,
  { field, fields }: { readonly field: ResultField; readonly fields: Place['fields'] },
) {
  if (value === undefined) return field.optional === true ? [] : [`${field.path}: missing`];
  const alternative = field.type.split(' | ').find((type) => isOfType(value, type));
  if (alternative === undefined) return [`${field.path}: ${JSON.stringify(value)} is not ${field.type}`];
  if (alternative === 'object') return checkObject(value, { path: field.path, fields });
  if (alternative === 'object[]') {
    return (value as readonly unknown[]).flatMap((item) => checkObject(item, { path: `${field.path}[]`, fields }));
  }
  return [];
}

function isOfType(value: unknown, type: string): boolean {
  if (type.endsWith('[]')) return Array.isArray(value) && value.every((item) => isOfType(item, type.slice(0, -2)));
  if (type.startsWith("'")) return value === type.slice(1, -1);
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
    case 'object':
    case 'any object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parentOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot === -1 ? '' : path.slice(0, dot);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
