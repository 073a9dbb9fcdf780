import { beforeEach, describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { beginWalk } from '../estimators/diffusion/cloud-walk.ts';
import type { DenoiseRows } from '../estimators/diffusion/hear-only.ts';
import type { Estimator } from '../estimators/estimator.ts';
import type { FixRefusal } from '../estimators/no-fix.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import type { Progress } from './base.ts';
import { denoiseUser, surveyPosteriors, type DenoisingContext } from './denoising.ts';
import type { DenoiseRequest, PosteriorSpread } from './denoising-view.ts';
import { createPipeline } from './pipeline.ts';
import type { Session } from './session.ts';
import { createTurns } from './turns.ts';

const STEPS = 12;
const FRAME = { centre: [10, 5, 0] as const, scale: 20 };
const REQUEST: DenoiseRequest = {
  ...{ user: 0, sampler: 'diffloc-unet', clouds: [[0, 1], [1]], samples: 8, seed: 1, prior: false, from: null },
};

/** The exact denoiser of a Gaussian posterior of a tenth of the frame, so slow that a slice holds few steps. */
const slow: DenoiseRows = async (x, sigma) => {
  await new Promise((resolve) => setTimeout(resolve, 12));
  const share = 0.01 / (0.01 + Number(sigma) ** 2);
  return x.map((value) => share * value);
};

function samplerOf(log: string[], name: string, heard: readonly boolean[] = [true, true]): Estimator {
  const voices = heard.map((is) => (is ? slow : null));
  return {
    samplePosterior: () => {
      log.push(name);
      return Promise.resolve(
        heard.includes(true)
          ? {
              heard,
              walk: (request) => beginWalk(voices, FRAME, STEPS, request),
              pull: (positions) => Promise.resolve(Float32Array.from(positions)),
            }
          : null,
      );
    },
  } as Partial<Estimator> as Estimator;
}

let log: string[];
let estimator: Estimator;
let session: Session;
let progress: Progress[];
let context: DenoisingContext;
let controller: AbortController;

beforeEach(() => {
  log = [];
  progress = [];
  controller = new AbortController();
  estimator = samplerOf(log, 'first');
  const panel = { rows: 2, columns: 2, spacing: 0.5, pattern: 'iso' as const };
  const site = { ...siteAt([1, 10, 4]), panel };
  const world = {
    scene: boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }),
    sites: [site, { ...site, position: [29, 10, 4] as const }],
    radio: { ...SMALL_RADIO, carrierFrequency: 3.5e9 },
    paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 0 },
    noiseSeed: 1,
    snr: (snrDb: number) => ({ kind: 'imposed' as const, rangeDb: [snrDb, snrDb] as const }),
  };
  const pipeline = createPipeline(world, { count: 1, positions: Float64Array.of(14, 6, 1.5) });
  session = {
    pipeline,
    snrDb: 20,
    estimators: [
      { id: 'diffloc-unet', title: 'DiffLoc-UNet', unavailable: '' },
      { id: 'diffloc-ct', title: 'DiffLoc-CT', unavailable: 'It has no weights.' },
    ],
    loaded: { get: () => estimator, refusal: () => '' },
  } as Partial<Record<keyof Session, unknown>> as unknown as Session;
  context = {
    device: {
      compute: (_holder: unknown, work: () => Promise<unknown>) => work(),
    } as unknown as DenoisingContext['device'],
    turns: createTurns(),
    emit: (told) => void progress.push(told),
    signal: controller.signal,
  };
});

