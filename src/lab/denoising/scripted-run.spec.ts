import { describe, expect, it } from 'vitest';
import type { DenoiseRequest, DenoisingAnswer, SessionView } from '../../engine/frontend.ts';
import { sampleRun } from './scripted-run.ts';
import { STEPS, traceOf } from './testing/scripted-stage.ts';
import { cloudAt } from './trace.ts';

const session = { scene: { sites: [{}, {}, {}] }, truth: new Float64Array(9) } as unknown as SessionView;
const asked: DenoiseRequest[] = [];
const engine = {
  denoise: (request: DenoiseRequest): Promise<DenoisingAnswer> => {
    asked.push(request);
    return Promise.resolve({ kind: 'trace', trace: traceOf(request, [true, false, true]) });
  },
};

describe('a sampling for programs', () => {
  it('answers with the way of the sites together and of each alone', async () => {
    const run = await sampleRun(engine, session, 1, { estimator: 'diffloc-ct', samples: 5, seed: 9, sites: [2, 0, 2] });
    const steps = STEPS['diffloc-ct'];
    expect(asked.at(-1)).toMatchObject({ user: 1, seed: 9, clouds: [[2, 0], [0], [1], [2]] });
    expect([run.sigma.length, run.samples, run.heard]).toEqual([steps + 1, 5, [true, false, true]]);
    expect(run.perSite).toHaveLength(3);
    const trace = traceOf(asked[asked.length - 1], [true, false, true]);
    for (let step = 0; step <= steps; step++) {
      expect(run.positions.subarray(10 * step, 10 * (step + 1))).toEqual(cloudAt(trace, step, 0));
      expect(run.perSite[2].subarray(10 * step, 10 * (step + 1))).toEqual(cloudAt(trace, step, 3));
    }
  });

  it('takes all sites, and what the stage opens with, where nothing is said', async () => {
    const run = await sampleRun(engine, session, 0, {});
    expect(asked.at(-1)).toMatchObject({
      sampler: 'diffloc-unet',
      samples: 64,
      seed: 1,
      clouds: [[0, 1, 2], [0], [1], [2]],
    });
    expect(run.positions.length).toBe(2 * 64 * (STEPS['diffloc-unet'] + 1));
  });

  it('says what cannot be sampled', async () => {
    await expect(sampleRun(engine, null, 0, {})).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(sampleRun(engine, session, 3, {})).rejects.toMatchObject({ code: 'unknown-id' });
    await expect(sampleRun(engine, session, 0, { estimator: 'wknn' })).rejects.toThrow('"wknn" samples no posterior');
    await expect(sampleRun(engine, session, 0, { sites: [] })).rejects.toThrow('No site is to listen');
    const deaf = { denoise: () => Promise.resolve({ kind: 'unheard', user: 0, reason: 'No path.' } as const) };
    await expect(sampleRun(deaf, session, 0, {})).rejects.toMatchObject({ code: 'no-fix', message: 'No path.' });
  });
});
