// The last line of a CI run: what the last `npm test` counted.
import { readCounts } from './support/test-counts.mjs';

const counts = readCounts();
if (counts === null) console.log('The tests did not run to their end; see above.');
console.log(`${counts?.passed ?? 0} passed, ${counts?.failed ?? 0} failed`);
