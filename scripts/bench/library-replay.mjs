// Replays the history of an extension once, as `revision --auto` does, and nothing else:
// `node library-replay.mjs WORKSPACE EXTENSION`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/run.mjs';

const [cwd, extension] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(root, 'packages/core/dist', path)).href);
const { openSoundWorkspace } = await load('operations/run/open-workspace.js');
const { replay } = await load('operations/run/replay.js');
const { driverFor } = await load('database/driver-for.js');

const { workspace, graph } = await openSoundWorkspace({ cwd }, 'Cannot replay');
const driver = await driverFor('sqlite');
const shadow = await driver.openShadow({ extension, shadow: 'auto', root: workspace.root });
await replay({ shadow, driver, revisions: graph.order, extension, root: workspace.root });
await shadow.close();
