import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { NO_FIX_REASONS, NO_FIX_SENTENCE, reasonCode } from '../measurement/no-fix.ts';
import { createAoa } from './aoa/estimator.ts';
import { createEkf } from './ekf/estimator.ts';
import type { Estimator } from './estimator.ts';
import { explainNoFix, explainUnheard, refusalSentence } from './no-fix.ts';
import { createTdoa } from './tdoa/estimator.ts';
import { CITY_SITES, reportsOf } from './testing/reports.ts';
import { createToaAoa } from './toa-aoa/estimator.ts';
import { createToa } from './toa/estimator.ts';
import { createTwinEstimator } from './twin/estimator.ts';
import { hallTwin } from './twin/testing/hall.ts';

const CREATE: readonly (readonly [string, () => Estimator])[] = [
  ['toa', createToa],
  ['tdoa', createTdoa],
  ['aoa', createAoa],
  ['toa-aoa', createToaAoa],
  ['ekf', createEkf],
];

/** Reports of two users, of whom the second is heard by the first `heard` sites alone. */
function halfHeard(heard: number) {
  const input = reportsOf(
    [
      [10, 20, 1.5],
      [30, -60, 1.5],
    ],
    CITY_SITES,
  );
  input.links.slice(heard).forEach(({ measurements }, i) => {
    const { snr, azimuth, elevation, delay, power, firstDelay, reasons } = measurements;
    for (const column of [snr, azimuth, elevation, delay, power, firstDelay]) column[1] = NaN;
    reasons[1] = reasonCode(NO_FIX_REASONS[i]);
  });
  return { ...input, tracks: { trajectories: Int32Array.of(-1, -1), times: Float64Array.of(0, 0) } };
}

describe.each(CREATE)('no fix of %s', (_, create) => {
  it('carries the reason of every site where none reports', async () => {
    const input = halfHeard(0);
    const positions = await create().estimate(input);
    expect(positions.subarray(0, 2).every(Number.isFinite)).toBe(true);
    expect(positions.subarray(3).every(Number.isNaN)).toBe(true);
    const refusal = explainNoFix(create(), input, 1);
    expect(refusal).toEqual({ kind: 'no-report', reasons: NO_FIX_REASONS.slice(0, 5) });
    expect(refusalSentence(refusal)).toContain(NO_FIX_SENTENCE['not-finite']);
  });
});

describe('sentences of refusals', () => {
  it('say the one reason that all sites share, and what is missing', () => {
    expect(refusalSentence({ kind: 'no-report', reasons: ['no-path', 'no-path'] })).toBe('No path reaches the site.');
    expect(refusalSentence({ kind: 'no-report', reasons: [] })).toBe('No site listens.');
    // Which site said what does not matter.
    const mixed = 'No site has a report: No path reaches the site. No signal stands out of the noise.';
    expect(refusalSentence({ kind: 'no-report', reasons: ['no-signal', 'no-path', 'no-signal'] })).toBe(mixed);
    expect(refusalSentence({ kind: 'no-report', reasons: ['no-path', 'no-signal'] })).toBe(mixed);
    expect(refusalSentence(explainNoFix(createToa(), halfHeard(2), 1))).toBe(
      '2 sites report the user, and 3 are needed.',
    );
    expect(refusalSentence(explainNoFix(createAoa(), halfHeard(1), 1))).toBe(
      'One site reports the user, and 2 are needed.',
    );
  });
});

describe('a channel that holds no number', () => {
  /** Two users: of the second one, the given sites receive NaN or Infinity, and the others nothing. */
  const inputOf = (broken: readonly number[]) => {
    const input = halfHeard(1);
    const values = Float32Array.of(1, 0, broken.length > 1 ? Infinity : NaN, 0);
    const estimate = (user: number, site: number) =>
      user === 1 && broken.includes(site) ? { values, noisePower: 1 } : null;
    return { ...input, channels: { radio: RADIO_3_5GHZ, estimate } };
  };

  it('is its own reason, with the sites and what to do, and no silence', () => {
    expect(explainUnheard(inputOf([]), 1)).toEqual({ kind: 'unheard' });
    expect(explainUnheard(inputOf([1]), 0)).toEqual({ kind: 'unheard' });
    const refusal = explainUnheard(inputOf([1, 3]), 1);
    expect(refusal).toEqual({ kind: 'not-finite', sites: [2, 4] });
    expect(refusalSentence(refusal)).toMatch(/sites 2, 4 hold numbers that are not finite.*: mend or leave out/);
    expect(refusalSentence({ kind: 'not-finite', sites: [3] })).toMatch(/site 3 hold numbers/);
  });

  it('has no fix of the twin, whatever it started from', async () => {
    const starts = Float32Array.of(10, 20, 1.5, 30, -60, 1.5);
    const { sites, radio } = hallTwin();
    const nowhere = { sites: sites.slice(0, 2), radio, trace: () => null };
    const input = { ...inputOf([1]), starts, twin: () => nowhere };
    const twin = createTwinEstimator();
    const fixes = await twin.estimate({ ...input, heights: Float64Array.of(1.5, 1.5) });
    expect(Array.from(fixes)).toEqual([10, 20, 1.5, NaN, NaN, NaN]);
    expect(explainNoFix(twin, input, 1)).toEqual({ kind: 'not-finite', sites: [2] });
  });
});
