import { checkObject } from './check-object.js';
import type { ConfigProblem } from './config-problem.js';
import { configSchema } from './config-schema.js';
import { MANIFEST_KEYS } from './package-key.js';

const HOOK =
  'a command line, a function (only where the configuration is TypeScript or JavaScript), an object with "run" and "timeoutMs", a list of these, or null';

const EXPECTED: Readonly<Record<string, string>> = {
  '': 'an object',
  $schema: 'a string',
  extensions: 'a list of names, paths, globs or npm package names',
  autoDiscover: 'true or false',
  extensionsDir: 'the path of a directory',
  core: 'an object with "schema", "migrations" and "namespace"',
  'core.schema': 'the path of a schema file or folder',
  'core.migrations': 'the path of a directory',
  'core.namespace': 'the name of a database schema',
  datasource: 'an object with "url", "lockTimeoutMs" and "statementTimeoutMs"',
  'datasource.url': 'a database URL',
  'datasource.lockTimeoutMs': 'a whole number of milliseconds, from 1 to 2147483647',
  'datasource.statementTimeoutMs': 'a whole number of milliseconds, from 1 to 2147483647',
  output: 'the path of a directory',
  shadow: '"auto", "server", "embedded", or an object with "url", the URL of an empty database',
  backup: 'an object with "enabled", "beforeMigrate", "location", "keepCount", "checksums", "pgDump" and "pgRestore"',
  'backup.enabled': 'true or false',
  'backup.checksums': 'true or false',
  'backup.pgDump': 'the path of a program',
  'backup.pgRestore': 'the path of a program',
  'backup.beforeMigrate': 'true or false',
  'backup.location': 'the path of a directory',
  'backup.keepCount': 'a whole number of at least 1',
  hooks: 'an object with "beforeUpgrade", "afterUpgrade" and "afterRevision"',
  'hooks.beforeUpgrade': HOOK,
  'hooks.afterUpgrade': HOOK,
  'hooks.afterRevision': HOOK,
  lint: 'an object with "severities", "standard", "startAfter", "ignore" and "prefix"',
  'lint.severities': 'an object with "off", "notice", "warning" or "error" for each finding code',
  'lint.standard': 'a whole number of at least 1',
  'lint.startAfter': 'the name of a revision or a timestamp, or an object with one for each extension',
  'lint.ignore': 'a list of objects with "rule", "path" and "reason"',
  'lint.prefix': 'an object with a text or null for each extension',
};

const FOREIGN_KEYS = Object.fromEntries(
  MANIFEST_KEYS.map((key) => [
    key,
    'It belongs to an extension: into "orchestrate" of the package.json in that extension\'s directory.',
  ]),
);

/** Unknown keys and wrong types of a configuration. */
export function checkConfig(input: unknown): readonly ConfigProblem[] {
  return checkObject({ schema: configSchema, value: input, expected: EXPECTED, foreignKeys: FOREIGN_KEYS });
}
