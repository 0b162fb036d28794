// Runs scripts in a new database, as little as it takes: `node plain-postgres-replay.mjs LIST`, LIST being a JSON array
// of files, on the server that DATABASE_URL names.
import { readFileSync } from 'node:fs';
import pg from 'pg';

const scripts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const admin = new pg.Client(process.env.DATABASE_URL);
await admin.connect();
await admin.query('CREATE DATABASE plain_replay TEMPLATE template0');
const url = new URL(process.env.DATABASE_URL);
url.pathname = '/plain_replay';
const client = new pg.Client(url.href);
await client.connect();
await client.query('SET synchronous_commit = off');
for (const script of scripts) await client.query(readFileSync(script, 'utf8'));
await client.end();
await admin.query('DROP DATABASE plain_replay');
await admin.end();
