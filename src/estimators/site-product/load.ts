/** The density network from its files, as an estimator of the table. */
import * as layers from '@tensorflow/tfjs-layers';
import { countFlops, countParameters } from '../blocks/cost.ts';
import type { Estimator } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { SITE_METADATA } from '../per-site/metadata.ts';
import { checkSites, readLinks, requireChannels } from '../per-site/read-links.ts';
import { decodeModelOf } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { createSiteProduct } from './estimator.ts';
// Registers the layers that the file names.
import './network.ts';

/**
 * Loads trained weights.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function loadSiteProduct(source: WeightSource): Promise<Estimator> {
  const { handler, metadata } = await decodeModelOf(source, 'site-product', SITE_METADATA);
  const model = await layers.loadLayersModel(handler);
  const product = createSiteProduct(model, metadata);
  return {
    trainedOn: { dataset: metadata.dataset, hash: metadata.datasetHash },
    parameterCount: countParameters(model),
    flopCount: countFlops(model),
    async estimate(input) {
      const sites = input.links.map(({ site }) => site);
      checkSites(metadata.sites, sites.length);
      return product.locate(readLinks(input, requireChannels(input)), sites, knownHeights(input));
    },
    dispose() {
      model.dispose();
    },
  };
}
