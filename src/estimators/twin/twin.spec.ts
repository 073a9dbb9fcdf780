import { describe, expect, it } from 'vitest';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { NOISE_SHARE } from '../../features/taps/tapered-taps.ts';
import { synthesizeTaperedTaps } from '../../features/taps/tapered-taps.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { createRandom } from '../../numerics/random.ts';
import { INTERACTION_CODE, PATH_END } from '../../propagation/path-table.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import { createMaterial } from '../../scene/materials.ts';
import { buildScene } from '../../scene/registry.ts';
import { SceneBuilder } from '../../scene/scene-builder.ts';
import { climb, scan, spread } from './climb.ts';
import { departureSlope, displacePaths, modelPaths, samePaths } from './displaced-paths.ts';
import { createLinkEvaluator } from './likelihood.ts';
import { refineFix } from './refine.ts';
import { siteTerms } from './site-information.ts';
import { hallTwin, hallTwinOf, receive } from './testing/hall.ts';
import type { Twin } from './twin.ts';

const twin = hallTwin();
const { sites, radio } = twin;
const carrier = radio.carrierFrequency;
const tones = 816;
const here = [20.3, 17.1, 1.5] as const;

function tablesAt(point: readonly [number, number, number]): readonly PathTable[] {
  const tables = twin.trace(point);
  if (!tables) throw new Error('the point is in the open');
  return tables;
}

describe('displaced paths', () => {
  it('are the paths that a trace there finds', () => {
    const there = [20.42, 17.02, 1.5] as const;
    tablesAt(here).forEach((table, site) => {
      const displaced = displacePaths(modelPaths(table, carrier, 99), ...there, carrier);
      const traced = tablesAt(there)[site];
      expect(displaced.count).toBe(traced.count);
      const order = (delays: Float64Array): number[] => Array.from(delays.keys()).sort((a, b) => delays[a] - delays[b]);
      const mine = order(displaced.delays);
      order(traced.delays).forEach((t, i) => {
        const m = mine[i];
        expect([displaced.delays[m]]).toBeAllclose([traced.delays[t]], { relative: 1e-12 });
        const turn = displaced.departureAzimuths[m] - traced.departureAzimuths[t];
        expect([Math.sin(turn), displaced.departureElevations[m] - traced.departureElevations[t]]).toBeAllclose(
          [0, 0],
          { absolute: 1e-9 },
        );
      });
      // The strongest is the line of sight; coefficients of reflections turn with the angle of incidence.
      const direct = traced.amplitudes.subarray(0, 2);
      expect(displaced.amplitudes.subarray(0, 2)).toBeAllclose(direct, { absolute: 0.02 * Math.hypot(...direct) });
    });
  });

  it('keep the point of diffraction, from which the rest of the way starts', () => {
    const table = diffractedPath([0, 0, 10], [30, 5, 6], [42, 15, 1.5]);
    const displaced = displacePaths(modelPaths(table, carrier, 9), 42.3, 15.2, 1.5, carrier);
    const length = Math.hypot(30, 5, 4) + Math.hypot(12.3, 10.2, 4.5);
    expect(displaced.delays).toBeAllclose([length / SPEED_OF_LIGHT], { relative: 1e-12 });
    expect(displaced.departureAzimuths).toBeAllclose([Math.atan2(5, 30)], { absolute: 1e-12 });
  });

  it('change their direction as their slopes say', () => {
    tablesAt(here).forEach((table) => {
      const model = modelPaths(table, carrier, 99);
      const [x, y, z] = here;
      const paths = displacePaths(model, x, y, z, carrier);
      const h = 1e-4;
      for (const axis of [0, 1] as const) {
        const [dx, dy] = axis === 0 ? [h, 0] : [0, h];
        const after = displacePaths(model, x + dx, y + dy, z, carrier);
        const before = displacePaths(model, x - dx, y - dy, z, carrier);
        for (let p = 0; p < model.count; p++) {
          const slope = [0, 1, 2].map(
            (row) => (after.departures[3 * p + row] - before.departures[3 * p + row]) / (2 * h),
          );
          expect(departureSlope(model, paths, p, axis)).toBeAllclose(slope, { absolute: 1e-8 });
        }
      }
    });
  });
});

