import { describe, expect, it } from 'vitest';
import type { OwnModel, TrainingOffers } from '../../engine/frontend.ts';
import { ownWords, replacementWords } from './own-words.ts';
import { idleTraining, ownNetwork } from './training-state.ts';

const offers: TrainingOffers = {
  ...{ dataset: 's3-3d', title: 'Hall', unavailable: '', positions: 640, networks: [], passes: [], draws: [] },
  ...{ rates: [1e-5, 1], kept: null, own: null },
};
const own: OwnModel = { files: [], estimator: 'cnn', best: { step: 1200, mean_m: 0.5 } };
const titleOf = (id: string): string => id.toUpperCase();
const idle = idleTraining(offers, { estimator: 'cnn', width: 4, learningRate: 1e-3, passes: 10, draws: 1 });

describe('words on the own network', () => {
  it('say what is kept, with and without its curve', () => {
    expect(ownWords(idle, titleOf)).toContain('Trained here');
    const kept = ownWords(ownNetwork(idle, own), titleOf);
    expect(kept).toMatch(/^Kept in this browser: CNN, validation mean 0\.50\sm, weights of step 1\s?200\.$/u);
    expect(ownWords(ownNetwork(idle, { ...own, best: null }), titleOf)).toBe('Kept in this browser: CNN.');
  });

  it('say what would be lost, and what takes its place', () => {
    expect(replacementWords(own, { by: 'training', resume: false }, titleOf)).toMatch(/CNN \(.*\); another training/);
    expect(replacementWords({ ...own, best: null }, { by: 'files', files: [] }, titleOf)).toMatch(/CNN; the files/);
  });
});
