import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createRandom } from '../numerics/random.ts';
import { complexPermittivity, createMaterial } from '../scene/materials.ts';
import type { Scene, Vector3 } from '../scene/scene.ts';
import type { PathTable } from './path-table.ts';
import { createAntenna } from './patterns.ts';
import { writeSphericalAxes } from './polarisation.ts';
import { prepareScene } from './prepared-scene.ts';
import { polygonScene, siteAt, wall, yardScene } from './testing/scenes.ts';
import { slabCoefficients } from './testing/slab.ts';
import type { Tracer } from './testing/traced.ts';
import { allOf, createTracer, EVERYTHING, story } from './testing/traced.ts';
import type { TraceOptions } from './trace.ts';
import { prepareSite, tracePaths } from './trace.ts';

const FREQUENCY = 3.5e9;

const tracer = (scene: Scene, options: Partial<TraceOptions>): Tracer =>
  createTracer(scene, { frequency: FREQUENCY, ...options });

const YARD_OPTIONS: Partial<TraceOptions> = {
  maximumReflections: 2,
  maximumTransmissions: 2,
  diffraction: 'edge-and-reflection',
};

describe('a path’s transfer', () => {
  it('makes its amplitude between two patterns', () => {
    const prepared = prepareScene(yardScene());
    const orientation = { azimuth: 0.7, elevation: -0.3 };
    const site = siteAt([-25, 2, 9], 'tr38901', orientation);
    const antenna = createAntenna('tr38901', orientation);
    const paths = tracePaths(
      prepareSite(prepared, site, { frequency: FREQUENCY, ...EVERYTHING, ...YARD_OPTIONS }),
      [20, 4, 1.5],
    );
    expect(paths.count).toBeGreaterThan(10);
    const axes = new Float64Array(6);
    const pattern = new Float64Array(3);
    for (const p of allOf(paths)) {
      const level = Math.cos(paths.departureElevations[p]);
      const direction: Vector3 = [
        level * Math.cos(paths.departureAzimuths[p]),
        level * Math.sin(paths.departureAzimuths[p]),
        Math.sin(paths.departureElevations[p]),
      ];
      writeSphericalAxes(...direction, axes);
      antenna(...direction, pattern);
      const theta = pattern[0] * axes[0] + pattern[1] * axes[1] + pattern[2] * axes[2];
      const phi = pattern[0] * axes[3] + pattern[1] * axes[4] + pattern[2] * axes[5];
      const t = paths.transfers.subarray(8 * p, 8 * p + 8);
      // The user is isotropic and vertical: the first row.
      expect(paths.amplitudes.subarray(2 * p, 2 * p + 2)).toBeAllclose(
        [t[0] * theta + t[2] * phi, t[1] * theta + t[3] * phi],
        { relative: 1e-9, absolute: 1e-16 },
      );
    }
  });

  it('is transposed where the ends change places, whatever the path does', () => {
    const trace = tracer(yardScene(), YARD_OPTIONS);
    const random = createRandom(8);
    const seen = new Set<string>();
    for (let link = 0; link < 25; link++) {
      const point = (): Vector3 => [
        -40 + 80 * random.uniform(),
        -30 + 60 * random.uniform(),
        12 + 3 * random.uniform(),
      ];
      const site: Vector3 = point();
      const user: Vector3 = [point()[0], 20 + 10 * random.uniform(), 0.5 + random.uniform()];
      const forth = trace(site, user);
      const back = trace(user, site);
      const stories = (paths: PathTable, reversed: boolean): string[] =>
        allOf(paths)
          .map((p) => (reversed ? story(paths, p).split(' ').reverse().join(' ') : story(paths, p)))
          .sort();
      expect(stories(back, true)).toEqual(stories(forth, false));
      for (const p of allOf(forth)) {
        const t = forth.transfers.subarray(8 * p, 8 * p + 8);
        const expected = [t[0], t[1], t[4], t[5], t[2], t[3], t[6], t[7]];
        const size = Math.hypot(...expected);
        const wanted = story(forth, p).split(' ').reverse().join(' ');
        const best = allOf(back)
          .filter((q) => story(back, q) === wanted && Math.abs(back.delays[q] - forth.delays[p]) < 1e-14)
          .map((q) => Math.hypot(...expected.map((value, i) => value - back.transfers[8 * q + i])) / size);
        expect(Math.min(...best)).toBeLessThan(1e-6);
        seen.add(story(forth, p));
      }
    }
    for (const kind of ['', 'reflection', 'diffraction', 'reflection diffraction', 'diffraction reflection']) {
      expect(seen).toContain(kind);
    }
    expect([...seen].some((kind) => kind.includes('transmission'))).toBe(true);
  });
});

