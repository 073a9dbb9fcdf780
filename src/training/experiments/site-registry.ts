/** Every published training of a network of several sites. */
import { LabError } from '../../errors/lab-error.ts';
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { SiteExperiment } from '../site-experiment.ts';
import { TOKYO_DIFFLOC_CT } from './tokyo-diffloc-ct.ts';
import { TOKYO_DIFFLOC_UNET } from './tokyo-diffloc-unet.ts';
import { TOKYO_GRID_FUSION } from './tokyo-grid-fusion.ts';
import { TOKYO_REGRESSION } from './tokyo-regression.ts';
import { TOKYO_SITE_PRODUCT } from './tokyo-site-product.ts';

/** The table. */
export const SITE_EXPERIMENTS: readonly SiteExperiment[] = [
  ...TOKYO_SITE_PRODUCT,
  ...TOKYO_DIFFLOC_UNET,
  ...TOKYO_DIFFLOC_CT,
  ...TOKYO_REGRESSION,
  ...TOKYO_GRID_FUSION,
];

/**
 * Finds an experiment by "<dataset id>/<estimator id>"; undefined where it is of another kind, or none.
 *
 * @throws LabError 'unsupported' where there is one, and not with this input
 */
export function findSiteExperiment(name: string, input: InputKind = 'measured'): SiteExperiment | undefined {
  const all = SITE_EXPERIMENTS.filter(({ dataset, estimator }) => `${dataset}/${estimator}` === name);
  const found = all.find((experiment) => experiment.input === input);
  if (found || all.length === 0) return found;
  throw new LabError('unsupported', `${name} is not trained on ${input} input.`, 'Leave --input out.');
}
