import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** A name that the library exports. */
export interface PublicName {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type';
  /** Where it is declared, below the library's `src/`, without the ending. */
  readonly file: string;
  /** Its TSDoc, without the stars; empty where it has none. */
  readonly doc: string;
  /** The declaration, as it is built. */
  readonly text: string;
}

/** Reads what `index.ts` of the library exports, from its built declarations. */
export function readPublicNames(): readonly PublicName[] {
  const index = read('index');
  const lists = [...index.matchAll(/export (?:type )?\{([^}]*)\} from '\.\/(.+?)\.js'/g)];
  return lists.flatMap(([, list = '', file = '']) => {
    const text = read(file);
    return list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => declarationOf(name, { file, text }));
  });
}

function declarationOf(name: string, { file, text }: { readonly file: string; readonly text: string }): PublicName {
  const declared = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*)?^export (?:declare )?(function|class|interface|type) ${name}\\b[^]*?(?=^export |^/\\*\\*|(?![^]))`,
    'm',
  ).exec(text);
  if (declared === null) return declarationElsewhere(name, { file, text });
  const [whole, comment = '', word] = declared;
  const doc = comment.replaceAll(/^\s*\* ?/gm, '').trim();
  return {
    name,
    kind: word === 'function' || word === 'class' ? word : 'type',
    file,
    doc: `${doc}\n`.replace(/^\n$/, ''),
    text: whole,
  };
}

/** Where the declaration is passed on from another file, maybe by another name. */
function declarationElsewhere(
  name: string,
  { file, text }: { readonly file: string; readonly text: string },
): PublicName {
  const passedOn = new RegExp(`export \\{ (?:(\\w+) as )?${name} \\} from '(.+?)\\.js'`).exec(text);
  if (passedOn === null) throw new Error(`${file} declares no ${name}.`);
  const [, original = name, from = ''] = passedOn;
  const target = join(dirname(file), from);
  return { ...declarationOf(original, { file: target, text: read(target) }), name };
}

function read(module: string): string {
  return readFileSync(join(repositoryRoot, 'packages/core/dist', `${module}.d.ts`), 'utf8');
}
