import { beforeEach, describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import type { Progress } from './base.ts';
import { createPipeline } from './pipeline.ts';
import { refineUser, type RefiningContext } from './refining.ts';
import type { Session } from './session.ts';
import { createTurns } from './turns.ts';

const HERE = [14, 6, 1.5] as const;

let session: Session;
let progress: Progress[];
let context: RefiningContext;
let controller: AbortController;

beforeEach(() => {
  const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' as const };
  const site = { ...siteAt([1, 10, 4]), panel };
  const world = {
    scene: boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }),
    sites: [site, { ...site, position: [29, 15, 4] as const }],
    radio: RADIO_3_5GHZ,
    paths: { ...DEFAULT_TRACE, frequency: RADIO_3_5GHZ.carrierFrequency, maximumReflections: 1 },
    noiseSeed: 1,
    snr: (snrDb: number) => ({ kind: 'imposed' as const, rangeDb: [snrDb, snrDb] as const }),
  };
  const pipeline = createPipeline(world, { count: 1, positions: Float64Array.from(HERE) });
  session = { pipeline, snrDb: 25 } as Partial<Session> as Session;
  progress = [];
  controller = new AbortController();
  context = { turns: createTurns(), emit: (told) => void progress.push(told), signal: controller.signal };
});

describe('a refinement', () => {
  it('finds the user from decimetres, and says on its way how far it is', async () => {
    const fix = await refineUser(session, { user: 0, start: [14.2, 6.1], until: 'per-site' }, context);
    expect(fix).toMatchObject({ believed: true, stage: 'per-site' });
    expect([fix.x, fix.y]).toBeAllclose(HERE.slice(0, 2), { absolute: 0.01 });
    const shares = progress.map(({ done, total }) => done / total);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeLessThan(1);
  }, 60_000);

  it('goes on to the phase of the carrier where it is asked to', async () => {
    const fix = await refineUser(session, { user: 0, start: [14.2, 6.1], until: 'coherent' }, context);
    expect(fix).toMatchObject({ believed: true, stage: 'coherent' });
    expect([fix.x, fix.y]).toBeAllclose(HERE.slice(0, 2), { absolute: 1e-3 });
  }, 60_000);

  it('lets others be answered meanwhile, and ends where it is given up', async () => {
    let answered = 0;
    context = {
      ...context,
      emit(told) {
        progress.push(told);
        void context.turns.urgent(() => Promise.resolve(answered++));
        if (progress.length === 3) controller.abort();
      },
    };
    await expect(refineUser(session, { user: 0, start: [20, 12], until: 'per-site' }, context)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect([progress.length, answered]).toEqual([3, 3]);
  });

  it('stays where it was where what the sites received holds numbers that are none', async () => {
    const { pipeline } = session;
    const signals: typeof pipeline.signals = (user, site) => {
      const heard = pipeline.signals(user, site);
      return { ...heard, leastSquares: heard.leastSquares.map(() => NaN) };
    };
    const fix = await refineUser(
      { ...session, pipeline: { ...pipeline, signals } },
      { user: 0, start: [14, 6], until: 'per-site' },
      context,
    );
    expect(fix).toMatchObject({ x: 14, y: 6, stage: 'start', believed: false });
  });

  it('is refused for a user that there is not', async () => {
    await expect(refineUser(session, { user: 7, start: [0, 0], until: 'per-site' }, context)).rejects.toMatchObject({
      code: 'unknown-id',
    });
  });
});
