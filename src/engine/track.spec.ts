import { describe, expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { datasetOfScene } from '../datasets/registry.ts';
import type { Device } from './device.ts';
import { createEstimators } from './loaded-estimators.ts';
import { createPipeline } from './pipeline.ts';
import type { Preprocessing } from './preprocessing.ts';
import { openUsers } from './routes.ts';
import { createSession } from './session.ts';
import { trackUser } from './track.ts';
import { createTurns } from './turns.ts';
import { worldOfDataset } from './world.ts';

const dataset = openDataset(datasetOfScene('tokyo'));
const { users, routes } = openUsers(dataset);
const world = worldOfDataset(dataset);
// Two sites and lines of sight alone: what is followed is the way, and not how well the town is heard.
const pipeline = createPipeline(
  { ...world, sites: world.sites.slice(0, 2), paths: { ...world.paths, maximumReflections: 0, diffraction: 'none' } },
  users,
);
const loaded = createEstimators(null, 2, '', {});
loaded.ask(['toa-aoa'], { emit: () => undefined, signal: new AbortController().signal });
await loaded.loadNew();
const session = createSession({ dataset: null, routes, pipeline, preprocessing: {} as Preprocessing, loaded }, 0);
const device = { compute: (_, work) => work() } as Pick<Device, 'compute'> as Device;
const turns = createTurns();
const never = new AbortController().signal;

describe('trackUser', () => {
  it('follows a user over its latest moments to where it is, beside what others make of each', async () => {
    if (!routes) throw new Error('no routes');
    // Somebody who is on its way for some time.
    const user = Array.from(routes.timeOfUser, (_, at) => at).find((at) => routes.timeOfUser[at] > 10) ?? -1;
    const track = await trackUser(session, device, turns, user, never);
    if (track.kind !== 'track') throw new Error(track.reason);
    expect(track.times).toHaveLength(15);
    expect(track.times.at(-1)).toBeCloseTo(routes.timeOfUser[user], 9);
    expect([...track.truth.subarray(42)]).toEqual([...pipeline.users.positions.subarray(3 * user, 3 * user + 3)]);
    expect(track.estimates).toHaveLength(45);
    const apart = (places: Float32Array): number =>
      Math.hypot(places[42] - track.truth[42], places[43] - track.truth[43]);
    expect(track.errors.at(-1)).toBeCloseTo(apart(track.estimates), 4);
    expect(track.fixes.map(({ estimator }) => estimator)).toEqual(['toa-aoa']);
    const [{ estimates, errors }] = track.fixes;
    expect(estimates).toHaveLength(45);
    const last = errors[14];
    if (Number.isFinite(last)) expect(last).toBeCloseTo(apart(estimates), 4);
    expect(errors.some(Number.isFinite)).toBe(true);
  });

  it('says why there is none, and stops where it is told to', async () => {
    const stopped = new AbortController();
    stopped.abort(new Error('enough'));
    await expect(trackUser(session, device, turns, 5, stopped.signal)).rejects.toThrow('enough');
    pipeline.move(1, [...pipeline.world.scene.bounds.maximum]);
    expect(await trackUser(session, device, turns, 1, never)).toMatchObject({ kind: 'no-track', user: 1 });
    expect(await trackUser({ ...session, past: null }, device, turns, 0, never)).toMatchObject({
      kind: 'no-track',
      reason: 'The users of this scene stand where they are.',
    });
  });
});
