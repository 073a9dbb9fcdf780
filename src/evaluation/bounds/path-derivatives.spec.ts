import { describe, expect, it } from 'vitest';
import { directionVector } from '../../channel/array.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { createRandom } from '../../numerics/random.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import { INTERACTION_CODE, PATH_END } from '../../propagation/path-table.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { polygonScene, siteAt } from '../../propagation/testing/scenes.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import { createMaterial } from '../../scene/materials.ts';
import { buildS3 } from '../../scene/s3.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { createEdgeFinder } from './edge-directions.ts';
import type { PathGeometry } from './path-derivatives.ts';
import { pathDerivatives } from './path-derivatives.ts';

/** Central differences of delay [3] and of the direction at the site [3, 3] between traced neighbours. */
function differences(at: (user: Vector3) => { delay: number; direction: Vector3 } | null, user: Vector3, h: number) {
  const delay: number[] = [];
  const direction = new Float64Array(9);
  for (let axis = 0; axis < 3; axis++) {
    const moved = (sign: number): Vector3 => {
      const position: [number, number, number] = [...user];
      position[axis] += sign * h;
      return position;
    };
    const ahead = at(moved(1));
    const behind = at(moved(-1));
    if (!ahead || !behind) return null;
    delay.push((ahead.delay - behind.delay) / (2 * h));
    for (let component = 0; component < 3; component++) {
      direction[3 * component + axis] = (ahead.direction[component] - behind.direction[component]) / (2 * h);
    }
  }
  return { delay, direction };
}

/** The path of a neighbouring user whose vertices have hardly moved. */
function matching(paths: PathTable, like: Float64Array): number {
  for (let p = 0; p < paths.count; p++) {
    const vertices = paths.vertices.subarray(3 * paths.vertexOffsets[p], 3 * paths.vertexOffsets[p + 1]);
    if (vertices.length === like.length && vertices.every((value, i) => Math.abs(value - like[i]) < 0.02)) return p;
  }
  return -1;
}

describe('derivatives of traced paths', () => {
  const scene = buildS3();
  const link = prepareSite(prepareScene(scene), scene.sites[0], { frequency: 30e9 });

  it('agree with finite differences for the line of sight and up to three reflections', () => {
    const random = createRandom(11);
    const checked = [0, 0, 0, 0];
    for (let draw = 0; draw < 6; draw++) {
      const user: Vector3 = [4 + 50 * random.uniform(), 6 + 20 * random.uniform(), 1.5 + random.uniform()];
      const paths = tracePaths(link, user);
      const derivatives = pathDerivatives(paths);
      for (let p = 0; p < paths.count; p++) {
        const vertices = paths.vertices.subarray(3 * paths.vertexOffsets[p], 3 * paths.vertexOffsets[p + 1]);
        const expected = differences(
          (moved) => {
            const table = tracePaths(link, moved);
            const q = matching(table, vertices);
            return q < 0
              ? null
              : {
                  delay: table.delays[q],
                  direction: directionVector(table.departureAzimuths[q], table.departureElevations[q]),
                };
          },
          user,
          1e-4,
        );
        if (!expected) continue;
        checked[vertices.length / 3 - 2]++;
        expect(derivatives.delays.subarray(3 * p, 3 * p + 3)).toBeAllclose(expected.delay, { absolute: 1e-14 });
        expect(derivatives.directions.subarray(9 * p, 9 * p + 9)).toBeAllclose(expected.direction, { absolute: 1e-8 });
      }
    }
    expect(Math.min(...checked)).toBeGreaterThan(4);
  });
});

describe('derivatives of traced paths over edges', () => {
  it('agree with finite differences, with a reflection before or behind the edge or none', () => {
    const wall: Vector3[] = [
      [-20, 3, 0],
      [25, 3, 0],
      [25, 3, 8],
      [-20, 3, 8],
    ];
    const ground: Vector3[] = [
      [-80, -80, 0],
      [80, -80, 0],
      [80, 80, 0],
      [-80, 80, 0],
    ];
    const prepared = prepareScene(polygonScene([ground, wall], createMaterial('concrete', 0.2)));
    const behind = prepareSite(prepared, siteAt([2, -9, 6]), {
      frequency: 3.5e9,
      maximumReflections: 1,
      diffraction: 'edge-and-reflection',
    });
    const user: Vector3 = [7.3, 11.2, 1.7];
    const paths = tracePaths(behind, user);
    const { delays, directions } = pathDerivatives(paths, createEdgeFinder(prepared.edges));
    let checked = 0;
    for (let p = 0; p < paths.count; p++) {
      const vertices = paths.vertices.subarray(3 * paths.vertexOffsets[p], 3 * paths.vertexOffsets[p + 1]);
      const kinds = paths.interactions.subarray(paths.vertexOffsets[p], paths.vertexOffsets[p + 1]);
      if (!kinds.includes(INTERACTION_CODE.diffraction)) continue;
      const expected = differences(
        (moved) => {
          const table = tracePaths(behind, moved);
          const q = matching(table, vertices);
          const direction = directionVector(table.departureAzimuths[q], table.departureElevations[q]);
          return q < 0 ? null : { delay: table.delays[q], direction };
        },
        user,
        1e-4,
      );
      if (!expected) continue;
      checked++;
      expect(delays.subarray(3 * p, 3 * p + 3)).toBeAllclose(expected.delay, { absolute: 1e-14 });
      expect(directions.subarray(9 * p, 9 * p + 9)).toBeAllclose(expected.direction, { absolute: 1e-8 });
    }
    expect(checked).toBeGreaterThan(3);
  });
});

