import { errorCode } from '../config/read-text-file.js';

/** Whether there is a process of that number on this machine; what is no number is none. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
