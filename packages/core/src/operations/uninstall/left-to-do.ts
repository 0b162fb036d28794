import { rootRelative } from '../../config/root-relative.js';
import type { Workspace } from '../../workspace/workspace.js';

/** What an uninstall leaves to a person, a sentence each. */
export function leftToDo({ root, config, extensions }: Workspace, extension: string): readonly string[] {
  const found = extensions.find(({ name }) => name === extension);
  const names = [extension, found?.packageName, found === undefined ? undefined : rootRelative(root, found.directory)];
  const listed = (config.extensions ?? []).filter((entry) => names.includes(entry.replace(/^\.\//, '')));
  const code =
    found === undefined
      ? []
      : [
          found.packageName === null
            ? `Remove the directory ${rootRelative(root, found.directory)}: as long as it is there, \`orchestrate upgrade --all\` installs ${extension} again.`
            : `Uninstall the npm package ${found.packageName}: as long as it is there, \`orchestrate upgrade --all\` installs ${extension} again.`,
        ];
  return [
    ...code,
    ...listed.map((entry) => `Take "${entry}" out of "extensions" in the configuration.`),
    'Run `orchestrate compose` and generate the client again.',
    'Uninstall it from every other database too, now or later: its code is not needed for that.',
  ];
}
