import path from 'node:path';
import type { StarterDatabase } from '../../database/database.js';

/** What a new project begins with; each file is made only where it is missing. */
export interface StarterProject {
  readonly provider: string;
  readonly database: StarterDatabase;
}

/** The core fragment of a new project. */
export function starterSchema(provider: string): string {
  return `// The core fragment: what every extension may rely on. It is the only place for datasource and generator blocks.

datasource db {
  provider = "${provider}"
}

generator client {
  provider = "prisma-client"
  output   = "../generated/client"
}

/// A person who can sign in.
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique
  name      String
  createdAt DateTime @default(now()) @map("created_at")

  @@map("users")
}
`;
}

/** The files of a new project, by path relative to the root, package.json and orchestrate's configuration excluded. */
export function starterFiles({ provider, database }: StarterProject): Readonly<Record<string, string>> {
  const address = `DATABASE_URL="${database.url}"\n`;
  return {
    'prisma.config.ts': `import "dotenv/config";
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL },
});
`,
    'prisma/schema.prisma': starterSchema(provider),
    '.env.example': address,
    ...(database.isReady ? { '.env': address } : {}),
    '.gitignore': `${starterIgnored(database).join('\n')}\n`,
  };
}

/** What is made anew, holds secrets, or is of this machine only. */
export function starterIgnored(database: StarterDatabase): readonly string[] {
  return ['node_modules/', 'generated/', '.env', '.orchestrate/', ...database.ignored];
}

/** A package.json for a directory that has none. */
export function starterManifest(root: string): string {
  const name = path
    .basename(root)
    // "Läden" is better taken for "laden" than for "l-den".
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const manifest = { ...(name === '' ? {} : { name }), private: true, type: 'module' };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
