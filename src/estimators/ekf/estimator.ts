/**
 * An extended Kalman filter along each user's way: the reports of all sites, one moment after the other, become a track.
 * It looks back only, so that it could run while the user moves.
 */
import { directionVector } from '../../channel/array.ts';
import { LabError } from '../../errors/lab-error.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Estimator, EstimatorInput, SiteReports } from '../estimator.ts';
import { BEARING_DENSITY, lateDensity } from '../fitting/detours.ts';
import { sightProbabilities } from '../fitting/line-of-sight.ts';
import { bearingAgreement, choosePolarFix, polarFix, RANGE_DEVIATION, rangeAgreement } from '../fitting/polar-fixes.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { createToa } from '../toa/estimator.ts';
import type { Belief, Innovation } from './filter.ts';
import {
  bearingInnovation,
  innovationDensity,
  positionInnovation,
  predict,
  rangeInnovation,
  update,
} from './filter.ts';

/** What the filter takes for granted. */
export interface TrackingModel {
  /** Standard deviations of a report on a line of sight: of ranges, metres, and of directions, radians. */
  readonly noise: { readonly range: number; readonly angle: number };
  /** Power spectral density of the acceleration along each axis, m²/s³. */
  readonly acceleration: number;
  /** How fast a user whose way begins may be, metres per second (standard deviation). */
  readonly startSpeed: number;
  /** How far the best guess of a moment may be off where no site is in sight, metres (standard deviation). */
  readonly guess: number;
}

/** A vehicle or a person in a city, before sites with 100 MHz and 8×8 antennas; chosen on validation users of `tokyo-streets`. */
export const CITY_MODEL: TrackingModel = {
  noise: { range: 0.3, angle: 0.02 },
  acceleration: 1,
  startSpeed: 10,
  guess: 40,
};

/** Logarithm of the odds at which another way is believed instead, and what each moment has to bring towards them. */
const REVISION = { odds: 8, toll: 3 };

/** Longest silence of all sites that the track is continued over, seconds. */
const LONGEST_GAP = 2;

/**
 * Tracks users; horizontal, at the known height. Each range and each bearing is taken in where it is more likely of a line
 * of sight than of a detour; where none is, the best fix of the moment counts as a rough guess. Should those fixes explain
 * the reports better than the track does, again and again (Page's test; Basseville and Nikiforov 1993, §2.2), the track
 * starts anew from them.
 */
export function createEkf(model: TrackingModel = CITY_MODEL): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    async estimate(input) {
      if (!input.tracks) {
        throw new LabError(
          'bad-argument',
          'The filter needs to know which users are one on its way, and when.',
          'Hand in tracks.',
        );
      }
      const heights = knownHeights(input);
      const circles = await createToa().estimate(input);
      const positions = new Float32Array(3 * input.count).fill(NaN);
      for (const moments of listTracks(input.tracks)) {
        const follow = createFollower(input, heights, circles, model);
        for (const user of moments) {
          const belief = follow(user);
          if (belief) positions.set([belief.state[0], belief.state[1], heights[user]], 3 * user);
        }
      }
      return positions;
    },
    dispose() {},
  };
}

/** Users of each trajectory in the order of time; one that stands alone is a track of one. */
function listTracks({ trajectories, times }: NonNullable<EstimatorInput['tracks']>): number[][] {
  const tracks = new Map<number, number[]>();
  trajectories.forEach((trajectory, user) => {
    const key = trajectory < 0 ? -1 - user : trajectory;
    const track = tracks.get(key);
    if (track) track.push(user);
    else tracks.set(key, [user]);
  });
  return [...tracks.values()].map((users) => users.sort((a, b) => times[a] - times[b]));
}

/** The best that one moment says on its own. */
interface Guess {
  readonly point: Vector3;
  /** How far it may be off, metres. */
  readonly deviation: number;
  /** Logarithm of the likelihood of the moment's reports there. */
  readonly agreement: number;
}

