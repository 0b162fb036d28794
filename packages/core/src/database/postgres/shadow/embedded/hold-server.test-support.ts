// A process that holds an embedded server until it is ended: it prints where, and `alive` when it was told to go and the
// server still answers.
import pg from 'pg';
import { startEmbeddedServer } from './embedded-server.js';

const [root = '', cacheFolder = ''] = process.argv.slice(2);
const server = await startEmbeddedServer({ root, cacheFolder });
process.once('SIGINT', async () => {
  const client = new pg.Client({ host: server.host, port: server.port, user: 'postgres' });
  await client.connect();
  await client.end();
  process.stdout.write('alive\n');
  await server.stop();
  process.exit();
});
const alive = setInterval(() => {}, 1_000_000);
process.once('SIGTERM', () => clearInterval(alive));
process.stdout.write(`${server.host}\n`);
