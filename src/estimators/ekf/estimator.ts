/**
 * An extended Kalman filter along each user's way: the fixes of all sites, one moment after the other, become a track.
 * It looks back only, so that it could run while the user moves.
 */
import { directionVector } from '../../channel/array.ts';
import { LabError } from '../../errors/lab-error.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator, EstimatorInput } from '../estimator.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { createToa } from '../toa/estimator.ts';
import { createToaAoa } from '../toa-aoa/estimator.ts';
import type { Belief, SightingNoise } from './filter.ts';
import { predict, update } from './filter.ts';

/** What the filter takes for granted. */
export interface TrackingModel {
  /** Errors of a report on a line of sight. */
  readonly noise: SightingNoise;
  /** Power spectral density of the acceleration along each axis, m²/s³. */
  readonly acceleration: number;
  /** How far off a first fix may be, metres, and how fast the user may be, metres per second (standard deviations). */
  readonly start: { readonly position: number; readonly speed: number };
}

/** A vehicle or a person in a city, before sites with 100 MHz and 8×8 antennas. */
export const CITY_MODEL: TrackingModel = {
  noise: { range: 1, angle: 0.02 },
  acceleration: 2,
  start: { position: 3, speed: 10 },
};

/** After so many moments at which all reports were refused, the track starts again: it was on a wrong way. */
const LOST_AFTER = 3;

/** Longest time without an accepted report that the track is continued over, seconds. */
const LONGEST_GAP = 2;

/**
 * Tracks users; horizontal, at the known height. A track starts from the `toa` fix of a moment, or from its `toa-aoa` fix
 * where fewer than three sites report.
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
      const [several, single] = await Promise.all([createToa().estimate(input), createToaAoa().estimate(input)]);
      const positions = new Float32Array(3 * input.count).fill(NaN);
      for (const moments of listTracks(input.tracks)) {
        const follow = createFollower(input, heights, model, (user) => {
          const fixes = Number.isNaN(several[3 * user]) ? single : several;
          return [fixes[3 * user], fixes[3 * user + 1]];
        });
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

/** Follows one track: call it with one moment after the other. */
function createFollower(
  input: EstimatorInput,
  heights: Float64Array,
  { noise, acceleration, start }: TrackingModel,
  firstFix: (user: number) => readonly [number, number],
): (user: number) => Belief | null {
  let belief: Belief | null = null;
  let time = 0;
  let heardAt = 0;
  let refused = 0;
  return (user) => {
    const now = input.tracks?.times[user] ?? NaN;
    const links = hearingSites(input, user);
    if (belief && refused < LOST_AFTER && now - heardAt <= LONGEST_GAP) {
      belief = predict(belief, now - time, acceleration);
      time = now;
      let accepted = false;
      for (const { site, measurements } of links) {
        const next = update(
          belief,
          {
            site,
            range: SPEED_OF_LIGHT * measurements.delay[user],
            bearing: directionVector(measurements.azimuth[user], measurements.elevation[user]),
            height: heights[user],
          },
          noise,
        );
        if (!next) continue;
        belief = next;
        accepted = true;
      }
      if (accepted) {
        heardAt = now;
        refused = 0;
      } else if (links.length > 0) {
        refused++;
      }
      return belief;
    }
    const [x, y] = firstFix(user);
    belief = Number.isNaN(x) ? null : startBelief(x, y, start);
    time = now;
    heardAt = now;
    refused = 0;
    return belief;
  };
}

function startBelief(x: number, y: number, { position, speed }: TrackingModel['start']): Belief {
  const covariance = new Float64Array(16);
  covariance[0] = position ** 2;
  covariance[5] = position ** 2;
  covariance[10] = speed ** 2;
  covariance[15] = speed ** 2;
  return { state: Float64Array.of(x, y, 0, 0), covariance };
}
