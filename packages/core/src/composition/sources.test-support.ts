import type { Finding } from '../findings.js';
import type { ExtensionSource, SourceFile } from '../fragment/extension-source.js';
import { compose } from './compose.js';

/** One extension of a test: its schema, or its files, with what it depends on. */
export type TestFragment =
  | string
  | {
      readonly dependsOn?: readonly string[];
      readonly files: Readonly<Record<string, string>> | string;
      readonly namespace?: string;
    };

/** The file that every core of these tests has, unless it is told otherwise. */
export const DATASOURCE: SourceFile = datasourceOf('sqlite');

function datasourceOf(provider: string): SourceFile {
  return { path: 'prisma/datasource.prisma', text: `datasource db {\n  provider = "${provider}"\n}\n` };
}

/** A model that others refer to. */
export const USER = 'model User {\n  id Int @id\n}\n';

/** `extensions/blog/prisma/schema.prisma`; core's is `prisma/schema.prisma`. */
export function folder(extension: string): string {
  return extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
}

/** How to make sources. */
export interface SourcesOptions {
  /** Whether core gets a datasource; true unless given. */
  readonly datasource?: boolean;
  /** What that says; `sqlite` unless given. */
  readonly provider?: string;
}

/** Sources for a composition; a core with a datasource is always there. */
export function sourcesOf(
  fragments: Readonly<Record<string, TestFragment>>,
  options: SourcesOptions = {},
): readonly ExtensionSource[] {
  const datasource = options.provider === undefined ? DATASOURCE : datasourceOf(options.provider);
  return Object.entries({ core: '', ...fragments }).map(([name, fragment]) => {
    const { dependsOn = [], files, namespace = null } = typeof fragment === 'string' ? { files: fragment } : fragment;
    const texts = typeof files === 'string' ? { 'schema.prisma': files } : files;
    const own = Object.entries(texts).map(([path, text]) => ({ path: `${folder(name)}/${path}`, text }));
    return {
      name,
      dependsOn,
      namespace,
      manifestPath: name === 'core' ? 'package.json' : `extensions/${name}/package.json`,
      files: name === 'core' && options.datasource !== false ? [datasource, ...own] : own,
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
export function composedText(fragments: TestFragments, extension: string, options?: SourcesOptions): string {
  return compose(sourcesOf(fragments, options)).files.find((file) => file.extension === extension)?.text ?? '';
}
