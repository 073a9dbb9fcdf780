/** What a place looks like to the sites: the vector that weighted nearest neighbours compare. */
import { apparentPositions } from '../../features/apparent-position.ts';
import { RAW_FEATURE_COUNT } from '../../features/positional-encoding.ts';

/** Values that each site adds to a fingerprint. */
export const FINGERPRINT_WIDTH = 3;

/**
 * Fingerprints of all users: for each site c·τ·(cos φ cos θ, cos φ sin θ, sin φ), the delay times the first harmonics of
 * both angles. All values are metres, so that no feature needs a scale, and places that are near each other have near
 * fingerprints wherever the same path is the strongest. SNR is left out because it may be imposed, power because it fades
 * between neighbours: on the validation split of `s3-3d` adding it makes the mean error a fifth larger.
 *
 * @param raw for each site the raw features of all users [count, 5] (see `rawFeatures`)
 * @returns [count, sites, 3], metres; NaN where a site has no report
 */
export function fingerprintsOf(raw: readonly Float64Array[]): Float64Array {
  const count = raw[0].length / RAW_FEATURE_COUNT;
  const width = FINGERPRINT_WIDTH * raw.length;
  const fingerprints = new Float64Array(count * width);
  raw.forEach((reports, site) => {
    const offsets = apparentPositions(reports, [0, 0, 0]);
    for (let user = 0; user < count; user++) {
      fingerprints.set(offsets.subarray(3 * user, 3 * user + 3), user * width + FINGERPRINT_WIDTH * site);
    }
  });
  return fingerprints;
}
