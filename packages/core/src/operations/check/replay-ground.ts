import type { ShadowForecast } from '../../database/database.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type OpenShadowOptions, shadowOptions } from '../run/open-shadow.js';
import { digestOf } from '../run/result-cache.js';
import { toolVersions } from './tool-versions.js';

/** What is known of every replay of a workspace before there is a shadow database. */
export interface ReplayGround {
  readonly forecast: ShadowForecast;
  /** Digest of all that every replay depends on, whatever it replays. */
  readonly ground: string;
}

/** Raised whenever something is kept in another form, or found by another rule. */
const FORM = 1;

/** Looks at where a shadow database would be, and makes nothing there. */
export async function replayGround(workspace: Workspace, shadowed: OpenShadowOptions): Promise<ReplayGround> {
  const { driver } = shadowed;
  const place = await shadowOptions(workspace, shadowed);
  const forecast = await driver.describeShadow(place);
  const ground = digestOf([
    FORM,
    toolVersions(),
    driver.provider,
    forecast.place,
    forecast.defaultSchema,
    place.initScript,
  ]);
  return { forecast, ground };
}
