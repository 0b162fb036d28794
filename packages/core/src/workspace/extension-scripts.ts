/** The scripts in the package.json of an extension, which turbo's tasks run. */
export function extensionScripts(name: string): Readonly<Record<string, string>> {
  return {
    'schema:validate': `orchestrate validate --extension ${name}`,
    'schema:check': `orchestrate check --extension ${name}`,
  };
}
