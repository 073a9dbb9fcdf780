import { describe, expect, it } from 'vitest';
import { chosenExperiment, offerTraining, trainableOn, type TrainingChoices } from './choices.ts';
import { findExperiment } from './experiments/registry.ts';
import { learningRate } from './schedule.ts';

const POSITIONS = 1512;

describe('trainings of one’s own', () => {
  it('are offered where there is a published one, and begin slim', () => {
    expect(trainableOn('s3-3d')).toContain('pe-msrn');
    expect(trainableOn('tokyo-streets')).toEqual([]);
    const offer = offerTraining('s3-3d', 'pe-msrn', POSITIONS);
    const { architecture, loop } = findExperiment('s3-3d/pe-msrn');
    expect(offer.published.width).toBe(architecture.baseWidth);
    expect(offer.standard.width).toBe(architecture.baseWidth / 2);
    expect(offer.widths).toContain(offer.standard.width);
    expect(offer.published.passes).toBe(Math.round((loop.schedule.totalSteps * loop.batchSize) / POSITIONS));
  });

  it('are the published one where everything is chosen alike, but for its length in whole passes', () => {
    for (const estimator of trainableOn('s3-3d')) {
      const published = findExperiment(`s3-3d/${estimator}`);
      const experiment = chosenExperiment('s3-3d', offerTraining('s3-3d', estimator, POSITIONS).published, POSITIONS);
      const { totalSteps } = published.loop.schedule;
      expect(Math.abs(experiment.loop.schedule.totalSteps - totalSteps)).toBeLessThan(POSITIONS / 64);
      for (const share of [0.2, 0.6, 0.95]) {
        const rate = learningRate(experiment.loop.schedule, Math.round(share * totalSteps));
        const before = learningRate(published.loop.schedule, Math.round(share * totalSteps));
        expect(Math.abs(rate / before - 1)).toBeLessThan(0.1);
      }
      expect({ ...experiment, loop: null }).toEqual({ ...published, loop: null });
    }
  });

  it('keep the shape of the schedule when they are shorter', () => {
    const { standard } = offerTraining('s3-3d', 'pe-msrn', POSITIONS);
    const { loop } = chosenExperiment('s3-3d', { ...standard, passes: 10, learningRate: 1e-2 }, POSITIONS);
    expect(loop.schedule.totalSteps).toBe(Math.ceil((10 * POSITIONS) / 64));
    expect(loop.freezeFrom).toBeLessThan(loop.schedule.totalSteps);
    expect(loop.schedule.restarts?.[0]).toEqual({ step: loop.freezeFrom, peak: 2e-3 });
    expect(loop.schedule.warmup).toBeLessThan(loop.schedule.totalSteps / 4);
    const tiny = chosenExperiment('s2-2d', { ...standard, passes: 2, width: 4 }, 72).loop;
    expect(tiny.schedule.totalSteps).toBeGreaterThanOrEqual(tiny.validateEvery);
  });

  it.each<[string, Partial<TrainingChoices>]>([
    ['width', { width: 0 }],
    ['width', { width: 2.5 }],
    ['learning rate', { learningRate: NaN }],
    ['learning rate', { learningRate: 2 }],
    ['number of passes', { passes: 0 }],
    ['number of draws', { draws: 33 }],
  ])('refuse a %s that makes no sense', (name, changes) => {
    const { standard } = offerTraining('s3-3d', 'pe-msrn', POSITIONS);
    expect(() => chosenExperiment('s3-3d', { ...standard, ...changes }, POSITIONS)).toThrow(name);
  });
});
