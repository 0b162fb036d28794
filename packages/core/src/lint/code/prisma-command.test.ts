import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prismaCommands } from './prisma-command.js';

it.each<readonly [line: string, ...commands: string[]]>([
  ['prisma db push', 'db push'],
  ['npx prisma db push --accept-data-loss', 'db push'],
  ['npx --yes prisma@7 migrate deploy', 'migrate deploy'],
  ['npx -p prisma -- prisma migrate dev', 'migrate dev'],
  ['pnpm exec prisma migrate dev', 'migrate dev'],
  ['pnpm --filter @acme/db prisma migrate dev', 'migrate dev'],
  ['yarn prisma db push && yarn build', 'db push'],
  ['yarn run prisma db push', 'db push'],
  ['bunx --bun prisma db push', 'db push'],
  ['npm exec -- prisma migrate reset --force', 'migrate reset'],
  ['dotenv -e .env.test -- prisma migrate deploy', 'migrate deploy'],
  ['cross-env NODE_ENV=test DATABASE_URL="file:./x.db" prisma db push', 'db push'],
  ['DATABASE_URL=x npx dotenv -- npx prisma migrate reset', 'migrate reset'],
  ['tsc && prisma migrate deploy; node dist', 'migrate deploy'],
  ['prisma generate && prisma migrate deploy || prisma db push', 'migrate deploy', 'db push'],
  ['prisma --schema ./a.prisma migrate deploy', 'migrate deploy'],
  ['prisma migrate --schema=a deploy', 'migrate deploy'],
  ["sh -c 'prisma migrate deploy && node .'", 'migrate deploy'],
  ['bash -lc "npx prisma db push"', 'db push'],
  ['concurrently "next dev" "prisma migrate dev"', 'migrate dev'],
  ['./node_modules/.bin/prisma db push', 'db push'],
  ['node_modules\\.bin\\prisma.cmd db push', 'db push'],
  ['node node_modules/prisma/build/index.js migrate deploy', 'migrate deploy'],
  ['if ! prisma migrate deploy; then exit 1; fi', 'migrate deploy'],
  ['(cd db && prisma "db" push)', 'db push'],
  ['$(prisma db push)', 'db push'],
  ['set -e\n# prisma db push\nprisma \\\n  migrate \\\n  deploy\n', 'migrate deploy'],
  ['timeout 30 prisma migrate deploy', 'migrate deploy'],
  ['infisical run --env=dev -- prisma migrate dev', 'migrate dev'],
  // None of it.
  ['prisma generate'],
  ['prisma migrate diff --from-empty --to-schema a'],
  ['prisma migrate status'],
  ['prisma migrate'],
  ['prisma validate && prisma format && prisma studio'],
  ['prisma db seed'],
  ['prisma db pull'],
  ['echo prisma db push'],
  ['git commit -m "prisma migrate dev"'],
  ['rm -rf prisma migrate dev'],
  ['orchestrate prisma blog -- migrate deploy'],
  ['npx orchestrate prisma blog -- db push'],
  ['npm run prisma db push'],
  ['cd prisma && ls migrate dev'],
  ['turbo run db push'],
  ['# prisma db push'],
  ['constructor prisma db push'],
  [''],
])('%s', (line, ...commands) => {
  expect(prismaCommands(line).map(({ command }) => command)).toEqual(commands);
});

it('tells where a command stands', () => {
  expect(prismaCommands('tsc && npx prisma db push')[0]?.offset).toBe(11);
});

it('gives an answer for any line', () => {
  const words = fc.constantFrom(
    'prisma',
    'db',
    'push',
    ' ',
    '"',
    "'",
    '\\',
    '&&',
    '$(',
    '`',
    'sh -c ',
    '\n',
    '#',
    '--',
    '-c',
    'npx ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
      expect(Array.isArray(prismaCommands(parts.join('')))).toBe(true);
    }),
  );
});
