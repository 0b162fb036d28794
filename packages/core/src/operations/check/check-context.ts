import type { Driver, ShadowForecast } from '../../database/database.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { ResultCache } from '../run/result-cache.js';
import type { RunOptions } from '../run-options.js';
import type { SharedShadow } from './shared-shadow.js';

/** What the parts of a check that replay work with. */
export interface CheckContext {
  readonly open: OpenWorkspace;
  readonly driver: Driver;
  readonly shadow: SharedShadow;
  readonly forecast: ShadowForecast;
  readonly cache: ResultCache;
  /** Digest of all that every replay depends on, whatever it replays. */
  readonly ground: string;
  readonly options: RunOptions;
}
