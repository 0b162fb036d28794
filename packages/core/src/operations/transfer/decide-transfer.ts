import { compareCodeUnits } from '../../compare.js';
import type { Composition, OwnedEntity } from '../../composition/composition.js';
import type { TransferPlan, TransferRequest } from '../../composition/transfer/plan-transfer.js';
import { findDeclaration, planTransfer } from '../../composition/transfer/plan-transfer.js';
import { schemaDifferences } from '../../composition/transfer/schema-differences.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { assertOwnFiles } from '../run/assert-own-files.js';
import { composeChecked } from '../run/compose-checked.js';
import { assertNoErrors } from '../run/findings-error.js';
import {
  noFragment,
  otherNamespace,
  sameExtension,
  transferCycle,
  transferUnequal,
  unknownModel,
} from './transfer-errors.js';

/** What changes hands in the database. */
export interface MovedEntity {
  readonly entity: OwnedEntity;
  readonly formerOwner: string;
}

/** A transfer that leaves the composed schema as it is. */
export interface DecidedTransfer extends TransferPlan {
  readonly entities: readonly MovedEntity[];
}

/**
 * Plans a transfer and proves that the composed schema stays the same, up to which file its blocks are in. Reads nothing.
 *
 * @throws OrchestrateError `TRANSFER.*`, or the first finding where the fragments are not valid as they are
 */
export async function decideTransfer(
  workspace: Workspace,
  sources: readonly ExtensionSource[],
  names: TransferRequest,
): Promise<DecidedTransfer> {
  const { name, from, to } = names;
  const job = `Cannot move ${name} to ${to}`;
  if (from === to) throw sameExtension(names);
  const { whole: before, findings } = await composeChecked(workspace, { sources });
  assertNoErrors(findings, job);
  if (findDeclaration(sources, { name, extension: from }) === null) {
    const own = before.entities.filter(({ extension, kind }) => extension === from && kind !== 'join-table');
    const owner = findDeclaration(sources, { name, extension: null })?.extension ?? null;
    throw unknownModel(names, { owner, own: own.map((each) => each.name) });
  }
  const target = sources.find((source) => source.name === to);
  if (target?.files.length === 0) throw noFragment(names, target.manifestPath);

  const plan = planTransfer(sources, names);
  if (plan.kind === 'cycle') throw transferCycle(names, plan.cycle);
  const changed = plan.sources.filter((source, at) => source !== sources[at]).map((source) => source.name);
  const owners = workspace.extensions.filter((each) => changed.includes(each.name) || each.name === to);
  assertOwnFiles(owners, `move ${name} to ${to}`);
  const { whole: after, findings: found } = await composeChecked(workspace, { sources: plan.sources });
  const entities = movedEntities(before, after, names);
  assertNoErrors(found, job);
  const differences = schemaDifferences(before, after);
  if (differences.length > 0) throw transferUnequal(names, `${differences.join(', ')} would not be the same`);
  return { ...plan, entities };
}

function movedEntities(before: Composition, after: Composition, names: TransferRequest): readonly MovedEntity[] {
  const keyOf = ({ kind, name }: OwnedEntity): string => `${kind} ${name}`;
  const formerly = new Map(before.entities.map((entity) => [keyOf(entity), entity]));
  return after.entities
    .flatMap((entity): readonly MovedEntity[] => {
      const old = formerly.get(keyOf(entity));
      if (old === undefined) throw transferUnequal(names, `there would be a new ${entity.kind} ${entity.name}`);
      if (old.schema !== entity.schema && entity.kind !== 'type') {
        const { name } = entity;
        throw otherNamespace(names, { name, schema: old.schema ?? '', wanted: entity.schema ?? '' });
      }
      if (old.extension === entity.extension) return [];
      if (entity.extension === names.to) return [{ entity, formerOwner: old.extension }];
      throw transferUnequal(names, `${entity.kind} ${entity.name} would go to ${entity.extension}`);
    })
    .sort((left, right) => compareCodeUnits(left.entity.databaseName, right.entity.databaseName));
}
