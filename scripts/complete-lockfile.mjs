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
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(
        ([name, version]) => /^\d/.test(version) && !Object.keys(packages).some((key) => key.endsWith(`/${name}`)),
      )
      .map(([name, version]) => [
        `node_modules/${name}`,
        { version, ...platformOf(name), ...(dev && { dev }), optional: true },
      ]),
  );
}

/** `@biomejs/cli-linux-x64-musl` → linux, x64, musl. */
function platformOf(name) {
  const parts = name
    .split('/')
    .at(-1)
    .replace(/^(cli|binding)-/, '')
    .split('-');
  const [os, cpu, abi] = parts;
  return { cpu: [CPU[cpu] ?? cpu], os: [OS[os] ?? os], ...(LIBC[abi] && { libc: [LIBC[abi]] }) };
}
