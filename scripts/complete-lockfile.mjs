// Adds to package-lock.json the platform packages that an install left out: `node scripts/complete-lockfile.mjs`.
//
// A registry mirror may hold the binaries of some platforms only. npm then writes a lockfile without the others, and
// `npm ci` refuses that lockfile everywhere. The entries added here carry no integrity; npm fills it in where it can.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support/run.mjs';

const OS = { windows: 'win32' };
const CPU = { 64: 'x64' };
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = missingPackages(lock.packages);
for (const [location, entry] of added) lock.packages[location] = entry;
// In the order in which npm itself writes them.
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'package-lock.json is complete.' : `Added ${added.length} platform packages.`);

function missingPackages(packages) {
  const present = new Set(Object.keys(packages).map((location) => location.replace(/^.*node_modules\//, '')));
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !present.has(name))
      .map(([name, version]) => [`node_modules/${name}`, entryOf({ name, version, dev })]),
  );
}

/** Reads the platform from the name: `@biomejs/cli-linux-x64-musl` is for linux, x64 and musl. */
function entryOf({ name, version, dev }) {
  const [os, cpu, abi] = name
    .split('/')
    .at(-1)
    .replace(/^(cli|binding|prek|lefthook)-/, '')
    .split('-');
  return {
    version,
    cpu: [CPU[cpu] ?? cpu],
    ...(dev && { dev }),
    ...(LIBC[abi] && { libc: [LIBC[abi]] }),
    optional: true,
    os: [OS[os] ?? os],
  };
}
