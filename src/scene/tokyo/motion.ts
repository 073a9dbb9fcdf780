/** How fast somebody goes along a way: a cruising speed, slower round corners, within limits of acceleration. */
import type { WayPiece } from './ways.ts';
import { followPiece } from './ways.ts';

/** Limits of a traveller. */
export interface Motion {
  /** Speed at a distance along the way where nothing else limits it, metres per second. */
  readonly cruise: (distance: number) => number;
  /** Along the way, metres per second squared. */
  readonly acceleration: number;
  /** Across it, in corners, metres per second squared. */
  readonly lateralAcceleration: number;
}

/** Step of the speed profile, metres. */
const STEP = 0.25;

/**
 * Samples a motion at equal intervals of time.
 *
 * @param pieces of a way that is long enough
 * @param motion limits
 * @param interval seconds
 * @param count how many samples
 * @returns x, y, velocity x, velocity y of each sample [count, 4]; null where the way is too short
 */
export function moveAlong(
  pieces: readonly WayPiece[],
  motion: Motion,
  interval: number,
  count: number,
): Float64Array | null {
  const total = pieces.reduce((sum, { length }) => sum + length, 0);
  const speeds = profileSpeeds(pieces, motion, total);
  const samples = new Float64Array(4 * count);
  let time = 0;
  let step = 0;
  let piece = 0;
  let pieceStart = 0;
  for (let sample = 0; sample < count; sample++) {
    const due = sample * interval;
    // Within a step the acceleration is constant, so the mean of both speeds is the mean speed.
    for (;;) {
      if (step + 1 >= speeds.length) return null;
      const duration = (2 * STEP) / (speeds[step] + speeds[step + 1]);
      if (time + duration > due) break;
      time += duration;
      step++;
    }
    const acceleration = (speeds[step + 1] ** 2 - speeds[step] ** 2) / (2 * STEP);
    const since = due - time;
    const speed = speeds[step] + acceleration * since;
    const distance = step * STEP + speeds[step] * since + (acceleration * since * since) / 2;
    while (piece + 1 < pieces.length && distance > pieceStart + pieces[piece].length) {
      pieceStart += pieces[piece].length;
      piece++;
    }
    const { x, y, azimuth } = followPiece(pieces[piece], distance - pieceStart);
    samples.set([x, y, speed * Math.cos(azimuth), speed * Math.sin(azimuth)], 4 * sample);
  }
  return samples;
}

/** The fastest profile within all limits: forwards no faster than one can accelerate, backwards than one can brake. */
function profileSpeeds(pieces: readonly WayPiece[], motion: Motion, total: number): Float64Array {
  const speeds = new Float64Array(Math.floor(total / STEP) + 1);
  let piece = 0;
  let pieceEnd = pieces[0].length;
  for (let step = 0; step < speeds.length; step++) {
    const distance = step * STEP;
    while (piece + 1 < pieces.length && distance > pieceEnd) pieceEnd += pieces[++piece].length;
    const { curvature } = pieces[piece];
    const corner = curvature === 0 ? Infinity : Math.sqrt(motion.lateralAcceleration / Math.abs(curvature));
    speeds[step] = Math.min(motion.cruise(distance), corner);
  }
  const gain = 2 * motion.acceleration * STEP;
  for (let step = 1; step < speeds.length; step++) {
    speeds[step] = Math.min(speeds[step], Math.sqrt(speeds[step - 1] ** 2 + gain));
  }
  for (let step = speeds.length - 2; step >= 0; step--) {
    speeds[step] = Math.min(speeds[step], Math.sqrt(speeds[step + 1] ** 2 + gain));
  }
  return speeds;
}
