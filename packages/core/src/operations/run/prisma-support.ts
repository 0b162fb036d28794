import parse from 'semver/functions/parse.js';

/** The major version of Prisma that this library works with. */
export const PRISMA_MAJOR = 7;

/** The last minor version of it that this library was tested with. */
export const TESTED_MINOR = 10;

/** What becomes of a version of Prisma here. */
export type PrismaSupport =
  /** `newer` has a minor version that came after the last one that was tested. */
  | { readonly kind: 'supported' | 'newer' }
  /** Of another major version, and why that cannot be worked with. */
  | { readonly kind: 'unsupported'; readonly reason: string }
  /** No version, or that of a build which does not say what it is. */
  | { readonly kind: 'unknown' };

/** Judges a version of Prisma's command, its client or another package that is released with them. */
export function judgePrismaVersion(version: string | null): PrismaSupport {
  const parsed = version === null ? null : parse(version);
  // What is built from Prisma's own repository calls itself 0.0.0.
  if (parsed === null || parsed.major === 0) return { kind: 'unknown' };
  if (parsed.major !== PRISMA_MAJOR) return { kind: 'unsupported', reason: reasonAgainst(parsed.major) };
  return { kind: parsed.minor > TESTED_MINOR ? 'newer' : 'supported' };
}

function reasonAgainst(major: number): string {
  return major < PRISMA_MAJOR
    ? `Prisma ${major} wants the database URL in the datasource block, where Prisma ${PRISMA_MAJOR} refuses it and reads prisma.config.ts instead, and its engines are others`
    : `the engines and the migration history of Prisma ${major} may be others than those of Prisma ${PRISMA_MAJOR}, and this version of orchestrate was tested with the latter only`;
}
