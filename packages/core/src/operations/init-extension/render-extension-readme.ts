import { tablePrefix } from '../../composition/sample/sample-names.js';
import { CORE } from '../../extension.js';

/** What the README of a new extension speaks of. */
export interface ExtensionReadmeOptions {
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** Null where orchestrate cannot migrate the database. */
  readonly historyTable: string | null;
}

/** The README of a new extension: what it owns, and the commands for it. */
export function renderExtensionReadme({ name, dependsOn, historyTable }: ExtensionReadmeOptions): string {
  const others = dependsOn.filter((each) => each !== CORE);
  const tables = `\`${tablePrefix(name)}_\``;
  return `# ${name}

An extension of this project's database. ${
    historyTable === null
      ? `It owns the models in \`prisma/schema.prisma\`, and the tables that begin\nwith ${tables}.`
      : `It owns the models in \`prisma/schema.prisma\`, the tables that begin with
${tables}, the revisions in \`prisma/migrations\` that make them, and the table \`${historyTable}\`, which
records those that are applied.`
  }

It depends on ${[CORE, ...others].map((each) => `\`${each}\``).join(', ')}. Whoever refers to models of another extension first adds it to
\`orchestrate.dependsOn\` in \`package.json\`.

${historyTable === null ? schemaCommands(name) : allCommands(name)}`;
}

function schemaCommands(name: string): string {
  return `\`\`\`console
orchestrate validate --extension ${name}
orchestrate generate
\`\`\`

The first looks whether the schema fits the others, the second generates the client from all of them.
`;
}

function allCommands(name: string): string {
  return `\`\`\`console
orchestrate validate --extension ${name}
orchestrate revision --extension ${name} -m "What changed" --auto
orchestrate upgrade --extension ${name}
orchestrate check --extension ${name}
\`\`\`

The first looks whether the schema fits the others, the second makes a revision of what changed in it, the third applies
it, and the last is what has to pass before a change is merged.
`;
}