describe('the total field', () => {
  /** Largest step between neighbours of the summed amplitude, decibels; half the free field counts as nothing. */
  function worstStep(trace: Tracer, site: Vector3, users: Vector3[]): number {
    let last: number | null = null;
    let worst = 0;
    for (const user of users) {
      const paths = trace(site, user);
      let re = 0;
      let im = 0;
      for (const p of allOf(paths)) {
        re += paths.amplitudes[2 * p];
        im += paths.amplitudes[2 * p + 1];
      }
      const free = SPEED_OF_LIGHT / FREQUENCY / (4 * Math.PI * Math.hypot(...user.map((c, i) => c - site[i])));
      const now = Math.hypot(re, im);
      if (last !== null) worst = Math.max(worst, Math.abs(now - last) / Math.max(last, now, free / 2));
      last = now;
    }
    return 20 * Math.log10(1 + worst);
  }
  // An even count keeps off the boundary itself, where rays touch the edge.
  const arc = (radius: number, height: number, from: number, to: number, count: number): Vector3[] =>
    Array.from({ length: count }, (_, i) => {
      const angle = from + ((to - from) * i) / (count - 1);
      return [radius * Math.cos(angle), radius * Math.sin(angle), height];
    });

  it('has no step behind a glass sheet that is seen through', () => {
    const sheet = polygonScene([wall(0, 0, 0, -300, -300, 300)], createMaterial('glass', 0.012));
    const trace = tracer(sheet, { maximumReflections: 1, maximumTransmissions: 1, diffraction: 'edge' });
    const site: Vector3 = [9 * Math.cos(0.3), 9 * Math.sin(0.3), 0];
    // The sheet stands at −π/2: it shades from π + 0.3 on, and mirrors up to 2π − 0.3.
    for (const boundary of [Math.PI + 0.3, 2 * Math.PI - 0.3]) {
      for (const height of [0, 4]) {
        expect(worstStep(trace, site, arc(4, height, boundary - 0.01, boundary + 0.01, 200))).toBeLessThan(0.5);
      }
    }
  });

  it('has none where the wedge’s shadow falls on a reflecting ground', () => {
    const scene = polygonScene(
      [
        [
          [-300, -300, 0],
          [300, -300, 0],
          [300, 300, 0],
          [-300, 300, 0],
        ],
        wall(0, 0, 280, 0, 0, 200),
        wall(0, 0, 0, -280, 0, 200),
      ],
      createMaterial('concrete', 0.3),
    );
    const trace = tracer(scene, { maximumReflections: 2, diffraction: 'edge-and-reflection' });
    const site: Vector3 = [12 * Math.cos(0.8), 12 * Math.sin(0.8), 6];
    expect(worstStep(trace, site, arc(6, 1.5, Math.PI + 0.79, Math.PI + 0.81, 200))).toBeLessThan(0.5);
  });
});