/** Vertices of one path and what happens at those between the ends. */
function onePath(vertices: readonly Vector3[], interactions: readonly (keyof typeof INTERACTION_CODE)[]): PathGeometry {
  return {
    count: 1,
    vertexOffsets: Uint32Array.of(0, vertices.length),
    vertices: Float64Array.from(vertices.flat()),
    interactions: Uint8Array.from([PATH_END, ...interactions.map((kind) => INTERACTION_CODE[kind]), PATH_END]),
  };
}

describe('derivatives of diffracted paths', () => {
  const site: Vector3 = [1, -4, 7];
  const user: Vector3 = [9, 5, 1.5];
  const edgePoint: Vector3 = [5, 1, 6];
  const length = Math.hypot(2, -1, 0.5);
  const edge: Vector3 = [2 / length, -1 / length, 0.5 / length];
  /** Mirrors in a wall at x = −3 and in the ground; both keep the other coordinates. */
  const inWall = ([x, y, z]: Vector3): Vector3 => [-6 - x, y, z];
  const inGround = ([x, y, z]: Vector3): Vector3 => [x, y, -z];
  const between = (a: Vector3, b: Vector3, share: number): Vector3 => [
    a[0] + share * (b[0] - a[0]),
    a[1] + share * (b[1] - a[1]),
    a[2] + share * (b[2] - a[2]),
  ];
  const onEdge = (s: number): Vector3 => [
    edgePoint[0] + s * edge[0],
    edgePoint[1] + s * edge[1],
    edgePoint[2] + s * edge[2],
  ];
  const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

  /** Fermat: the way over a point of the edge is shortest where its slope crosses zero. */
  function shortest(from: Vector3, to: Vector3): Vector3 {
    const slope = (s: number): number => {
      const q = onEdge(s);
      const along = (p: Vector3): number =>
        ((q[0] - p[0]) * edge[0] + (q[1] - p[1]) * edge[1] + (q[2] - p[2]) * edge[2]) / distance(p, q);
      return along(from) + along(to);
    };
    let low = -100;
    let high = 100;
    for (let i = 0; i < 80; i++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) high = middle;
      else low = middle;
    }
    return onEdge((low + high) / 2);
  }

  /** The ray with a wall before the edge and the ground behind it, each only if asked for. */
  function ray(
    to: Vector3,
    wall: boolean,
    ground: boolean,
  ): { vertices: Vector3[]; delay: number; direction: Vector3 } {
    const from = wall ? inWall(site) : site;
    const image = ground ? inGround(to) : to;
    const q = shortest(from, image);
    const vertices: Vector3[] = [site];
    if (wall) vertices.push(between(from, q, (-3 - from[0]) / (q[0] - from[0])));
    vertices.push(q);
    if (ground) vertices.push(between(q, image, q[2] / (q[2] - image[2])));
    vertices.push(to);
    const first = distance(site, vertices[1]);
    const direction: Vector3 = [
      (vertices[1][0] - site[0]) / first,
      (vertices[1][1] - site[1]) / first,
      (vertices[1][2] - site[2]) / first,
    ];
    return { vertices, delay: (distance(from, q) + distance(q, image)) / SPEED_OF_LIGHT, direction };
  }

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('agree with finite differences (mirror before the edge: %s, behind it: %s)', (wall, ground) => {
    const { vertices } = ray(user, wall, ground);
    const kinds = [
      ...(wall ? (['reflection'] as const) : []),
      'diffraction' as const,
      ...(ground ? (['reflection'] as const) : []),
    ];
    const { delays, directions } = pathDerivatives(onePath(vertices, kinds), () => Float64Array.from(edge));
    const expected = differences((moved) => ray(moved, wall, ground), user, 1e-4);
    expect(delays).toBeAllclose(expected?.delay ?? [], { absolute: 1e-14 });
    expect(directions).toBeAllclose(expected?.direction ?? [], { absolute: 1e-8 });
    expect(Math.max(...directions.map(Math.abs))).toBeGreaterThan(0.005);
  });

  it('have none where the edge is not known, or two edges follow one another', () => {
    const { vertices } = ray(user, false, false);
    expect(pathDerivatives(onePath(vertices, ['diffraction'])).directions.every(Number.isNaN)).toBe(true);
    const twice = onePath([...vertices.slice(0, 2), [6, 2, 5], user], ['diffraction', 'diffraction']);
    expect(pathDerivatives(twice, () => Float64Array.from(edge)).delays.every(Number.isNaN)).toBe(true);
  });
});

describe('derivatives of other paths', () => {
  it('do not turn at a scattering patch, and pass through walls as if they were not there', () => {
    const scattered = pathDerivatives(
      onePath(
        [
          [0, 0, 10],
          [5, 0, 0],
          [5, 4, 3],
        ],
        ['scattering'],
      ),
    );
    expect([...scattered.directions]).toEqual(new Array(9).fill(0));
    expect(scattered.delays).toBeAllclose([0, 0.8 / SPEED_OF_LIGHT, 0.6 / SPEED_OF_LIGHT], { absolute: 1e-20 });
    const straight: Vector3[] = [
      [0, 0, 10],
      [3, 6, 4],
    ];
    const through: Vector3[] = [straight[0], [1, 2, 8], straight[1]];
    const free = pathDerivatives(onePath(straight, []));
    const behind = pathDerivatives(onePath(through, ['transmission']));
    expect(behind.directions).toBeAllclose(free.directions);
    expect(behind.delays).toBeAllclose(free.delays, { absolute: 1e-20 });
  });

  it('do not exist where two vertices share a corner', () => {
    const corner = onePath(
      [
        [0, 0, 10],
        [5, 0, 0],
        [5, 0, 0],
        [2, 4, 3],
      ],
      ['reflection', 'reflection'],
    );
    expect(pathDerivatives(corner).delays.every(Number.isNaN)).toBe(true);
  });
});
