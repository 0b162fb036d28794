import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { manifestLine } from './dependencies.js';
import { type Declaration, findingAt, type Place, placeOf, relatedPlace } from './fragment.js';
import { dependencyPath, neededDependencies } from './needed-dependencies.js';
import { dependsOn, type SchemaIndex } from './schema-index.js';

/** What refers to what. */
export interface Reference {
  readonly at: Place;
  readonly target: Declaration;
  /** Who refers, as a sentence starts: `Post.author`. */
  readonly subject: string;
}

/** A reference must stay in the extension or go to core or a direct, declared dependency. */
export function checkReference(index: SchemaIndex, { at, target, subject }: Reference): Finding | null {
  const { extension } = at.file;
  if (target.extension === extension || dependsOn(index, extension, target.extension)) return null;
  const related = [relatedPlace(placeOf(target), `${target.kind} ${target.name} is declared here`)];
  if (extension === CORE) {
    return findingAt(at, {
      code: 'CORE_REFERENCE',
      message: `${subject} in core refers to ${target.kind} ${target.name} of extension ${target.extension}, and core can depend on no extension.`,
      fix: `Declare the relation in ${target.extension} (the field in core is then added by itself), or move ${target.name} to core.`,
      related,
    });
  }
  const source = index.fragments.find((fragment) => fragment.extension === extension)?.source;
  const circle = dependencyPath(neededDependencies(index), { from: target.extension, to: extension });
  if (circle !== null) {
    return findingAt(at, {
      code: 'UNDECLARED_DEPENDENCY',
      message: `${subject} refers to ${target.kind} ${target.name} of extension ${target.extension}, which ${extension} does not declare as a dependency.`,
      fix: `Declaring it would close a circle: ${[extension, ...circle].join(' → ')}. Declare the relation in ${target.extension} (the field in ${extension} is then added by itself), or move the models that need each other into one extension.`,
      related,
    });
  }
  const line = manifestLine([...(source?.dependsOn ?? []).filter((name) => name !== extension), target.extension]);
  // An installed package is its author's to change.
  const isPackage = /(?:^|\/)node_modules\//.test(source?.manifestPath ?? '');
  return findingAt(at, {
    code: 'UNDECLARED_DEPENDENCY',
    message: `${subject} refers to ${target.kind} ${target.name} of extension ${target.extension}, which ${extension} does not declare as a dependency.`,
    fix: `Declare it in ${source?.manifestPath ?? 'the manifest'}${isPackage ? '' : ' (orchestrate fix does)'}: ${line}`,
    related,
  });
}
