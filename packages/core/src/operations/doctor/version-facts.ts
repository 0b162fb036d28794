/** A package that is installed, where. */
export interface FoundVersion {
  readonly version: string | null;
  readonly directory: string;
}

/** A package that another one asks for. */
export interface NeededPackage {
  /** Who asks. */
  readonly by: string;
  readonly name: string;
  readonly range: string;
  /** Null where it is not installed. */
  readonly version: string | null;
  readonly isOptional: boolean;
}

/** A build of Prisma's engines. */
export interface EngineBuild {
  /** Of Prisma, that it came with: `7.10.1`. */
  readonly release: string;
  /** Of the source that it was built from; null where nothing says. */
  readonly commit: string | null;
}

/** The versions of everything that has to fit together. Null stands for what is not installed. */
export interface VersionFacts {
  readonly node: string;
  /** What packages ask of Node, by package: this library, Prisma's command. */
  readonly nodeRanges: Readonly<Record<string, string>>;
  /** Prisma's command in the workspace. */
  readonly prisma: FoundVersion | null;
  readonly client: FoundVersion | null;
  /** Whether core asks for a client that needs `@prisma/client`. */
  readonly isClientWanted: boolean;
  /** The packages `@prisma/adapter-…` of the workspace, by name. */
  readonly adapters: Readonly<Record<string, string | null>>;
  /** The engine that Prisma's command was made with, and ours. */
  readonly engines: { readonly prisma: EngineBuild | null; readonly own: EngineBuild | null };
  /** What this library and the command ask for. */
  readonly needed: readonly NeededPackage[];
  /** What is found by one name from different places, by name; only where it is more than one. */
  readonly copies: Readonly<Record<string, readonly FoundVersion[]>>;
  /** This library, as it runs. */
  readonly core: FoundVersion;
  /** The command and the library that the workspace has installed. */
  readonly installed: { readonly core: FoundVersion | null; readonly cli: FoundVersion | null };
  /** The command line that adds packages to the workspace. */
  readonly add: (kind: 'dev' | 'runtime', packages: readonly string[]) => string;
}
