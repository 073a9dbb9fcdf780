import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createMaterial } from '../scene/materials.ts';
import type { Vector3 } from '../scene/scene.ts';
import { writeSphericalAxes } from './polarisation.ts';
import { fresnelTail } from './testing/fresnel-tail.ts';
import { polygonScene } from './testing/scenes.ts';
import type { Tracer } from './testing/traced.ts';
import { allOf, createTracer } from './testing/traced.ts';

const FREQUENCY = 3.5e9;
const WAVELENGTH = SPEED_OF_LIGHT / FREQUENCY;
const WAVE_NUMBER = (2 * Math.PI) / WAVELENGTH;

/** A frame: where points of a drawing around the z axis come to lie. */
type Turn = (p: Vector3) => Vector3;

/** Edges that stand, lie along x or y, and hang askew. */
const TURNS: Readonly<Record<string, Turn>> = {
  'a standing edge': (p) => p,
  'an edge along x': ([x, y, z]) => [z, x, y],
  'an edge along y': ([x, y, z]) => [y, z, x],
  'a tilted edge': ([x, y, z]) => {
    const [a, b] = [0.7, 1.1];
    const [u, v] = [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a)];
    return [u, v * Math.cos(b) - z * Math.sin(b), v * Math.sin(b) + z * Math.cos(b)];
  },
};

const FAR = 400;
const around = (radius: number, angle: number, height: number): Vector3 => [
  radius * Math.cos(angle),
  radius * Math.sin(angle),
  height,
];

/** Half planes from the drawing's z axis outwards, at these angles. */
const halfPlanes = (turn: Turn, angles: readonly number[]): Vector3[][] =>
  angles.map((angle) =>
    (
      [
        [0, -FAR],
        [FAR, -FAR],
        [FAR, FAR],
        [0, FAR],
      ] as const
    ).map(([radius, height]) => turn(around(radius, angle, height))),
  );

/**
 * The total electric field [x y z, re im] at a user of a short dipole at the site: of its moment every ray carries away
 * what lies across it.
 */
function totalField(trace: Tracer, site: Vector3, user: Vector3, moment: Vector3): Float64Array {
  const paths = trace(site, user);
  const total = new Float64Array(6);
  const departure = new Float64Array(6);
  const arrival = new Float64Array(6);
  const direction = (azimuth: number, elevation: number): Vector3 => [
    Math.cos(elevation) * Math.cos(azimuth),
    Math.cos(elevation) * Math.sin(azimuth),
    Math.sin(elevation),
  ];
  for (const p of allOf(paths)) {
    writeSphericalAxes(...direction(paths.departureAzimuths[p], paths.departureElevations[p]), departure);
    writeSphericalAxes(...direction(paths.arrivalAzimuths[p], paths.arrivalElevations[p]), arrival);
    for (const launched of [0, 1]) {
      const share = moment.reduce((sum, m, axis) => sum + m * departure[3 * launched + axis], 0);
      for (const received of [0, 1]) {
        for (const part of [0, 1]) {
          const value = share * paths.transfers[8 * p + 4 * received + 2 * launched + part];
          for (let axis = 0; axis < 3; axis++) total[2 * axis + part] += value * arrival[3 * received + axis];
        }
      }
    }
  }
  return total;
}

/** Largest step of the field between neighbours, decibels; where it nearly vanishes, of half of what is there without the wedge. */
function worstStep(trace: Tracer, site: Vector3, users: readonly Vector3[], moment: Vector3): number {
  let last: Float64Array | null = null;
  let worst = 0;
  for (const user of users) {
    const now = totalField(trace, site, user, moment);
    if (last) {
      const before: Float64Array = last;
      const free = WAVELENGTH / (4 * Math.PI * Math.hypot(...user.map((c, axis) => c - site[axis])));
      const change = Math.hypot(...now.map((value, i) => value - before[i]));
      worst = Math.max(worst, change / Math.max(Math.hypot(...now), Math.hypot(...before), free / 2));
    }
    last = now;
  }
  return 20 * Math.log10(1 + worst);
}

