// Runs one script in many databases: `node plain-fleet.mjs LIST SCRIPT CONCURRENCY`, a URL on each line of LIST. What an
// upgrade of all of them cannot do without.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { root } from '../support/run.mjs';

const require = createRequire(`${root}/packages/core/package.json`);
const [list, script, concurrency] = process.argv.slice(2);
const urls = readFileSync(list, 'utf8').trim().split('\n');
const sql = readFileSync(script, 'utf8');

const runOn = urls[0].startsWith('file:') ? runOnFile : runOnServer;
const next = urls.values();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (const url of next) await runOn(url);
  }),
);

async function runOnFile(url) {
  const connection = new (require('better-sqlite3'))(url.slice('file:'.length));
  connection.exec(sql);
  connection.close();
}

async function runOnServer(url) {
  const client = new (require('pg').Client)(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