/**
 * Follows one track: call it with one moment after the other.
 *
 * @param circles TOA fixes of all users [count, 3], NaN where there is none
 */
function createFollower(
  input: EstimatorInput,
  heights: Float64Array,
  circles: Float32Array,
  { noise, acceleration, startSpeed, guess: guessDeviation }: TrackingModel,
): (user: number) => Belief | null {
  let belief: Belief | null = null;
  let time = 0;
  let heardAt = 0;
  let revision = 0;
  return (user) => {
    const now = input.tracks?.times[user] ?? NaN;
    const links = hearingSites(input, user);
    if (belief && now - heardAt > LONGEST_GAP) belief = null;
    if (belief) belief = predict(belief, now - time, acceleration);
    time = now;
    if (links.length === 0) return belief;
    heardAt = now;
    const sight = sightProbabilities(links, user, input.carrierFrequency);
    const guess = guessMoment(links, user, sight, heights[user], circles);
    if (belief) {
      const { state, covariance } = belief;
      const spread = Math.sqrt(covariance[0] + covariance[5]);
      const tracked = agreement(links, user, sight, [state[0], state[1], heights[user]], spread);
      revision = Math.max(0, revision + guess.agreement - tracked - REVISION.toll);
    }
    if (!belief || revision > REVISION.odds) {
      belief = startBelief(guess, startSpeed);
      revision = 0;
    }
    const next = takeIn(belief, links, user, sight, heights[user], noise);
    belief = next ?? update(belief, positionInnovation(belief, guess.point[0], guess.point[1], guessDeviation));
    return belief;
  };
}

/** The likelier of the TOA fix and the best fix of a single site. */
function guessMoment(
  links: readonly SiteReports[],
  user: number,
  sight: Float64Array,
  height: number,
  circles: Float32Array,
): Guess {
  const single = polarFix(links[choosePolarFix(links, user, sight)], user);
  const rate = (point: Vector3, deviation: number): Guess => ({
    point,
    deviation,
    agreement: agreement(links, user, sight, point, deviation),
  });
  const guess = rate([single.point[0], single.point[1], height], single.deviation);
  if (Number.isNaN(circles[3 * user])) return guess;
  const circle = rate([circles[3 * user], circles[3 * user + 1], height], RANGE_DEVIATION);
  return circle.agreement > guess.agreement ? circle : guess;
}

function agreement(...where: Parameters<typeof bearingAgreement>): number {
  return rangeAgreement(...where) + bearingAgreement(...where);
}

/** Takes in what is more likely of a line of sight than of a detour; null where nothing is. */
function takeIn(
  start: Belief,
  links: readonly SiteReports[],
  user: number,
  sight: Float64Array,
  height: number,
  noise: TrackingModel['noise'],
): Belief | null {
  let belief = start;
  let taken = false;
  const offer = (innovation: Innovation, inSight: number, detour: number): void => {
    if (!(inSight * innovationDensity(belief, innovation) > (1 - inSight) * detour)) return;
    belief = update(belief, innovation);
    taken = true;
  };
  links.forEach(({ site, measurements }, index) => {
    const range = SPEED_OF_LIGHT * measurements.firstDelay[user];
    const ranged = rangeInnovation(belief, site, range, height, noise.range);
    offer(ranged, sight[index], lateDensity(ranged.values[0], noise.range));
    const bearing = directionVector(measurements.azimuth[user], measurements.elevation[user]);
    offer(bearingInnovation(belief, site, bearing, height, noise.angle), sight[index], BEARING_DENSITY);
  });
  return taken ? belief : null;
}

function startBelief({ point, deviation }: Guess, startSpeed: number): Belief {
  const covariance = new Float64Array(16);
  covariance[0] = deviation ** 2;
  covariance[5] = deviation ** 2;
  covariance[10] = startSpeed ** 2;
  covariance[15] = startSpeed ** 2;
  return { state: Float64Array.of(point[0], point[1], 0, 0), covariance };
}
