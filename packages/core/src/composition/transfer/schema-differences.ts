import { sorted } from '../../compare.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import type { Block } from '../../fragment/parsed-file.js';
import type { Composition } from '../composition.js';

/**
 * The blocks of two composed schemas that do not say the same, by kind and name. In which file a block is does not matter,
 * nor in which order the fields of a model are, nor what is said in comments that are no documentation.
 */
export function schemaDifferences(
  before: Pick<Composition, 'files'>,
  after: Pick<Composition, 'files'>,
): readonly string[] {
  const [left, right] = [outlineOf(before), outlineOf(after)];
  return sorted(new Set([...left.keys(), ...right.keys()])).filter((block) => left.get(block) !== right.get(block));
}

function outlineOf({ files }: Pick<Composition, 'files'>): ReadonlyMap<string, string> {
  const outline = new Map<string, string>();
  for (const { path, text } of files) {
    for (const block of parseSchemaFile({ path, text }).blocks) {
      const key = `${block.kind} ${block.name}`;
      // One that is there twice differs from one that is there once.
      outline.set(key, JSON.stringify([outline.get(key) ?? null, block.docs, membersOf(block, text)]));
    }
  }
  return outline;
}

function membersOf({ kind, body }: Block, text: string): readonly string[] {
  const members: string[] = [];
  let docs: string[] = [];
  for (const line of text.slice(body.start, body.end).split('\n')) {
    const trimmed = line.trim();
    if (trimmed.startsWith('///')) docs.push(trimmed.slice(3).trim());
    else if (trimmed !== '' && !trimmed.startsWith('//')) {
      members.push(JSON.stringify([docs, withoutAddedComment(trimmed).split(/\s+/).join(' ')]));
      docs = [];
    }
  }
  // The values of an enum are in an order.
  return kind === 'enum' ? members : sorted(members);
}

/** What the composer says of a field that it has added. */
function withoutAddedComment(line: string): string {
  return line.replace(/ \/\/ opposite of \S+ in \S+$/, '');
}
