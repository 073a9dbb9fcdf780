import { describe, expect, it } from 'vitest';
import { CITY_LINK_BUDGET, linkBudgetSnr } from '../../channel/link-budget.ts';
import { meanChannelPower } from '../../channel/sounding.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { SMALL_RADIO } from '../../channel/testing/links.ts';
import { toDecibels } from '../../numerics/decibels.ts';
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../../propagation/testing/scenes.ts';
import { prepareSite, traceLinks } from '../../propagation/trace.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { createBoundMap, meanLinkPower } from './bound-map.ts';
import { ellipsePoints } from './ellipse-points.ts';
import { linkInformation } from './link-information.ts';
import { pathDerivatives } from './path-derivatives.ts';
import type { BoundSetup } from './position-error-bound.ts';
import { createPositionErrorBound, GAIN_KNOWLEDGE, NO_BOUND_SENTENCE } from './position-error-bound.ts';

const radio = { ...SMALL_RADIO, carrierFrequency: 3.5e9 };
const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' } as const;
const sites = [
  { ...siteAt([1, 1, 4], 'iso', { azimuth: 0.7, elevation: -0.2 }), panel },
  { ...siteAt([29, 18, 5], 'iso', { azimuth: -2.5, elevation: -0.2 }), panel },
];
const prepared = prepareScene(boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }));
const ends = sites.map((site) => prepareSite(prepared, site, { frequency: 3.5e9, maximumReflections: 1 }));
const user: Vector3 = [12.3, 8.1, 1.6];
const tables = traceLinks(ends, user);
const links = tables.map((paths, i) => ({ paths, snrDb: [12, 3][i] }));
const none = { ...tables[0], count: 0 };
const setup: BoundSetup = { sites, radio, gains: 'unknown-per-path', dimensions: 3, edges: prepared.edges };

function expectBound(outcome: ReturnType<ReturnType<typeof createPositionErrorBound>>) {
  if (outcome.kind === 'no-bound') throw new Error(outcome.reason);
  return outcome;
}

describe('bound of a pipeline record', () => {
  it('is the inverse of the summed information of the sites, each at its own SNR', () => {
    const all = expectBound(createPositionErrorBound(setup)(links));
    const informations = tables.map((paths, i) =>
      linkInformation(paths, pathDerivatives(paths), sites[i], radio, 10 ** [1.2, 0.3][i], 'unknown-per-path'),
    );
    const covariance = invertSymmetric(
      informations[0].map((value, at) => value + informations[1][at]),
      3,
    );
    if (!covariance) throw new Error('singular');
    expect(all.positionError).toBeCloseTo(Math.sqrt(covariance[0] + covariance[4] + covariance[8]), 9);
  });

  it('of both sites lies below that of each alone, and falls with every level of knowledge', () => {
    const errors = GAIN_KNOWLEDGE.map(({ id }) => {
      const boundOf = createPositionErrorBound({ ...setup, gains: id });
      const both = expectBound(boundOf(links)).positionError;
      for (const site of [0, 1]) expect(expectBound(boundOf(links, site)).positionError).toBeGreaterThan(both);
      return both;
    });
    expect(errors[1]).toBeLessThan(errors[0]);
    expect(errors[2]).toBeLessThan(errors[1]);
  });

  it('at a known height has no vertical part and is below the horizontal part in space', () => {
    const space = expectBound(createPositionErrorBound(setup)(links));
    const plane = expectBound(createPositionErrorBound({ ...setup, dimensions: 2 })(links));
    expect(plane.verticalError).toBe(0);
    expect(plane.positionError).toBe(plane.horizontalError);
    expect(plane.horizontalError).toBeLessThan(space.horizontalError);
  });

  it.each([
    ['no-path', [none, none], [10, 10], undefined],
    ['no-path', [none, tables[1]], [10, 10], 0],
    ['no-signal', tables, [-Infinity, NaN], undefined],
    ['no-noise', tables, [Infinity, 3], undefined],
  ] as const)('is refused with %s', (reason, paths, snrsDb, only) => {
    const asked = paths.map((table, i) => ({ paths: table, snrDb: snrsDb[i] }));
    expect(createPositionErrorBound(setup)(asked, only)).toEqual({ kind: 'no-bound', reason });
    expect(NO_BOUND_SENTENCE[reason]).not.toBe('');
  });

  it('leaves out a site that hears nothing, and says what one antenna leaves open', () => {
    const boundOf = createPositionErrorBound(setup);
    expect(boundOf([links[0], { paths: none, snrDb: -Infinity }])).toEqual(boundOf(links, 0));
    const lone = { ...sites[0], panel: { ...panel, rows: 1, columns: 1 } };
    const sight = prepareSite(prepared, lone, { frequency: 3.5e9, maximumReflections: 0 });
    const outcome = createPositionErrorBound({ ...setup, sites: [lone] })([
      { paths: traceLinks([sight], user)[0], snrDb: 10 },
    ]);
    expect(outcome).toEqual({ kind: 'no-bound', reason: 'undetermined' });
  });
});

describe('bound over a map', () => {
  it('knows the mean power of a channel that is not synthesised', () => {
    tables.forEach((paths, i) => {
      const expected = meanChannelPower(synthesizeChannel(paths, sites[i], radio));
      expect(meanLinkPower(paths, sites[i], radio) / expected).toBeCloseTo(1, 5);
    });
  });

  it('is the bound at the SNRs that the rule gives, and NaN where nothing is heard', () => {
    const imposed = createBoundMap({ ...setup, snr: { kind: 'imposed', rangeDb: [6, 6] } });
    const boundOf = createPositionErrorBound(setup);
    expect(imposed(tables)).toBe(expectBound(boundOf(links.map(({ paths }) => ({ paths, snrDb: 6 })))).positionError);
    const budget = createBoundMap({
      ...setup,
      snr: { kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: -20 },
    });
    const ruled = tables.map((paths, i) => {
      const power = meanChannelPower(synthesizeChannel(paths, sites[i], radio)) / 100;
      return { paths, snrDb: toDecibels(linkBudgetSnr(power, CITY_LINK_BUDGET, radio)) };
    });
    expect(budget(tables) / expectBound(boundOf(ruled)).positionError).toBeCloseTo(1, 4);
    expect(imposed([none, none])).toBeNaN();
  });
});

describe('ellipse to draw', () => {
  it('holds as many normal estimates as it says', () => {
    const ellipse = { semiMajor: 3, semiMinor: 0.8, azimuth: 0.6 };
    const outline = ellipsePoints(ellipse, [5, -2], 0.8, 720);
    const random = createRandom(12);
    const draws = 4000;
    let inside = 0;
    for (let draw = 0; draw < draws; draw++) {
      const along = 3 * random.normal();
      const across = 0.8 * random.normal();
      const x = along * Math.cos(0.6) - across * Math.sin(0.6);
      const y = along * Math.sin(0.6) + across * Math.cos(0.6);
      // Inside where the point is left of every edge of the outline.
      let left = true;
      for (let i = 0; i < 720 && left; i++) {
        const [ax, ay] = [outline[2 * i] - 5, outline[2 * i + 1] + 2];
        const [bx, by] = [outline[(2 * i + 2) % 1440] - 5, outline[(2 * i + 3) % 1440] + 2];
        left = (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
      }
      if (left) inside++;
    }
    expect(Math.abs(inside / draws - 0.8)).toBeLessThan(3 * Math.sqrt((0.8 * 0.2) / draws));
  });
});
