/** What orchestrate's configuration has to say; defaults need no word. */
export interface ConfigText {
  readonly language: 'typescript' | 'javascript';
  /** Where extensions are, unless in `extensions`. */
  readonly extensionsDir: string | null;
}

/** The configuration of a new workspace, as a file of its own. */
export function configText({ language, extensionsDir }: ConfigText): { readonly name: string; readonly text: string } {
  const line =
    extensionsDir === null
      ? '// Defaults serve. Often set: extensionsDir, output (the composed schema), hooks, backup.'
      : `extensionsDir: "${extensionsDir}",`;
  const body = `{\n  ${line}\n}`;
  if (language === 'typescript') {
    return {
      name: 'orchestrate.config.ts',
      text: `import { defineConfig } from "@prisma-orchestrate/core";\n\nexport default defineConfig(${body});\n`,
    };
  }
  // Evaluates wherever it is: nothing has to be installed for a type in a comment.
  const type = '/** @type {import("@prisma-orchestrate/core").OrchestrateConfig} */';
  return { name: 'orchestrate.config.mjs', text: `${type}\nexport default ${body};\n` };
}
