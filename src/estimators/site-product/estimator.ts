/** The product of the sites' densities, ready to use: features of links in, the highest peak out. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { Site } from '../../scene/sites.ts';
import { encodeLinks, isHeard, SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { DENSITY_WIDTH } from './density-head.ts';
import type { SiteDensity } from './student-t.ts';
import { fuseDensities, readDensities } from './student-t.ts';
import { RECALLED_LINK_WIDTH } from '../known-places/memory.ts';

/** Users in one pass through the network. */
const BATCH_SIZE = 256;

/** See the file's head. */
export interface SiteProduct {
  /**
   * The densities of the sites that hear each user, metres from the region's centre.
   *
   * @param rows [users, sites, RECALLED_LINK_WIDTH]
   * @param sites in the order of the scene
   * @param heights [users], metres
   */
  densities(rows: Float32Array, sites: readonly Site[], heights: ArrayLike<number>): Promise<SiteDensity[][]>;
  /**
   * Their highest peaks.
   *
   * @returns [users, 3], metres; NaN for a user whom no site hears
   */
  locate(rows: Float32Array, sites: readonly Site[], heights: ArrayLike<number>): Promise<Float32Array>;
}

/**
 * Wraps a network; it stays the caller's.
 *
 * @param model of `buildDensityNetwork`
 */
export function createSiteProduct(model: layers.LayersModel, metadata: SiteMetadata): SiteProduct {
  const { centre } = metadata.coordinates;
  const densities: SiteProduct['densities'] = async (rows, sites, heights) => {
    const users = heights.length;
    const inputs = encodeLinks(rows, sites, heights, metadata);
    const width = sites.length * SITE_INPUT_WIDTH;
    const found: SiteDensity[][] = [];
    for (let start = 0; start < users; start += BATCH_SIZE) {
      const size = Math.min(BATCH_SIZE, users - start);
      const output = tf.tidy(
        () =>
          model.predict(
            tf.tensor(inputs.subarray(start * width, (start + size) * width), [size, sites.length, SITE_INPUT_WIDTH]),
            { batchSize: BATCH_SIZE },
          ) as tf.Tensor,
      );
      const values = await output.data();
      output.dispose();
      for (let i = 0; i < size; i++) {
        const heard = sites.map((_, site) =>
          isHeard(rows.subarray(((start + i) * sites.length + site) * RECALLED_LINK_WIDTH)),
        );
        found.push(readDensities(values, i * sites.length * DENSITY_WIDTH, heard));
      }
    }
    return found;
  };
  return {
    densities,
    async locate(rows, sites, heights) {
      const fixes = new Float32Array(3 * heights.length).fill(NaN);
      (await densities(rows, sites, heights)).forEach((all, user) => {
        const fix = fuseDensities(all);
        if (fix) fixes.set([centre[0] + fix.x, centre[1] + fix.y, heights[user]], 3 * user);
      });
      return fixes;
    },
  };
}
