import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { byOrder } from './dependencies.js';

/** By extension in dependency order, then by place; findings without one come first. */
export function orderFindings(order: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  const compare = byOrder(order);
  const key = ({ extension, where }: Finding) => ({
    file: { extension: extension ?? CORE, path: where?.file ?? '' },
    offset: where === null ? 0 : where.line * 1e6 + where.column,
  });
  return findings
    .map((finding) => ({ finding, ...key(finding) }))
    .sort(compare)
    .map(({ finding }) => finding);
}