describe('the likelihood of a link', () => {
  it('is that of the definition, with dense matrices', () => {
    const [reception] = receive(twin, here, 20, 3);
    const site = sites[0];
    const model = modelPaths(tablesAt(here)[0], carrier, 3);
    const paths = displacePaths(model, here[0] + 0.1, here[1], here[2], carrier);
    const found = createLinkEvaluator(reception, site, radio, 8).evaluate(paths);
    const noise = (NOISE_SHARE * reception.noisePower) / tones;
    const signatures = Array.from({ length: paths.count }, (_, p) =>
      synthesizeTaperedTaps(
        {
          count: 1,
          delays: paths.delays.slice(p, p + 1),
          amplitudes: paths.amplitudes.slice(2 * p, 2 * p + 2),
          departureAzimuths: paths.departureAzimuths.slice(p, p + 1),
          departureElevations: paths.departureElevations.slice(p, p + 1),
        },
        site,
        radio,
        new Float32Array(reception.taps.length),
      ),
    );
    const all = signatures[0].map((_, i) => signatures.reduce((sum, each) => sum + each[i], 0));
    const [re, im] = innerProduct(all, reception.taps);
    const [energy] = innerProduct(all, all);
    const tolerance = { relative: 1e-3 };
    expect([found.log['per-site']]).toBeAllclose([(re * re + im * im) / energy / noise], tolerance);
    expect([found.log.coherent]).toBeAllclose([(2 * re - energy) / noise], tolerance);
    expect([found.log['per-path']]).toBeAllclose([woodbury(signatures, reception.taps, noise)], tolerance);
  });

  it('leaves nothing but noise where the user is', () => {
    receive(twin, here, 20, 5).forEach((reception, link) => {
      const evaluator = createLinkEvaluator(reception, sites[link], radio, 32);
      const paths = displacePaths(modelPaths(tablesAt(here)[link], carrier, 32), ...here, carrier);
      const { left, expected } = evaluator.evaluate(paths);
      expect(left.coherent / expected).toBeGreaterThan(0.8);
      expect(left.coherent / expected).toBeLessThan(1.25);
      expect(left['per-path']).toBeLessThan(left['per-site']);
      expect(left['per-site']).toBeLessThanOrEqual(left.coherent);
    });
  });
});

describe('the Gauss–Newton terms of a link', () => {
  it.each(['per-site', 'coherent'] as const)('are slope and curvature of the %s likelihood', (stage) => {
    const [reception] = receive(twin, here, 60, 7);
    const model = modelPaths(tablesAt(here)[0], carrier, 32);
    const left = (x: number, y: number): number => {
      const signal = synthesizeChannel(displacePaths(model, x, y, here[2], carrier), sites[0], radio);
      const [re, im] = innerProduct(signal, reception.estimate);
      const [energy] = innerProduct(signal, signal);
      return (stage === 'coherent' ? energy - 2 * re : -(re * re + im * im) / energy) / reception.noisePower;
    };
    // Half a millimetre beside the truth: there is a slope, and the curvature is that of the truth.
    const [x, y] = [here[0] + 3e-4, here[1] - 4e-4];
    const { gradient, curvature } = siteTerms(model, reception, sites[0], radio, x, y, here[2], stage);
    const h = 1e-4;
    const slope = [(left(x - h, y) - left(x + h, y)) / (4 * h), (left(x, y - h) - left(x, y + h)) / (4 * h)];
    expect(gradient).toBeAllclose(slope, { relative: 0.02 });
    const xx = (left(x - h, y) + left(x + h, y) - 2 * left(x, y)) / (2 * h * h);
    const yy = (left(x, y - h) + left(x, y + h) - 2 * left(x, y)) / (2 * h * h);
    expect([curvature[0], curvature[2]]).toBeAllclose([xx, yy], { relative: 0.05 });
  });
});

describe('climbing', () => {
  const hill = (x: number, y: number): number => -3 * (x - 1.234) ** 2 - (y + 0.567) ** 2 - (x - 1.234) * (y + 0.567);

  it('finds the summit of a hill and how sharp it is', () => {
    const summit = climb(hill, 0, 0, 0.5, 1e-3);
    expect([summit.x, summit.y, summit.value]).toBeAllclose([1.234, -0.567, 0], { absolute: 1e-6 });
    expect(summit.curvature).toBeAllclose([6, 1, 2], { relative: 1e-3 });
  });

  it('starts from the highest places of a grid that are apart', () => {
    const places = spread(scan(hill, 0, 0, 2, 5), 2, 1.5);
    expect(places.map(({ x, y }) => [x, y])).toEqual([
      [1, 0],
      [1, -2],
    ]);
  });
});

