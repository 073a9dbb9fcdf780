/** The links between many users and the sites that measure them, wherever their paths come from. */
import type { RadioConfiguration } from '../channel/radio.ts';
import type { ChannelPaths } from '../channel/synthesize.ts';
import type { Site } from '../scene/sites.ts';

/** See the file's head. */
export interface LinkSource {
  /** Number of users. */
  readonly count: number;
  readonly radio: RadioConfiguration;
  readonly sites: readonly Site[];
  /**
   * Paths of one link.
   *
   * @param user 0 … count − 1
   * @param site index into `sites`
   */
  paths(user: number, site: number): ChannelPaths;
}
