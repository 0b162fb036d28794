/** What orchestrate takes from Prisma's own configuration. */
export interface PrismaConfig {
  /** Absolute path. */
  readonly file: string;
}
