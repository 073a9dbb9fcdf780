import { describe, expect, it } from 'vitest';
import { NETWORKS, NETWORK_IDS } from '../networks.ts';
import { EXPERIMENTS, findExperiment } from './registry.ts';
import { SETTING_IDS } from './settings.ts';

describe('experiments', () => {
  it('train every network in every setting of the paper, each once', () => {
    const names = EXPERIMENTS.map(({ dataset, estimator }) => `${dataset}/${estimator}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(SETTING_IDS.length * NETWORK_IDS.length);
    for (const dataset of SETTING_IDS) {
      for (const estimator of NETWORK_IDS) expect(findExperiment(`${dataset}/${estimator}`).estimator).toBe(estimator);
    }
    for (const id of NETWORK_IDS) expect(NETWORKS[id].id).toBe(id);
  });

  it('have whole steps, and settle the batch statistics before they end', () => {
    for (const { loop, estimator } of EXPERIMENTS) {
      const { schedule, freezeFrom, validateEvery } = loop;
      for (const step of [schedule.totalSteps, freezeFrom ?? 0, ...(schedule.restarts ?? []).map(({ step }) => step)]) {
        expect(Number.isInteger(step)).toBe(true);
      }
      expect(schedule.totalSteps % validateEvery).toBe(0);
      if (estimator !== 'pe-msrn-plus') expect(freezeFrom).toBeLessThan(schedule.totalSteps);
    }
  });

  it('refuse an unknown one with a list of the known', () => {
    expect(() => findExperiment('s3-3d/crystal-ball')).toThrow('There is no training "s3-3d/crystal-ball"');
  });
});
