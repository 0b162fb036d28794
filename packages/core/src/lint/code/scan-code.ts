import { CodeNames } from './code-names.js';
import type { CodeNode } from './code-node.js';
import { codeWords } from './code-words.js';
import { commandCalls } from './command-calls.js';
import { parseCode } from './parse-code.js';
import { nameKey, type SchemaStatement, schemaStatements, temporaryTables } from './schema-statement.js';
import { sqlCalls } from './sql-calls.js';

/** What a file of code does to the schema of a database by itself. */
export type CodeRemark =
  | {
      readonly kind: 'statement';
      readonly by: string;
      readonly statement: SchemaStatement;
      readonly line: number;
      readonly column: number;
    }
  | { readonly kind: 'command'; readonly command: string; readonly line: number; readonly column: number };

/** What was found in a file, or why it could not be read. */
export type CodeScan =
  | { readonly kind: 'read'; readonly remarks: readonly CodeRemark[] }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number };

const NOTHING: CodeScan = { kind: 'read', remarks: [] };

/** Finds where code of TypeScript or JavaScript changes a schema by itself, in its syntax tree. */
export function scanCode(path: string, text: string): CodeScan {
  const { sendsSql, startsPrisma } = codeWords(text);
  if (!sendsSql && !startsPrisma) return NOTHING;
  const parsed = parseCode(path, text);
  if (parsed.kind === 'unreadable') return parsed;
  const names = new CodeNames(parsed.program);
  const remarks = [...(sendsSql ? statementRemarks(names) : []), ...(startsPrisma ? commandRemarks(names) : [])];
  return { kind: 'read', remarks: remarks.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function statementRemarks(names: CodeNames): readonly CodeRemark[] {
  const calls = sqlCalls(names);
  const temporary = new Set(calls.flatMap(({ texts }) => texts.flatMap(temporaryTables)));
  return calls.flatMap(({ by, at, texts }): readonly CodeRemark[] => {
    const statements = texts.flatMap(schemaStatements);
    const found = statements.find(({ name }) => name === null || !temporary.has(nameKey(name)));
    return found === undefined ? [] : [{ kind: 'statement', by, statement: found, ...placeOf(at) }];
  });
}

function commandRemarks(names: CodeNames): readonly CodeRemark[] {
  return commandCalls(names).map(({ command, at }) => ({ kind: 'command', command, ...placeOf(at) }));
}

function placeOf({ loc }: CodeNode): { readonly line: number; readonly column: number } {
  return { line: loc.start.line, column: loc.start.column + 1 };
}
