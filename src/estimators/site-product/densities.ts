/** Runs the density network for some users. */
import type * as layers from '@tensorflow/tfjs-layers';
import type { SiteInputs } from '../site-inputs/inputs.ts';
import { predictSites } from '../site-inputs/predict.ts';
import { DENSITY_WIDTH } from './density-head.ts';
import type { SiteDensity } from './student-t.ts';
import { readDensities } from './student-t.ts';

/**
 * The densities of the sites that hear each user, metres from the region's centre; their product has its highest peak where
 * `fuseDensities` says.
 *
 * @param model of `buildDensityNetwork`; it stays the caller's
 */
export async function siteDensities(model: layers.LayersModel, inputs: SiteInputs): Promise<SiteDensity[][]> {
  const values = await predictSites(model, inputs);
  return inputs.heard.map((heard, user) => readDensities(values, user * heard.length * DENSITY_WIDTH, heard));
}
