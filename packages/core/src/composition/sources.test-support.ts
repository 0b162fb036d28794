import type { Finding } from '../findings.js';
import type { ExtensionSource, SourceFile } from '../fragment/extension-source.js';
import { compose } from './compose.js';

/** One extension of a test: its schema, or its files, with what it depends on. */
export type TestFragment =
  | string
  | { readonly dependsOn?: readonly string[]; readonly files: Readonly<Record<string, string>> | string };

/** The file that every core of these tests has, unless it is told otherwise. */
export const DATASOURCE: SourceFile = {
  path: 'prisma/datasource.prisma',
  text: 'datasource db {\n  provider = "sqlite"\n}\n',
};

/** A model that others refer to. */
export const USER = 'model User {\n  id Int @id\n}\n';

/** `extensions/blog/prisma/schema.prisma`; core's is `prisma/schema.prisma`. */
export function folder(extension: string): string {
  return extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
}

/** Sources for a composition; a core with a datasource is always there. */
export function sourcesOf(
  fragments: Readonly<Record<string, TestFragment>>,
  options: { readonly datasource?: boolean } = {},
): readonly ExtensionSource[] {
  return Object.entries({ core: '', ...fragments }).map(([name, fragment]) => {
    const { dependsOn = [], files } = typeof fragment === 'string' ? { files: fragment } : fragment;
    const texts = typeof files === 'string' ? { 'schema.prisma': files } : files;
    const own = Object.entries(texts).map(([path, text]) => ({ path: `${folder(name)}/${path}`, text }));
    return {
      name,
      dependsOn,
      manifestPath: name === 'core' ? 'package.json' : `extensions/${name}/package.json`,
      files: name === 'core' && options.datasource !== false ? [DATASOURCE, ...own] : own,
    };
  });
}

/** `NAME_CLASH blog 3:7`: code, file (without the usual folders) and position. */
export function summary({ code, where }: Finding): string {
  const file = where?.file
    .replace(/^(?:extensions\/)?(.*?)\/(?:prisma\/)?schema\.prisma$/, '$1')
    .replace(/^prisma$/, 'core');
  return `${code.replace('COMPOSITION.', '')} ${where === null ? '-' : `${file} ${where.line}:${where.column}`}`;
}

/** A model with a relation to {@link USER}. */
export const POST =
  'model Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n';

/** Fragments by extension. */
export type TestFragments = Readonly<Record<string, TestFragment>>;

/** The composed file of an extension. */
export function composedText(fragments: TestFragments, extension: string): string {
  return compose(sourcesOf(fragments)).files.find((file) => file.extension === extension)?.text ?? '';
}
