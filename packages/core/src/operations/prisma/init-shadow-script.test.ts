import { describe, expect, it } from 'vitest';
import { revision } from '../../revisions/revisions.test-support.js';
import { initShadowScript, isInitShadowScript } from './init-shadow-script.js';

describe('initShadowScript', () => {
  it('has all that is not the own, each statement ended, after what the configuration prepares', () => {
    const script = initShadowScript({
      extension: 'blog',
      revisions: [
        revision('core/1_init', { sql: '\uFEFFCREATE TABLE a (id int)\n' }),
        revision('blog/1_init', { sql: 'CREATE TABLE b (id int);' }),
        revision('core/2_more', { sql: 'CREATE TABLE c (id int); -- the end' }),
      ],
      initScript: 'CREATE EXTENSION citext;\n',
    });
    expect(script.split('\n').slice(1)).toEqual([
      'CREATE EXTENSION citext;',
      '-- core/1_init',
      'CREATE TABLE a (id int)',
      ';',
      '-- core/2_more',
      'CREATE TABLE c (id int); -- the end',
      ';',
    ]);
    expect(isInitShadowScript(script)).toBe(true);
  });

  it('is recognised without anything in it, and what somebody wrote is not', () => {
    expect(isInitShadowScript(initShadowScript({ extension: 'core', revisions: [], initScript: null }))).toBe(true);
    expect(isInitShadowScript('-- my own\nCREATE EXTENSION citext;')).toBe(false);
    expect(isInitShadowScript('')).toBe(false);
  });
});
