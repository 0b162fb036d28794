import { describe, expect, it } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import { readPrismaCommand } from './prisma-command.js';

const read = (line: string) => readPrismaCommand(line.split(' ').filter((word) => word !== ''));

describe('readPrismaCommand', () => {
  it.each([
    ['migrate dev --name x', 'migrate dev', 'revisions', 'database'],
    ['migrate --preview-feature status', 'migrate status', 'nothing', 'database'],
    ['db pull', 'db pull', 'fragment', 'database'],
    ['db pull --print', 'db pull', 'nothing', 'database'],
    ['format --check', 'format', 'nothing', 'schema'],
    ['db seed -- --config x', 'db seed', 'nothing', 'database'],
    ['migrate dev --help', 'migrate dev', 'nothing', 'nothing'],
    ['migrate', 'migrate', 'nothing', 'nothing'],
    ['--help', '', 'nothing', 'nothing'],
  ])('%s', (line, name, writes, needs) => {
    expect(read(line)).toMatchObject({ name, writes, needs });
  });

  it.each([
    ['', 'PRISMA.NO_COMMAND'],
    ['--name x', 'PRISMA.UNKNOWN_COMMAND'],
    ['--preview-feature', 'PRISMA.NO_COMMAND'],
    ['init', 'PRISMA.COMMAND_REFUSED'],
    ['mcp --help', 'PRISMA.COMMAND_REFUSED'],
    ['migrate stat', 'PRISMA.UNKNOWN_COMMAND'],
    ['constructor', 'PRISMA.UNKNOWN_COMMAND'],
    ['validate --schema=x', 'PRISMA.OPTION_REFUSED'],
    ['db push --url postgres://a:b@c/d', 'PRISMA.OPTION_REFUSED'],
    ['generate --watch', 'PRISMA.OPTION_REFUSED'],
  ])('refuses %j', async (line, code) => {
    expect(await errorOf(() => read(line))).toMatchObject({ code, kind: 'usage' });
  });

  it('shows no URL that was given', async () => {
    const error = await errorOf(() => read('db push --url=postgres://a:secret@c/d'));
    expect(JSON.stringify([error, error.message])).not.toContain('secret');
  });
});
