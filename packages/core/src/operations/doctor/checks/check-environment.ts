import { SOURCE_NAMES } from '../../../config/database-url.js';
import { readEnvironment } from '../../../config/environment.js';
import { redactUrl } from '../../../config/redact-url.js';
import type { Diagnosis } from '../../../diagnosis.js';
import type { DoctorContext } from '../doctor-context.js';
import { isAbsent } from '../is-absent.js';
import { isOther } from './check-agreement.js';

const URL_VARIABLE = 'DATABASE_URL';

/** Whether variables make orchestrate do something else than its files say. */
export async function checkEnvironment(context: DoctorContext): Promise<readonly Diagnosis[]> {
  const found = [...judgeLists(context), ...judgeUrl(context)];
  if (found.length > 0) return found;
  return [{ code: 'DOCTOR.ENVIRONMENT', status: 'ok', message: 'no variable overrides the configuration', fix: null }];
}

function judgeLists({ environment }: DoctorContext): readonly Diagnosis[] {
  return ['ORCHESTRATE_EXTENSIONS', 'OVERRIDE_EXTENSION_LIST']
    .filter((name) => !isAbsent(environment[name]))
    .map((name) => ({
      code: 'DOCTOR.ENVIRONMENT',
      status: 'warning',
      message: `${name} is set (${environment[name]}), so the extensions of the configuration do not count, nor those that would be found.`,
      fix: `unset ${name}`,
    }));
}

function judgeUrl({ environment, open, located, root }: DoctorContext): readonly Diagnosis[] {
  const given = environment[URL_VARIABLE];
  if (open === null || located === null) return [];
  const inFile = readEnvironment({}, [`${root}/.env`])[URL_VARIABLE];
  const effective = open.workspace.environment[URL_VARIABLE];
  const found: Diagnosis[] = [];
  if (!isAbsent(given) && !isAbsent(inFile) && given !== inFile) {
    found.push({
      code: 'DOCTOR.ENVIRONMENT',
      status: 'warning',
      message: `${URL_VARIABLE} of the environment (${redactUrl(given)}) goes before that of .env (${redactUrl(inFile)}).`,
      fix: `unset ${URL_VARIABLE}, where .env is meant.`,
    });
  }
  const { source, display } = located.url;
  if (
    source !== 'environment' &&
    source !== 'option' &&
    !isAbsent(effective) &&
    isOther(located, { url: effective, root })
  ) {
    found.push({
      code: 'DOCTOR.ENVIRONMENT',
      status: 'warning',
      message: `${URL_VARIABLE} names ${redactUrl(effective)}, and does not count: the database is ${display}, from ${SOURCE_NAMES[source]}.`,
      fix: `Correct ${URL_VARIABLE}, or take it away; the application may read it, too.`,
    });
  }
  return found;
}
