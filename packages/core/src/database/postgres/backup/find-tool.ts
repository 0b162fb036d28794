import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../../errors.js';
import { configuredToolFails, configuredToolUnfit, noFittingTool, toolMissing } from './backup-tool-errors.js';
import { chooseTool, fitsServer, type PostgresTool, parseToolVersion, type ToolName } from './postgres-tool.js';
import { foldersOfPackages, foldersOfPath } from './tool-places.js';

/** Which program is wanted, and for whom. */
export interface FindToolOptions {
  readonly name: ToolName;
  /** The file that the configuration names; null for the best one that is there. */
  readonly configured: string | null;
  /** Such as `18.4`. */
  readonly serverVersion: string;
}

/**
 * The program of the configuration, or the one that fits the server best: of PATH where that one is of the server's own
 * version, or else of wherever packages put them.
 *
 * @throws OrchestrateError `BACKUP.TOOL_MISSING`, `BACKUP.TOOL_VERSION`
 */
export async function findTool({ name, configured, serverVersion }: FindToolOptions): Promise<PostgresTool> {
  const serverMajor = Number.parseInt(serverVersion, 10);
  if (configured !== null) return checkConfigured(configured, { name, serverVersion, serverMajor });
  const onPath = await readTools(name, foldersOfPath());
  const exact = onPath.find(({ major }) => major === serverMajor);
  if (exact !== undefined) return exact;
  const tools = [...onPath, ...(await readTools(name, foldersOfPackages()))];
  if (tools.length === 0) throw toolMissing(name, serverVersion);
  const best = chooseTool(tools, serverMajor);
  if (best === null) throw noFittingTool({ name, serverVersion, found: tools });
  return best;
}

async function checkConfigured(
  file: string,
  wanted: { readonly name: ToolName; readonly serverVersion: string; readonly serverMajor: number },
): Promise<PostgresTool> {
  const tool = await readVersion(wanted.name, file);
  if (tool instanceof Error) throw configuredToolFails(wanted.name, file, tool);
  if (!fitsServer(tool, wanted.serverMajor)) throw configuredToolUnfit(tool, wanted.serverVersion);
  return tool;
}

async function readTools(name: ToolName, folders: readonly string[]): Promise<readonly PostgresTool[]> {
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  const files = folders.map((folder) => path.join(folder, program)).filter(isProgram);
  // On many systems /bin is /usr/bin.
  const different = files.filter((file, at) => files.findIndex((other) => isSame(other, file)) === at);
  const tools = await Promise.all(different.map((file) => readVersion(name, file)));
  // One that does not start, for want of a library for instance, is none.
  return tools.filter((tool): tool is PostgresTool => !(tool instanceof Error));
}

async function readVersion(name: ToolName, file: string): Promise<PostgresTool | Error> {
  const { execa } = await import('execa');
  try {
    const { stdout } = await execa(file, ['--version'], { stdin: 'ignore', timeout: START_TIMEOUT_MS });
    const version = parseToolVersion(stdout);
    if (version === null)
      return new Error(`it answers "${stdout.slice(0, SHOWN_CHARACTERS)}" when asked for its version`);
    return { name, file, ...version };
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

const START_TIMEOUT_MS = 20_000;
const SHOWN_CHARACTERS = 80;

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isSame(one: string, other: string): boolean {
  return realpathSync(one) === realpathSync(other);
}
