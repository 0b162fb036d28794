// Replays the history of an extension once, as `revision --auto` does, and nothing else:
// `node library-replay.mjs WORKSPACE EXTENSION`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/run.mjs';

const [cwd, extension] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(root, 'packages/core/dist', path)).href);
const { openSoundWorkspace } = await load('operations/run/open-workspace.js');
const { locateDatabase } = await load('operations/run/open-database.js');
const { openShadow } = await load('operations/run/open-shadow.js');
const { replay } = await load('operations/run/replay.js');

const { workspace, graph } = await openSoundWorkspace({ cwd }, 'Cannot replay');
const { driver } = await locateDatabase(workspace, {});
const shadow = await openShadow(workspace, { driver, extension, options: { cwd } });
await replay({ shadow, driver, revisions: graph.order, extension, root: workspace.root });
await shadow.close();