describe('the refinement', () => {
  it('takes a fix from decimetres to its bound, stage by stage', () => {
    const random = createRandom(11);
    const errors = { 'per-path': [], 'per-site': [], coherent: [] } as Record<string, number[]>;
    for (let user = 0; user < 2; user++) {
      const point = [12 + 8 * user, 10 + 5 * random.uniform(), 1.5] as const;
      const receptions = receive(twin, point, 20, 20 + user);
      const start = [point[0] + 0.2 * random.normal(), point[1] + 0.2 * random.normal()] as const;
      for (const until of ['per-path', 'per-site', 'coherent'] as const) {
        const fix = refineFix(twin, receptions, start, 1.5, { reach: 0.6, until });
        expect(fix.stage).toBe(until);
        expect(fix.believed).toBe(true);
        errors[until].push(Math.hypot(fix.x - point[0], fix.y - point[1]) / fix.bound);
      }
    }
    // Five standard deviations: two users, three stages.
    for (const ratios of Object.values(errors)) expect(Math.max(...ratios)).toBeLessThan(5);
  }, 60_000);

  it('stays at its start where the twin explains nothing, and where nobody can be', () => {
    const receptions = receive(twin, here, 20, 3);
    const fix = refineFix(twin, receptions, [45, 8], 1.5, { reach: 0.6, until: 'coherent' });
    expect(fix).toMatchObject({ x: 45, y: 8, stage: 'start', believed: false });
    const nowhere = { ...twin, trace: () => null };
    expect(refineFix(nowhere, receptions, [3, 4], 1.5)).toMatchObject({ x: 3, y: 4, stage: 'start', believed: false });
  });
});

/** A block before the west site, whose shadow ends at y = 12.2 m where x = 20 m: beyond, its direct path is there. */
function twinWithShadow(): Twin {
  const builder = new SceneBuilder();
  const concrete = createMaterial('concrete');
  builder.beginObject('Ground', concrete, 'ground');
  builder.addPolygon([0, 0, 0], [60, 0, 0], [60, 40, 0], [0, 40, 0]);
  builder.beginObject('Block', concrete, 'building', true);
  builder.addBox({ minimum: [10, 5, 0], maximum: [12, 13, 6] }, { bottom: false });
  const block = builder.build({ id: 'block', title: 'Block', summary: 'A block.', attribution: '' });
  return hallTwinOf({ ...block, sites: buildScene('s3').sites });
}

describe('paths that come into sight', () => {
  const shadowed = twinWithShadow();
  const truth = [20, 12.215, 1.5] as const;
  const start = [20, 12.19] as const;
  const [before, after] = [start, truth].map(([x, y]) =>
    (shadowed.trace([x, y, 1.5]) ?? []).map((table) => modelPaths(table, carrier, 99)),
  );

  it('are told from those that merely change with the place', () => {
    expect(after.map(({ count }, site) => count - before[site].count)).toEqual([2, 0, 0]);
    expect(after.map((paths, site) => samePaths(before[site], paths, ...truth))).toEqual([false, true, true]);
    // As many, but not the same: a path farther on by a wavelength.
    const longer = { ...after[1], extras: after[1].extras.map((extra) => extra + SPEED_OF_LIGHT / carrier) };
    expect(samePaths(before[1], longer, ...truth)).toBe(false);
  });

  it.each(['per-path', 'per-site'] as const)('are traced anew, however short the step: %s', (until) => {
    const receptions = receive(shadowed, truth, 20, 31);
    // It looks around in the shadow alone, from where the truth is near enough for paths to hold, were it not for the direct one.
    const fix = refineFix(shadowed, receptions, start, 1.5, { reach: 0.008, until });
    expect(fix).toMatchObject({ stage: until, believed: true });
    expect(fix.residual).toBeLessThan(1.1);
    // Without the direct path it stays in the shadow, more than two centimetres away.
    expect(Math.hypot(fix.x - truth[0], fix.y - truth[1])).toBeLessThan(0.005);
  });
});

