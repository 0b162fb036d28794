import type { PostgresConnection } from '../connection/postgres-connection.js';
import type { PostgresLocation } from '../connection/postgres-url.js';

/** A place where a shadow database can be, taken for one run. */
export interface ShadowGround {
  /** For people; without secrets. */
  readonly display: string;
  /** Makes the database empty, whatever it held before; nobody may be connected to it through {@link ShadowGround}. */
  empty(): Promise<PostgresLocation>;
  /** To be called with the first connection to the database that {@link ShadowGround.empty} gave. */
  claim(connection: PostgresConnection): Promise<void>;
  /** Leaves nothing of it. Doing so twice does no harm. */
  release(): Promise<void>;
}
