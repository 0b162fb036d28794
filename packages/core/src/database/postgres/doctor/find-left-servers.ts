import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import { listLeftRunFolders } from '../shadow/embedded/run-folder.js';

/** The folders of embedded servers that killed runs left on this machine. */
export async function findLeftServers(): Promise<readonly Diagnosis[]> {
  const folders = await listLeftRunFolders();
  if (folders.length === 0) return [];
  return [
    {
      code: 'DOCTOR.LEFT_SERVERS',
      status: 'warning',
      message: `Killed runs left folders of embedded servers: ${folders.join(', ')}. The next run that starts one removes them.`,
      fix: `To remove them now: rm -r ${folders.map(shellWord).join(' ')}`,
    },
  ];
}
