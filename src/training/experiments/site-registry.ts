/** Every published training of a network that reads the features of links. */
import type { SiteExperiment } from '../site-experiment.ts';
import { TOKYO_DIFFLOC_UNET } from './tokyo-diffloc-unet.ts';
import { TOKYO_SITE_PRODUCT } from './tokyo-site-product.ts';

/** The table. */
export const SITE_EXPERIMENTS: readonly SiteExperiment[] = [TOKYO_SITE_PRODUCT, TOKYO_DIFFLOC_UNET];

/** Finds an experiment by "<dataset id>/<estimator id>"; undefined where it is of another kind, or none. */
export function findSiteExperiment(name: string): SiteExperiment | undefined {
  return SITE_EXPERIMENTS.find(({ dataset, estimator }) => `${dataset}/${estimator}` === name);
}
