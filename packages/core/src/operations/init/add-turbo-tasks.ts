import { setJson } from '../../json/edit-json.js';
import { type Addition, additionOf, type KeptSetting } from './addition.js';
import { unfitFile } from './init-errors.js';
import { objectAt } from './project-file.js';
import type { TurboFile } from './read-project.js';
import type { TurboTask } from './turbo-tasks.js';

/** What a new turbo.json begins with; in a package of a monorepo turbo wants to be told that it adds to the one above. */
const NEW_FILE = {
  root: '{\n  "$schema": "https://turborepo.com/schema.json"\n}\n',
  package: '{\n  "$schema": "https://turborepo.com/schema.json",\n  "extends": ["//"]\n}\n',
} as const;

/** Which tasks, and whether the file is that of a repository or of one of its packages. */
export interface AddTurboTasksOptions {
  readonly wantedTasks: Readonly<Record<string, TurboTask>>;
  readonly place: 'root' | 'package';
}

/**
 * Adds the tasks that turbo.json lacks; one of the same name stays as it is, and is named.
 *
 * @throws OrchestrateError `INIT.UNFIT_FILE`
 */
export function addTurboTasks(turbo: TurboFile, { wantedTasks, place }: AddTurboTasksOptions): Addition {
  const tasks = objectAt(turbo, 'tasks');
  if (turbo.value['pipeline'] !== undefined) {
    throw unfitFile(turbo.file, 'it has the "pipeline" of Turborepo 1, and tasks are those of Turborepo 2');
  }
  const kept: KeptSetting[] = [];
  let after = turbo.text ?? NEW_FILE[place];
  for (const [task, wanted] of Object.entries(wantedTasks)) {
    const found = tasks[task];
    if (found === undefined) after = setJson(after, ['tasks', task], wanted, 'lines');
    else if (!isSame(found, wanted)) {
      kept.push({
        file: turbo.name,
        what: `task ${task}`,
        found: JSON.stringify(found),
        wanted: JSON.stringify(wanted),
      });
    }
  }
  return additionOf({ file: turbo.file, before: turbo.text, after }, kept);
}

/** Whether two tasks say the same, in whatever order. */
function isSame(left: unknown, right: unknown): boolean {
  return normal(left) === normal(right);
}

function normal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(normal).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${normal(member)}`)
    .sort()
    .join()}}`;
}
