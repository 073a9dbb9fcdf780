import { describe, expect, it } from 'vitest';
import type { DenoiseRequest } from '../../engine/frontend.ts';
import { CLOSED_STAGE, type DenoisingPicture } from './denoising-state.ts';
import { lensPicture, lensReach, refinedLimit } from './lens.ts';
import { STEPS, traceOf } from './testing/scripted-stage.ts';

const REQUEST: DenoiseRequest = {
  ...{ user: 4, sampler: 'diffloc-unet', clouds: [[0, 1], [0], [1]], samples: 3, seed: 1, prior: false, from: null },
};
const beside = traceOf({ ...REQUEST, sampler: 'diffloc-ct', clouds: [[0, 1]] }, [true, true]);
const last = STEPS['diffloc-unet'];
const refined = { x: 0.004, y: 0, bound: 0.001 } as DenoisingPicture['refined'];

function pictureAt(step: number, changes: Partial<DenoisingPicture> = {}): DenoisingPicture {
  return { ...CLOSED_STAGE, trace: traceOf(REQUEST, [true, true]), step, truth: [0, 0, 1.5], ...changes };
}

describe('what a lens looks at', () => {
  it('is the refined fix beside the clouds after their last step alone, and by itself at any', () => {
    expect(lensPicture(pictureAt(last, { refined }), 'clouds')?.refined).toBe(refined);
    expect(lensPicture(pictureAt(3, { refined }), 'clouds')?.refined).toBeNull();
    expect(lensPicture(pictureAt(3, { refined }), 'refined')?.refined).toBe(refined);
    expect(lensPicture(pictureAt(last), 'refined')).toBeNull();
  });

  it('is the other sampler after as many steps, as soon as it is known', () => {
    expect(lensPicture(pictureAt(1), 'beside')).toBeNull();
    const companion = { sampler: 'diffloc-ct', trace: beside, reason: '' } as const;
    const looked = [1, 7].map((step) => lensPicture(pictureAt(step, { companion }), 'beside'));
    expect(looked.map((picture) => picture?.step)).toEqual([1, STEPS['diffloc-ct']]);
    expect(looked[1]).toMatchObject({ sampler: 'diffloc-ct', showsAlone: false, refined: null });
  });

  it('has arrows among the clouds that they move alone', () => {
    const companion = { sampler: 'diffloc-ct', trace: beside, reason: '' } as const;
    const picture = pictureAt(last, { refined, companion, showsField: true });
    const subjects = ['clouds', 'beside', 'refined'] as const;
    expect(subjects.map((subject) => lensPicture(picture, subject)?.showsField)).toEqual([true, false, false]);
  });

  it('is shown as far as it reaches: a round number that holds the cloud, or the refined fix', () => {
    const reach = lensReach(pictureAt(0));
    expect(reach).toBeGreaterThanOrEqual(100 + 3 * 50);
    expect(reach).toBeLessThanOrEqual(2.5 * (100 + 3 * 50));
    expect(lensReach(pictureAt(last, { refined }), true)).toBeGreaterThanOrEqual(1.6 * 0.004);
    expect(lensReach(pictureAt(last, { refined }), true)).toBeLessThan(0.02);
  });

  it('has the ellipse of what a refined fix knows, not of what the page assumes to be known', () => {
    // One standard deviation of 2 mm along y and 1 mm along x; 95 % of a plane's Gaussian lie within 2.45 of them.
    const knowing = (...information: readonly [number, number, number]): Pick<DenoisingPicture, 'refined'> => ({
      refined: { x: 0.004, y: 0, stage: 'per-site', residual: 1, information, bound: 0.0022, believed: true },
    });
    const ellipse = refinedLimit(knowing(1e6, 0, 2.5e5));
    expect([ellipse?.semiMajor ?? NaN, ellipse?.semiMinor ?? NaN]).toBeAllclose([4.895e-3, 2.448e-3], {
      relative: 1e-3,
    });
    expect(Math.abs(ellipse?.azimuth ?? NaN)).toBeCloseTo(Math.PI / 2, 6);
    expect(refinedLimit(knowing(0, 0, 0))).toBeNull();
  });
});
