/** One site's answers, for the clouds that listen to it. */

/**
 * What one site answers for some rows alone.
 *
 * @param x noisy positions of those rows [rows, 2], normalised
 * @param sigma their noise, one for all or one for each [rows]
 * @returns [rows, 2], normalised
 */
export type DenoiseRows = (x: Float64Array, sigma: number | Float64Array) => Promise<ArrayLike<number>>;

/** A denoiser that says something of the clouds that listen to it alone, and leaves the others where they are. */
export function hearOnly(
  denoise: DenoiseRows,
  clouds: readonly (readonly number[])[],
  site: number,
  samples: number,
): DenoiseRows {
  const own = clouds.flatMap((listening, cloud) => (listening.includes(site) ? [cloud] : []));
  const gather = (all: Float64Array, width: number): Float64Array => {
    const size = width * samples;
    const some = new Float64Array(own.length * size);
    own.forEach((cloud, i) => some.set(all.subarray(cloud * size, (cloud + 1) * size), i * size));
    return some;
  };
  return async (x, sigma) => {
    const all = x.slice();
    if (own.length === 0) return all;
    const clean = await denoise(gather(x, 2), typeof sigma === 'number' ? sigma : gather(sigma, 1));
    own.forEach((cloud, i) => {
      for (let k = 0; k < 2 * samples; k++) all[2 * samples * cloud + k] = clean[2 * samples * i + k];
    });
    return all;
  };
}
