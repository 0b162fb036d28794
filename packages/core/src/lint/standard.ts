/** The version of the migration standard; it grows when rules come that fire where none did. */
export const STANDARD_VERSION = 1;
