/** Weights belong to the dataset they were trained on: its scene, sites, radio and users. */
import { LabError } from '../../errors/lab-error.ts';
import type { Estimator } from '../estimator.ts';

/**
 * Checks that an estimator's weights come from a dataset; a classical estimator fits every one.
 *
 * @param dataset id and content hash of the dataset that they have to come from
 * @param location where the weights lie, for the message
 * @throws LabError 'bad-file' for weights of another dataset, or of another revision of this one
 */
export function checkTrainedOn(
  { trainedOn }: Estimator,
  dataset: { readonly id: string; readonly hash: string },
  location: string,
): void {
  if (!trainedOn || trainedOn.hash === dataset.hash) return;
  throw new LabError(
    'bad-file',
    `The weights in ${location} were trained on ${trainedOn.dataset} (hash ${trainedOn.hash}), not on ${dataset.id} (hash ${dataset.hash}).`,
    'Train the estimator on this dataset, name a folder of weights that fits, or use TOA or AOA, which need no training.',
  );
}
