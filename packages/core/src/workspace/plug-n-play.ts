import path from 'node:path';
import { DISK, type FileTree } from '../config/file-tree.js';

/** What to do where Yarn keeps packages in archives, with no `node_modules` in which anything could be found. */
export const WITHOUT_PLUG_N_PLAY =
  "Yarn's Plug'n'Play keeps packages where orchestrate and Prisma cannot read them: put `nodeLinker: node-modules` into .yarnrc.yml and run `yarn install`.";

/** Whether a workspace, or the monorepo that it is in, is installed with Yarn's Plug'n'Play. */
export function hasPlugNPlay(root: string, files: FileTree = DISK): boolean {
  for (let directory = root; ; directory = path.dirname(directory)) {
    if (files.readStats(path.join(directory, '.pnp.cjs')) !== null) return true;
    if (directory === path.dirname(directory)) return false;
  }
}
