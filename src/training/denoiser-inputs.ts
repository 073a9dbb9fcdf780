/** What denoisers and consistency functions are fed of a training user: its inputs, and noisy positions beside them. */
import { NOISY_WIDTH } from '../estimators/diffusion/noisy-features.ts';
import type { FedData } from './fed-users.ts';

/** Writes noisy positions of all sites beside what a network is fed of a user. */
export type WriteNoisy = (site: number, x: number, y: number, sigma: number) => void;

/**
 * What a denoiser is fed of a user.
 *
 * @param target [sites, inputs of a site + NOISY_WIDTH]
 * @returns writes its noisy positions, normalised
 */
export function packUser(
  { known, width, metadata: { sites } }: FedData,
  user: number,
  target: Float32Array,
): WriteNoisy {
  const inputs = new Float32Array(width);
  known.write(user, inputs);
  const own = width / sites;
  for (let site = 0; site < sites; site++) {
    target.set(inputs.subarray(site * own, (site + 1) * own), site * (own + NOISY_WIDTH));
  }
  return (site, x, y, sigma) => target.set([x, y, Math.log(sigma)], (site + 1) * own + site * NOISY_WIDTH);
}

/** A user's place x and y, normalised. */
export function truthOf({ known, metadata: { coordinates } }: FedData, user: number): readonly [number, number] {
  const { centre, scale } = coordinates;
  return [(known.positions[3 * user] - centre[0]) / scale, (known.positions[3 * user + 1] - centre[1]) / scale];
}
