import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Vector3 } from '../scene/scene.ts';
import { dopplerShifts } from './doppler.ts';
import type { PathTable } from './path-table.ts';
import { yardScene } from './testing/scenes.ts';
import { allOf, createTracer, story } from './testing/traced.ts';
import type { TraceOptions } from './trace.ts';

const FREQUENCY = 3.5e9;
const SITE: Vector3 = [-25, 2, 9];
const VELOCITY: Vector3 = [11, -7, 0.8];
const LARGEST = (FREQUENCY * Math.hypot(...VELOCITY)) / SPEED_OF_LIGHT;
const STEP = 1e-5;

/** The same path in another table: its story, and vertices that hardly moved. */
function twinOf(paths: PathTable, p: number, others: PathTable): number | undefined {
  const verticesOf = (table: PathTable, path: number): Float64Array =>
    table.vertices.subarray(3 * table.vertexOffsets[path], 3 * table.vertexOffsets[path + 1]);
  const own = verticesOf(paths, p);
  return allOf(others).find(
    (q) =>
      story(others, q) === story(paths, p) &&
      verticesOf(others, q).every((coordinate, i) => Math.abs(coordinate - own[i]) < 0.01),
  );
}

describe('dopplerShifts', () => {
  const cases: readonly [string, Partial<TraceOptions>, readonly string[]][] = [
    [
      'mirrors, edges and glass',
      { maximumReflections: 2, maximumTransmissions: 2, diffraction: 'edge-and-reflection' },
      [
        '',
        'reflection',
        'reflection reflection',
        'transmission',
        'diffraction',
        'reflection diffraction',
        'diffraction reflection',
      ],
    ],
    [
      'rough walls',
      {
        maximumReflections: 0,
        scattering: { model: 'directive', coefficient: 0.4, lobeExponent: 4, patchSize: 12, seed: 2 },
      },
      ['', 'scattering'],
    ],
  ];

  it.each(cases)(
    'is the rate at which delay and carrier phase change along every kind of path: %s',
    (_, options, kinds) => {
      const trace = createTracer(yardScene(), { frequency: FREQUENCY, ...options });
      const counts = new Map<string, number>();
      for (const user of [
        [20, 4, 1.5],
        [-2, 24, 1.2],
        [9, -25, 2],
        [1, -14, 1.4],
        [-12, -20, 1.7],
      ] as Vector3[]) {
        const at = (sign: number): PathTable =>
          trace(SITE, user.map((c, axis) => c + sign * STEP * VELOCITY[axis]) as unknown as Vector3);
        const [before, now, after] = [at(-1), at(0), at(1)];
        const shifts = dopplerShifts(now, VELOCITY, FREQUENCY);
        for (const p of allOf(now)) {
          const [from, to] = [twinOf(now, p, before), twinOf(now, p, after)];
          if (from === undefined || to === undefined) continue;
          const byDelay = (-FREQUENCY * (after.delays[to] - before.delays[from])) / (2 * STEP);
          expect(Math.abs(shifts[p] - byDelay)).toBeLessThan(1e-4 * LARGEST);
          // The carrier turns at 2π times the shift, in all polarisations together; what surfaces and edges turn besides is
          // a trifle, except next to a null of one of them.
          let re = 0;
          let im = 0;
          for (let i = 0; i < 8; i += 2) {
            const [a, b] = before.transfers.subarray(8 * from + i);
            const [c, d] = after.transfers.subarray(8 * to + i);
            re += a * c + b * d;
            im += a * d - b * c;
          }
          const byPhase = Math.atan2(im, re) / (2 * Math.PI * 2 * STEP);
          expect(Math.abs(shifts[p] - byPhase)).toBeLessThan(0.02 * LARGEST);
          counts.set(story(now, p), (counts.get(story(now, p)) ?? 0) + 1);
        }
      }
      for (const kind of kinds) expect([...counts.keys()]).toContain(kind);
    },
  );

  it('is f v/c towards the site in the open, less by the cosine aslant, and nothing across', () => {
    const paths = createTracer(yardScene(), { frequency: FREQUENCY, maximumReflections: 0 })([-30, 0, 20], [-30, 0, 5]);
    expect(paths.count).toBe(1);
    const shift = (velocity: Vector3): number => dopplerShifts(paths, velocity, FREQUENCY)[0];
    const largest = (FREQUENCY * 10) / SPEED_OF_LIGHT;
    expect(shift([0, 0, 10])).toBeCloseTo(largest, 9);
    expect(shift([0, 0, -10])).toBeCloseTo(-largest, 9);
    expect(shift([0, 8, 6])).toBeCloseTo(0.6 * largest, 9);
    expect(shift([7, -3, 0])).toBeCloseTo(0, 9);
  });
});
