// A process that has a hold on the shared server until it is killed: it prints where that is.
import { shareServer } from './share-server.js';

const [root = '', cacheFolder = '', folder = ''] = process.argv.slice(2);
const { url } = await shareServer({ root, cacheFolder, folder, lingerS: 1 });
setInterval(() => {}, 1_000_000);
process.stdout.write(`${url}\n`);