describe('a user that is denoised', () => {
  it('comes back as one buffer, and says on its way how far it is', async () => {
    const answer = await denoiseUser(session, REQUEST, context);
    if (answer.kind !== 'trace') throw new Error('both sites hear the user');
    const { trace } = answer;
    expect(trace).toMatchObject({ user: 0, steps: STEPS, first: 0, heard: [true, true], clouds: REQUEST.clouds });
    expect(trace.positions.length).toBe(2 * 8 * 2 * (STEPS + 1));
    for (const { buffer } of [trace.positions, trace.centres, trace.spreads]) expect(buffer).toBe(trace.sigma.buffer);
    expect(trace.centres.subarray(-2)).toBeAllclose([10, 5], { absolute: 3 });
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toMatchObject({ stage: 'denoising', done: STEPS, total: STEPS });
  });

  it('goes before whoever else works for long, until it is there or given up', async () => {
    let crowd = '';
    const walking = denoiseUser(session, REQUEST, context).then(() => (log.push('walked'), log));
    const other = context.turns.next(new AbortController().signal).then(() => log.push('crowd'));
    await Promise.all([walking, other]);
    expect(log).toEqual(['first', 'walked', 'crowd']);
    const given = denoiseUser(session, REQUEST, context);
    const next = context.turns.next(new AbortController().signal).then(() => (crowd = 'went on'));
    controller.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await next;
    expect(crowd).toBe('went on');
  });

  it('begins again where the device it began on was replaced', async () => {
    const walking = denoiseUser(session, REQUEST, context);
    while (progress.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    estimator = samplerOf(log, 'second');
    const answer = await walking;
    expect(log).toEqual(['first', 'second']);
    expect(answer.kind).toBe('trace');
  });

  it('is told why nobody hears it', async () => {
    estimator = samplerOf(log, 'deaf', [false, false]);
    const answer = await denoiseUser(session, REQUEST, context);
    expect(answer).toEqual({
      kind: 'unheard',
      user: 0,
      reason: 'No path of the user stands out of the noise of any site.',
    });
  });

  it('is told whose channel is no number', async () => {
    const explain = (): FixRefusal => ({ kind: 'not-finite', sites: [1, 2] });
    estimator = { ...samplerOf(log, 'deaf', [false, false]), explain };
    const answer = await denoiseUser(session, REQUEST, context);
    expect(answer).toMatchObject({
      kind: 'unheard',
      reason: expect.stringMatching(/sites 1, 2 hold.*not finite/) as string,
    });
  });

  it('takes as many steps as it is asked for', async () => {
    const answer = await denoiseUser(session, { ...REQUEST, steps: 3 }, context);
    expect(answer.kind === 'trace' && answer.trace.sigma.length).toBe(4);
  });

  it.each([
    [{ samples: 0 }, '0 samples cannot be drawn'],
    [{ samples: 1025 }, '1025 samples cannot be drawn'],
    [{ steps: 0 }, '0 steps cannot be taken'],
    [{ clouds: [] }, 'No cloud was asked for'],
    [{ clouds: [[0, 7]] }, 'There is no site 7'],
    [{ user: 9 }, 'There is no user 9'],
    [{ from: { step: 1, positions: new Float32Array(3), isStirred: false } }, 'hold 1.5 samples, and 2 × 8'],
    [{ sampler: 'diffloc-ct' as const }, 'DiffLoc-CT cannot run here'],
  ])('is refused what makes no sense: %o', async (wrong, message) => {
    await expect(denoiseUser(session, { ...REQUEST, ...wrong }, context)).rejects.toThrow(message);
  });
});

describe('a survey', () => {
  it('says how far from the user the samples end, alone and together', async () => {
    const spreads: PosteriorSpread[] = [];
    const request = { sampler: 'diffloc-unet', users: 1, seed: 3 } as const;
    await surveyPosteriors(session, request, (spread) => void spreads.push(spread), context);
    // The posterior lies around [10, 5], and the user stands at [14, 6]: that cannot be hidden by agreeing.
    const miss = Math.hypot(4, 1);
    expect(spreads).toHaveLength(1);
    expect(spreads[0]).toMatchObject({ user: 0, heard: 2 });
    for (const far of [spreads[0].alone, spreads[0].together]) {
      expect(far).toBeGreaterThan(0.6 * miss);
      expect(far).toBeLessThan(1.6 * miss);
    }
  });

  it('leaves out whom one site hears alone', async () => {
    estimator = samplerOf(log, 'one', [true, false]);
    const spreads: PosteriorSpread[] = [];
    await surveyPosteriors(
      session,
      { sampler: 'diffloc-unet', users: 1, seed: 3 },
      (one) => void spreads.push(one),
      context,
    );
    expect(spreads).toEqual([]);
  });
});
