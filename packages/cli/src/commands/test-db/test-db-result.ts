import type { TestDbResult } from '@prisma-orchestrate/core';
import { documentResult } from '../../docs/result-document.js';

export const testDbResult = documentResult<TestDbResult>({
  fields: [
    {
      path: 'state',
      type: "'created' | 'recreated' | 'present' | 'dropped' | 'absent'",
      means: 'What became of it; `present`: it was there as it would be made now, `absent`: there was none to drop',
    },
    { path: 'name', type: 'string', means: 'What it is called' },
    { path: 'database', type: 'string', means: 'Its URL, without secrets' },
    { path: 'extensions', type: 'string[]', means: 'What is in it, in the order of dependencies; empty after `drop`' },
  ],
  example: {
    state: 'created',
    name: 'shop_test',
    database: 'postgresql://app:***@localhost/shop_test',
    extensions: ['core', 'blog'],
  },
});