describe('transmission', () => {
  it('sums up behind two sheets to what the transfer matrix of slab, air and slab says', () => {
    const material = createMaterial('plasterboard', 0.02);
    const gap = 0.35;
    const half = 3e4;
    const trace = tracer(
      polygonScene([wall(0, -half, 0, half, -half, half), wall(gap, -half, gap, half, -half, half)], material),
      {
        maximumReflections: 5,
        maximumTransmissions: 10,
      },
    );
    const { real, imaginary } = complexPermittivity(material, FREQUENCY);
    const k = (2 * Math.PI * FREQUENCY) / SPEED_OF_LIGHT;
    for (const degrees of [0, 35, 55]) {
      const cosine = Math.cos((degrees * Math.PI) / 180);
      const slope = Math.tan((degrees * Math.PI) / 180);
      const reach = 4000;
      const paths = trace([-reach, -reach * slope, 0], [reach + gap, (reach + gap) * slope, 0]);
      const length = (2 * reach + gap) / cosine;
      const free = SPEED_OF_LIGHT / FREQUENCY / (4 * Math.PI * length);
      for (const polarisation of ['te', 'tm'] as const) {
        const at = polarisation === 'te' ? 0 : 6;
        // Seen against each other, θ̂ is the same at both ends, φ̂ is not.
        const scale = (polarisation === 'te' ? 1 : -1) / free;
        let re = 0;
        let im = 0;
        for (const p of allOf(paths)) {
          re += paths.transfers[8 * p + at] * scale;
          im += paths.transfers[8 * p + at + 1] * scale;
        }
        const slab = { eta: [real, imaginary] as const, thickness: material.thickness };
        const stack = stackTransmission([slab, { eta: [1, 0], thickness: gap }, slab], cosine, k, polarisation);
        // Sheets have no thickness on the map, so the free wave's phase holds that of the gap alone.
        const turned = multiply(multiply(stack, unit(k * gap * cosine)), unit(-k * length));
        // Rays with six and more reflections between the sheets are missing.
        const one = slabCoefficients(cosine, { re: real, im: imaginary }, material.thickness, (2 * Math.PI) / k);
        const { re: a, im: b } = polarisation === 'te' ? one.reflectionTe : one.reflectionTm;
        const bounce = a * a + b * b;
        const missing = bounce ** 3 / (1 - bounce);
        expect(missing).toBeLessThan(0.2);
        expect(Math.hypot(re - turned[0], im - turned[1])).toBeLessThan(missing + 1e-3);
      }
    }
  });
});

type Pair = readonly [number, number];
const multiply = ([a, b]: Pair, [c, d]: Pair): Pair => [a * c - b * d, a * d + b * c];
const plus = ([a, b]: Pair, [c, d]: Pair): Pair => [a + c, b + d];
const divide = (a: Pair, [c, d]: Pair): Pair => multiply(a, [c / (c * c + d * d), -d / (c * c + d * d)]);
const unit = (phase: number): Pair => [Math.cos(phase), Math.sin(phase)];

/** Transmission of layers between air by characteristic matrices (Born and Wolf, Principles of Optics, §1.6). */
function stackTransmission(
  layers: readonly { readonly eta: Pair; readonly thickness: number }[],
  cosine: number,
  k: number,
  polarisation: 'te' | 'tm',
): Pair {
  let matrix: [Pair, Pair, Pair, Pair] = [
    [1, 0],
    [0, 0],
    [0, 0],
    [1, 0],
  ];
  for (const { eta, thickness } of layers) {
    const square: Pair = [eta[0] - (1 - cosine * cosine), eta[1]];
    const modulus = Math.sqrt(Math.hypot(...square));
    const argument = Math.atan2(square[1], square[0]) / 2;
    const a: Pair = [modulus * Math.cos(argument), modulus * Math.sin(argument)];
    const admittance = polarisation === 'te' ? a : divide(eta, a);
    const q: Pair = [a[0] * k * thickness, a[1] * k * thickness];
    const cos: Pair = [Math.cos(q[0]) * Math.cosh(q[1]), -Math.sin(q[0]) * Math.sinh(q[1])];
    const sin: Pair = [Math.sin(q[0]) * Math.cosh(q[1]), Math.cos(q[0]) * Math.sinh(q[1])];
    const jSin = multiply([0, 1], sin);
    const [m11, m12, m21, m22] = matrix;
    const b = divide(jSin, admittance);
    const c = multiply(jSin, admittance);
    matrix = [
      plus(multiply(m11, cos), multiply(m12, c)),
      plus(multiply(m11, b), multiply(m12, cos)),
      plus(multiply(m21, cos), multiply(m22, c)),
      plus(multiply(m21, b), multiply(m22, cos)),
    ];
  }
  const air: Pair = [polarisation === 'te' ? cosine : 1 / cosine, 0];
  const electric = plus(matrix[0], multiply(matrix[1], air));
  const magnetic = plus(matrix[2], multiply(matrix[3], air));
  return divide(multiply([2, 0], air), plus(multiply(air, electric), magnetic));
}
