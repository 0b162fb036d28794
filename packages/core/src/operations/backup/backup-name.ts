import { timeInName } from '../../time-in-name.js';

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.backup$/;

/** What a backup is called: when it was taken, so that names sort by age. */
export function backupName(time: Date): string {
  return `${timeInName(time)}.backup`;
}

/** When a backup of that name was taken; null for a file that is called otherwise. */
export function takenAtOf(name: string): Date | null {
  const [, year, month, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
  if (year === undefined) return null;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** The manifest of a backup. */
export function manifestFileOf(file: string): string {
  return `${file}.json`;
}
