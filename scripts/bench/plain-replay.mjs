// Runs the scripts that a JSON file lists, one transaction each: `node plain-replay.mjs LIST DATABASE`.
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';

const [list, path] = process.argv.slice(2);
const database = new Database(path);
for (const script of JSON.parse(readFileSync(list, 'utf8'))) {
  const sql = readFileSync(script, 'utf8');
  database.transaction(() => database.exec(sql))();
}
database.close();
