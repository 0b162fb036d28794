// Writes docs/api, the reference of the libraries, from their built declarations; needs a build. What has not changed is not
// made again. `--check` makes all of it, writes nothing, and fails when a page is stale.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = join(root, 'docs/api');
const isCheck = process.argv.includes('--check');

/** The packages that have one, with what is said of them. */
const PACKAGES = {
  core: 'everything the `orchestrate` command can do, as functions; [library.md](../library.md) is the introduction',
  testing: 'databases for tests of your own, made in milliseconds',
};

// A package that is only declared yet has none.
const names = Object.keys(PACKAGES).filter((name) => existsSync(join(root, 'packages', name, 'src/index.ts')));

for (const name of names) await bringUpToDate(name);
write(join(pages, 'README.md'), renderIndex());

async function bringUpToDate(name) {
  const page = join(pages, `${name}.md`);
  const known = join(root, 'node_modules/.cache/prisma-orchestrate', `api-docs-${name}`);
  if (!isCheck && readOr(known) === fingerprintOf(name, page)) return;
  write(page, await render(name));
  if (isCheck) return;
  mkdirSync(dirname(known), { recursive: true });
  // A file of its own, where the one that is there is a link to that of another copy of the repository.
  rmSync(known, { force: true });
  writeFileSync(known, fingerprintOf(name, page));
}

function renderIndex() {
  const list = names.map((name) => `- [@prisma-orchestrate/${name}](${name}.md): ${PACKAGES[name]}`);
  return `# API reference\n\n${list.join('\n')}\n`;
}

async function render(name) {
  // Half a second to load, which most runs have no need of.
  const { Application } = await import('typedoc');
  const out = mkdtempSync(join(tmpdir(), 'orchestrate-api-docs-'));
  try {
    const app = await Application.bootstrapWithPlugins({
      entryPoints: [join(root, 'packages', name, 'dist/index.d.ts')],
      tsconfig: fileURLToPath(new URL(`tsconfig.${name}.json`, import.meta.url)),
      plugin: [fileURLToPath(import.meta.resolve('typedoc-plugin-markdown'))],
      out,
      logLevel: 'Warn',
      readme: 'none',
      disableGit: true,
      disableSources: true,
      hideGenerator: true,
      excludeInternal: true,
      excludeExternals: true,
      sort: ['alphabetical'],
      groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases'],
      router: 'module',
      entryFileName: name,
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      propertyMembersFormat: 'table',
      typeAliasPropertiesFormat: 'table',
    });
    const project = await app.convert();
    if (project === undefined) throw new Error('The declarations cannot be read.');
    await app.generateOutputs(project);
    // A type that public ones refer to, and that nobody can name.
    app.validate(project);
    if (app.logger.hasErrors() || (isCheck && app.logger.hasWarnings())) throw new Error('TypeDoc has complained.');
    return withNamedAnchors(readFileSync(join(out, `${name}.md`), 'utf8'));
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Anchors after what they are of: TypeDoc counts them, so that one more would change hundreds of lines. */
function withNamedAnchors(text) {
  const names = new Map();
  let heading = '';
  for (const line of text.split('\n')) {
    heading = /^### (\w+)/.exec(line)?.[1] ?? heading;
    for (const [, anchor, property] of line.matchAll(/<a id="(property-[\w-]+)"><\/a> `(\w+)/g)) {
      const name = `${heading}-${property}`.toLowerCase();
      const taken = [...names.values()].filter((each) => each.replace(/-\d+$/, '') === name).length;
      names.set(anchor, taken === 0 ? name : `${name}-${taken + 1}`);
    }
  }
  return text.replaceAll(
    /(id="|\(#)(property-[\w-]+)/g,
    (_whole, before, anchor) => before + (names.get(anchor) ?? anchor),
  );
}

/** Of all that the page is made from, and of the page itself. */
function fingerprintOf(name, page) {
  const dist = join(root, 'packages', name, 'dist');
  const declarations = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.d\.[cm]?ts$/.test(file))
    .sort();
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of declarations) hash.update(`\0${file}\0`).update(readFileSync(join(dist, file)));
  return hash.update(`\0\0${readOr(page)}`).digest('hex');
}

function readOr(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function write(file, text) {
  if (readOr(file) === text) return;
  if (isCheck) {
    console.error(`docs/api/${basename(file)} is stale: run \`npm run build && npm run docs\``);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
