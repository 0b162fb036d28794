import type { ListedExtension, ListedModel, ListResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderPosition } from './render-findings.js';
import { type Column, renderTable } from './render-table.js';
import { revisionNames } from './revision-names.js';

const COLUMNS: readonly Column<ListedExtension>[] = [
  { title: 'extension', value: ({ name }) => name, cuttable: true },
  { title: 'depends on', value: ({ dependsOn }) => dependsOn.join(', ') || '-', cuttable: true },
  { title: 'revisions', value: ({ revisions }) => String(revisions), align: 'right' },
  { title: 'head', value: ({ heads }) => revisionNames(heads) || '-', cuttable: true },
  { title: 'namespace', value: ({ namespace }) => namespace ?? '-' },
  { title: 'where', value: placeOf },
];

function placeOf({ directory, packageName, packageVersion }: ListedExtension): string {
  if (packageName === null) return directory;
  return packageVersion === null ? `npm ${packageName}` : `npm ${packageName} ${packageVersion}`;
}

interface OwnedModel extends ListedModel {
  readonly extension: string;
}

const MODEL_COLUMNS: readonly Column<OwnedModel>[] = [
  { title: 'extension', value: ({ extension }) => extension, cuttable: true },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'name', value: ({ name }) => name },
  {
    title: 'in the database',
    value: ({ schema, databaseName }) => (schema === null ? databaseName : `${schema}.${databaseName}`),
  },
  { title: 'where', value: ({ where }) => renderPosition(where) },
];

/** The extensions as a table, and one of their models where those were asked for. */
export function renderList({ extensions }: ListResult, look: Look): string {
  const models = extensions.flatMap(({ name, models: own }) =>
    (own ?? []).map((model) => ({ ...model, extension: name })),
  );
  const hasNamespaces = extensions.some(({ namespace }) => namespace !== null);
  const columns = COLUMNS.filter(({ title }) => hasNamespaces || title !== 'namespace');
  const table = renderTable(extensions, columns, look);
  return models.length === 0 ? table : `${table}\n${renderTable(models, MODEL_COLUMNS, look)}`;
}