describe.each(Object.entries(TURNS))('the field around a long wedge with %s', (_, turn) => {
  const faces = [0, 1.5 * Math.PI];
  const scene = polygonScene(halfPlanes(turn, faces), createMaterial('concrete', 0.3));
  const trace = createTracer(scene, { frequency: FREQUENCY, maximumReflections: 1, diffraction: 'edge' });
  const sourceAngle = 0.8;
  const site = turn(around(12, sourceAngle, 0));
  // Of the drawing's axes: across the edge twice, and along it; every polarisation that a ray can have is among them.
  const moments = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((moment) => turn(moment));
  /** An even number of users on a short arc, so that none is on the boundary itself. */
  const across = (boundary: number, height: number): Vector3[] =>
    Array.from({ length: 120 }, (_, i) => turn(around(5, boundary + 0.006 * (i / 119 - 0.5), height)));

  it.each([
    ['shadow', Math.PI + sourceAngle],
    ['reflection', Math.PI - sourceAngle],
  ])('has no step of half a decibel at the %s boundary in any polarisation, straight or oblique', (_, boundary) => {
    for (const height of [0, 7]) {
      for (const moment of moments) {
        expect(worstStep(trace, site, across(boundary, height), moment)).toBeLessThan(0.5);
      }
    }
  });

  it('would have one without its diffraction', () => {
    const bare = createTracer(scene, { frequency: FREQUENCY, maximumReflections: 1, diffraction: 'none' });
    const along = moments[2];
    expect(worstStep(bare, site, across(Math.PI + sourceAngle, 0), along)).toBeGreaterThan(4);
    expect(worstStep(bare, site, across(Math.PI - sourceAngle, 0), along)).toBeGreaterThan(0.5);
  });
});

describe('a metal half plane, traced from end to end', () => {
  it.each(Object.entries(TURNS))(
    'has Sommerfeld’s field on all sides of %s, along the edge and across it',
    (_, turn) => {
      // Far enough for a plane wave to arrive; the user 4 m from the edge.
      const scene = polygonScene(halfPlanes(turn, [0]), createMaterial('metal', 0.1));
      const trace = createTracer(scene, { frequency: FREQUENCY, maximumReflections: 1, diffraction: 'edge' });
      const [far, near] = [350, 4];
      const sourceAngle = 1.1;
      const site = turn(around(far, sourceAngle, 0));
      // Plane waves are what the exact solution is for; with a source at ρ₀ the detour over the edge is that of ρρ₀/(ρ + ρ₀)
      // (Born and Wolf, Principles of Optics, §11.7, at high frequency).
      for (const angle of [0.3, 1.2, 1.9, 2.2, 3, 4, 4.21, 4.28, 4.6, 5.4, 6.1]) {
        const user = turn(around(near, angle, 0));
        const edgeWay = far + near;
        const part = (difference: number): readonly [number, number] => {
          // Length of the straight way at this angle, and the Fresnel integral of its lead over the way round the edge.
          const length = Math.sqrt(far * far + near * near - 2 * far * near * Math.cos(difference));
          const a = Math.sign(Math.cos(difference / 2)) * Math.sqrt(WAVE_NUMBER * (edgeWay - length));
          const [re, im] = fresnelTail(-a);
          const phase = -WAVE_NUMBER * length + Math.PI / 4;
          const size = WAVELENGTH / (4 * Math.PI * length) / Math.sqrt(Math.PI);
          const [c, s] = [size * Math.cos(phase), size * Math.sin(phase)];
          return [c * re - s * im, c * im + s * re];
        };
        const incident = part(angle - sourceAngle);
        const mirrored = part(angle + sourceAngle);
        const along = turn([0, 0, 1]);
        const field = totalField(trace, site, user, along);
        const component = [0, 1].map((i) => along.reduce((sum, c, axis) => sum + c * field[2 * axis + i], 0));
        const free = WAVELENGTH / (4 * Math.PI * (far + near));
        // Soft: the electric field lies along the edge and vanishes on the metal.
        const soft = [incident[0] - mirrored[0], incident[1] - mirrored[1]];
        expect(Math.hypot(component[0] - soft[0], component[1] - soft[1]) / free).toBeLessThan(0.002);
        // Hard: a moment across the edge, seen across the way to the source; the magnetic field lies along the edge.
        const crossMoment = turn([-Math.sin(sourceAngle), Math.cos(sourceAngle), 0]);
        const cross = totalField(trace, site, user, crossMoment);
        const strength = Math.hypot(...cross);
        const hard = Math.hypot(incident[0] + mirrored[0], incident[1] + mirrored[1]);
        // In the shadow one wave alone arrives, whose electric and magnetic fields are as strong as one another.
        if (angle > Math.PI + sourceAngle + 0.05) expect(Math.abs(strength - hard) / free).toBeLessThan(0.002);
      }
    },
  );
});
