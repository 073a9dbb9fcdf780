/** What a cloud of samples believes of a place. */

/**
 * Level of a place by the ellipses of the cloud and the place together: the share of the samples that are nearer to the middle than
 * the place is, measured by the covariance of all. If the truth is one more sample, it is one of the crowd, and its level uniform,
 * whatever the cloud's shape and however few they are: middle and covariance must be those of all, or the truth alone had no part
 * in them and lay farther out.
 *
 * @param samples [count, 2]
 * @returns in (0, 1); NaN for fewer than three samples
 */
export function levelAmongSamples(samples: ArrayLike<number>, x: number, y: number): number {
  const count = samples.length / 2;
  if (count < 3) return NaN;
  const { mean, precision } = momentsOf([...Array.from(samples), x, y]);
  const distance = (px: number, py: number): number => {
    const [dx, dy] = [px - mean[0], py - mean[1]];
    return precision[0] * dx * dx + 2 * precision[1] * dx * dy + precision[2] * dy * dy;
  };
  const place = distance(x, y);
  let nearer = 0;
  for (let i = 0; i < count; i++) if (distance(samples[2 * i], samples[2 * i + 1]) < place) nearer++;
  return (nearer + 0.5) / (count + 1);
}

/** Mean and inverse covariance (xx, xy, yy) of a cloud. */
export interface Moments {
  readonly mean: readonly [x: number, y: number];
  readonly precision: readonly [xx: number, xy: number, yy: number];
}

/**
 * Moments of samples.
 *
 * @param samples [count, 2]
 * @param floor variance that every cloud has at least: one that has collapsed is not infinitely sure
 */
export function momentsOf(samples: ArrayLike<number>, floor = 1e-18): Moments {
  const count = samples.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < count; i++) {
    x += samples[2 * i] / count;
    y += samples[2 * i + 1] / count;
  }
  let [xx, xy, yy] = [floor, 0, floor];
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [samples[2 * i] - x, samples[2 * i + 1] - y];
    xx += (dx * dx) / (count - 1);
    xy += (dx * dy) / (count - 1);
    yy += (dy * dy) / (count - 1);
  }
  const determinant = xx * yy - xy * xy;
  return { mean: [x, y], precision: [yy / determinant, -xy / determinant, xx / determinant] };
}
