import { describe, expect, it } from 'vitest';
import { EngineUsageError, parseEngineArguments } from './parse-engine-arguments.js';

const DATASOURCE = ['--datasource', '{"url":"file:./dev.db"}'];

describe('parseEngineArguments', () => {
  it.each<[string, readonly string[], object]>([
    [
      'a service',
      DATASOURCE,
      { task: 'serve', datamodels: [], datasource: { url: 'file:./dev.db', shadowDatabaseUrl: null } },
    ],
    ['one option with its value', ['--datasource={}'], { datasource: { url: null, shadowDatabaseUrl: null } }],
    [
      'a shadow database',
      ['--datasource', '{"url":"a:","shadowDatabaseUrl":"b:"}'],
      { datasource: { url: 'a:', shadowDatabaseUrl: 'b:' } },
    ],
    ['an option per file', ['--datamodels', 'a', '--datamodels', 'b', ...DATASOURCE], { datamodels: ['a', 'b'] }],
    ['several files for one option', ['-d', 'a', 'b', ...DATASOURCE, '-d', 'c'], { datamodels: ['a', 'b', 'c'] }],
    ['a subcommand', [...DATASOURCE, 'cli', 'can-connect-to-database'], { task: 'can-connect-to-database' }],
    [
      'a subcommand behind files',
      ['-d', 'a', 'b', 'cli', 'create-database', ...DATASOURCE],
      { task: 'create-database', datamodels: ['a', 'b'] },
    ],
    [
      'what is not used',
      [...DATASOURCE, '--enabled-preview-features', 'views,x', '--extension-types', '{"types":[]}'],
      { task: 'serve' },
    ],
  ])('takes %s', (_name, args, expected) => {
    expect(parseEngineArguments(args)).toMatchObject(expected);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no datasource, as a Prisma before 7 gives none', ['--datamodel', 'a'], /datamodel/],
    ['files only', ['-d', 'a'], /since version 7/],
    ['an unknown option', [...DATASOURCE, '--single-cmd'], /single-cmd/],
    ['an unknown subcommand', [...DATASOURCE, 'serve'], /"serve" is no subcommand/],
    ['an unknown subcommand of cli', [...DATASOURCE, 'cli', 'qe-setup'], /can-connect-to-database, .*"qe-setup"/],
    ['no subcommand of cli', [...DATASOURCE, 'cli'], /was given nothing/],
    ['too much for cli', [...DATASOURCE, 'cli', 'create-database', 'now'], /"create-database now"/],
    ['a datasource that is cut off', ['--datasource', '{"url":"postgresql://u:secret@h'], /is no JSON; /],
    ['a datasource that is a list', ['--datasource', '["secret"]'], /no JSON object/],
    ['a URL that is a number', ['--datasource', '{"url":1}'], /"url" of --datasource is no string/],
  ])('refuses %s', (_name, args, message) => {
    const parse = () => parseEngineArguments(args);
    expect(parse).toThrow(EngineUsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/secret/);
  });
});
