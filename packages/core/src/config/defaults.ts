/** Where extensions are, relative to the workspace root. */
export const EXTENSIONS_DIRECTORY = 'extensions';

/** Where the composed schema goes, relative to the workspace root. */
export const OUTPUT_DIRECTORY = 'generated/schema';

/** Where backups go, relative to the workspace root. */
export const BACKUP_DIRECTORY = '.orchestrate/backups';

/** How many backups are kept. */
export const BACKUPS_KEPT = 5;