describe('sites that do not agree', () => {
  // A twin in which all paths of the east site are 30 cm too long, and those of the others right.
  const wrong: Twin = {
    ...twin,
    trace: (point) =>
      twin.trace(point)?.map((table, site) => ({
        ...table,
        delays: table.delays.map((delay) => delay + (site === 2 ? 0.3 / SPEED_OF_LIGHT : 0)),
      })) ?? null,
  };

  it('tell by how much the twin is wrong, and leave a fix nearer to its start than that where it was', () => {
    const receptions = receive(twin, here, 20, 3);
    const far = refineFix(wrong, receptions, [here[0] + 0.6, here[1] - 0.6], 1.5);
    const error = Math.hypot(far.x - here[0], far.y - here[1]);
    expect(far.stage).toBe('per-path');
    expect(error).toBeGreaterThan(0.02);
    expect(error).toBeLessThan(2 * far.bound);
    const near = refineFix(wrong, receptions, [here[0] + 0.01, here[1]], 1.5);
    expect(near).toMatchObject({ x: here[0] + 0.01, y: here[1], stage: 'start', believed: false });
  });

  it('are asked for: one site alone tells nothing that its phases do not confirm', () => {
    const [reception] = receive(twin, here, 20, 3);
    const start = [here[0] + 0.05, here[1]] as const;
    const rough = refineFix(twin, [reception], start, 1.5, { reach: 0.3, until: 'per-path' });
    expect(rough).toMatchObject({ x: start[0], y: start[1], stage: 'start', bound: Infinity });
  });
});

/** Σ conj(a)·b, re and im. */
function innerProduct(a: ArrayLike<number>, b: ArrayLike<number>): [number, number] {
  let re = 0;
  let im = 0;
  for (let i = 0; i < a.length; i += 2) {
    re += a[i] * b[i] + a[i + 1] * b[i + 1];
    im += a[i] * b[i + 1] - a[i + 1] * b[i];
  }
  return [re, im];
}

/** log p of y ~ CN(0, SSᴴ + σ²I) up to a constant, one path after the other (rank-one updates of y and the determinant). */
function woodbury(signatures: readonly Float32Array[], y: Float32Array, noise: number): number {
  // Whitened Gram–Schmidt: C_k = C_{k−1} + s_k s_kᴴ, with C_k⁻¹ applied to a vector by recursion.
  const applied: { vector: Float64Array; gain: number }[] = [];
  const invert = (v: ArrayLike<number>): Float64Array => {
    const w = Float64Array.from(v, (value) => value / noise);
    for (const { vector, gain } of applied) {
      const [re, im] = innerProduct(vector, v);
      for (let i = 0; i < w.length; i += 2) {
        w[i] -= (vector[i] * re - vector[i + 1] * im) / gain;
        w[i + 1] -= (vector[i] * im + vector[i + 1] * re) / gain;
      }
    }
    return w;
  };
  let logDeterminant = 0;
  for (const signature of signatures) {
    const vector = invert(signature);
    const gain = 1 + innerProduct(signature, vector)[0];
    logDeterminant += Math.log(gain);
    applied.push({ vector, gain });
  }
  const [direct] = innerProduct(y, y);
  return direct / noise - innerProduct(y, invert(y))[0] - logDeterminant;
}

/** A path with one diffraction. */
function diffractedPath(...vertices: readonly (readonly [number, number, number])[]): PathTable {
  const length = Math.hypot(30, 5, 4) + Math.hypot(12, 10, 4.5);
  return {
    count: 1,
    delays: Float64Array.of(length / SPEED_OF_LIGHT),
    amplitudes: Float64Array.of(1e-3, 0),
    transfers: new Float64Array(8),
    departureAzimuths: Float64Array.of(Math.atan2(5, 30)),
    departureElevations: Float64Array.of(Math.atan2(-4, Math.hypot(30, 5))),
    arrivalAzimuths: new Float64Array(1),
    arrivalElevations: new Float64Array(1),
    vertexOffsets: Uint32Array.of(0, 3),
    vertices: Float64Array.from(vertices.flat()),
    interactions: Uint8Array.of(PATH_END, INTERACTION_CODE.diffraction, PATH_END),
  };
}
