/**
 * Weighted k nearest neighbours (Bahl and Padmanabhan 2000, RADAR, IEEE INFOCOM, section IV; weights after Li et al.
 * 2005): the user is somewhere between the known places whose fingerprints look most like its own.
 */
import { LabError } from '../../errors/lab-error.ts';
import { rawFeatures } from '../../features/positional-encoding.ts';
import type { Estimator } from '../estimator.ts';
import type { WeightSource } from '../weights/source.ts';
import type { FingerprintDatabase } from './database.ts';
import { decodeDatabase } from './database.ts';
import { FINGERPRINT_WIDTH, fingerprintsOf } from './fingerprint.ts';
import { blendPlaces, findNearest } from './neighbours.ts';

/** Corners of a cell of a grid in space; four to twelve do about as well on the validation split of `s3-3d`. */
const NEIGHBOURS = 8;

/** Squared distance below which two fingerprints are the same, square metres. */
const SAME = 1e-9;

/**
 * Loads a database.
 *
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeDatabase`
 */
export async function loadWknn(source: WeightSource): Promise<Estimator> {
  return createWknn(await decodeDatabase(source));
}

/** The estimator over a database in memory. */
export function createWknn(database: FingerprintDatabase): Estimator {
  const { sites, positions, trainedOn } = database;
  const width = FINGERPRINT_WIDTH * sites;
  const strangeness = siteStrangeness(database);
  const places = Uint32Array.from({ length: database.count }, (_, place) => place);
  return {
    trainedOn,
    parameterCount: 0,
    flopCount: 0,
    estimate: ({ count, links }) => {
      if (links.length !== sites) return Promise.reject(wrongSites(sites, links.length));
      const all = fingerprintsOf(links.map(({ measurements }) => rawFeatures(measurements)));
      const estimates = new Float32Array(3 * count).fill(NaN);
      for (let user = 0; user < count; user++) {
        const own = all.subarray(user * width, (user + 1) * width);
        if (own.every(Number.isNaN)) continue;
        const nearest = findNearest(places, NEIGHBOURS, fingerprintDistance(database, own, strangeness));
        estimates.set(blendPlaces(positions, nearest, weightOf), 3 * user);
      }
      return Promise.resolve(estimates);
    },
    dispose() {},
  };
}

function wrongSites(expected: number, actual: number): LabError {
  return new LabError(
    'unsupported',
    `The fingerprints are of ${expected} sites, and there are ${actual}.`,
    'Use the sites that the database was made with.',
  );
}

/**
 * What it counts if only one of two fingerprints has a site, square metres: the mean squared distance between two places
 * of the database, as if nothing were known.
 */
function siteStrangeness({ sites, count, fingerprints }: FingerprintDatabase): Float64Array {
  return Float64Array.from({ length: sites }, (_, site) => {
    let squared = 0;
    for (let axis = 0; axis < FINGERPRINT_WIDTH; axis++) {
      let heard = 0;
      let mean = 0;
      let scatter = 0;
      for (let place = 0; place < count; place++) {
        const value = fingerprints[(place * sites + site) * FINGERPRINT_WIDTH + axis];
        if (Number.isNaN(value)) continue;
        heard++;
        const step = value - mean;
        mean += step / heard;
        scatter += step * (value - mean);
      }
      if (heard > 0) squared += (2 * scatter) / heard;
    }
    return squared;
  });
}

/** How far the fingerprint of a place is from somebody's, square metres; no farther than the limit matters. */
function fingerprintDistance(
  { sites, fingerprints }: FingerprintDatabase,
  own: Float64Array,
  strangeness: Float64Array,
): (place: number, limit: number) => number {
  return (place, limit) => {
    let squared = 0;
    for (let site = 0; site < sites && squared < limit; site++) {
      const theirs = (place * sites + site) * FINGERPRINT_WIDTH;
      let distance = 0;
      for (let axis = 0; axis < FINGERPRINT_WIDTH; axis++) {
        distance += (own[FINGERPRINT_WIDTH * site + axis] - fingerprints[theirs + axis]) ** 2;
      }
      const heard = !Number.isNaN(own[FINGERPRINT_WIDTH * site]);
      if (!Number.isNaN(distance)) squared += distance;
      else if (heard !== !Number.isNaN(fingerprints[theirs])) squared += strangeness[site];
    }
    return squared;
  };
}

/** One over the squared distance. */
function weightOf(squared: number): number {
  return 1 / Math.max(squared, SAME);
}
