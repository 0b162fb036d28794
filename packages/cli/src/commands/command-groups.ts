/** The headings under which the overview lists the commands, and what is under each, both in the order of a project's life. */
export const COMMAND_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Getting started': ['init', 'init-extension', 'install-hook', 'completion'],
  'Every day': ['dev', 'status', 'validate', 'revision', 'upgrade', 'generate'],
  Schema: ['list', 'compose', 'fix', 'transfer', 'rename-extension', 'pack-check', 'prisma'],
  Revisions: ['check', 'lint', 'history', 'merge', 'squash'],
  Database: [
    'deploy',
    'auto-migrate',
    'current',
    'downgrade',
    'stamp',
    'repair',
    'uninstall',
    'backup',
    'restore',
    'test-db',
  ],
  Help: ['doctor', 'debug', 'help'],
};

/** Those that are in no group. */
const OTHERS = 'Other commands';

/** The heading of a command. */
export function commandGroup(name: string): string {
  return Object.entries(COMMAND_GROUPS).find(([, names]) => names.includes(name))?.[0] ?? OTHERS;
}

/** Commands in the order of the overview. */
export function inGroups<Named extends { readonly name: string }>(commands: readonly Named[]): readonly Named[] {
  const order = Object.values(COMMAND_GROUPS).flat();
  const grouped = order.flatMap((name) => commands.filter((command) => command.name === name));
  return [...grouped, ...commands.filter(({ name }) => !order.includes(name))];
}
