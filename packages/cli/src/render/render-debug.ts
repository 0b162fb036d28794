import type { DebugReport } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderProblems } from './render-problems.js';
import { type Column, renderTable } from './render-table.js';
import { wrapLines } from './wrap-lines.js';

type Row = DebugReport['extensions'][number];

const COLUMNS: readonly Column<Row>[] = [
  { title: 'extension', value: ({ name }) => name, cuttable: true },
  { title: 'files', value: ({ files }) => String(files), align: 'right' },
  { title: 'revisions', value: ({ revisions }) => String(revisions), align: 'right' },
  {
    title: 'history table',
    value: ({ namespace, historyTable }) => (namespace === null ? historyTable : `${namespace}.${historyTable}`),
    cuttable: true,
  },
  { title: 'depends on', value: ({ dependsOn }) => dependsOn.join(', ') || '-', cuttable: true },
  { title: 'directory', value: ({ directory }) => directory },
];

/** What orchestrate sees, section by section; nothing in it is secret. */
export function renderDebug(report: DebugReport, look: Look): string {
  const { database } = report;
  const sections = [
    section('Versions', { ...report.versions, platform: report.platform }, look),
    section(
      'Workspace',
      {
        root: report.root,
        config: report.configFile,
        'prisma config': report.prismaConfigFile,
        'composed schema': report.output,
      },
      look,
    ),
    database === null
      ? `${look.bold('Database')}\n  none\n`
      : section(
          'Database',
          {
            url: database.display,
            from: database.source,
            provider: database.provider,
            exists: database.exists ? 'yes' : 'no',
            ...(database.error === null ? {} : { error: database.error }),
          },
          look,
        ),
    section('Environment', report.environment, look),
    ...(report.extensions.length === 0 ? [] : [renderTable(report.extensions, COLUMNS, look)]),
    ...(report.config === null ? [] : [`${look.bold('Configuration')}\n${JSON.stringify(report.config, null, 2)}\n`]),
    ...(report.problems.length === 0 ? [] : [renderProblems(report.problems, look)]),
  ];
  return sections.join('\n');
}

function section(title: string, values: Readonly<Record<string, string | null>>, look: Look): string {
  const entries = Object.entries(values);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) =>
    wrapLines(`  ${look.dim(name.padEnd(width))}  ${value ?? 'none'}\n`, look),
  );
  return `${look.bold(title)}\n${lines.length === 0 ? '  none\n' : lines.join('')}`;
}
