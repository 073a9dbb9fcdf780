import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { triangulateFaces } from './ply-faces.ts';
import { parsePly } from './ply.ts';

type Point = readonly [number, number];
type Vector = readonly [number, number, number];

/** An arrow head: its second corner is a dent, which hides the first and the third from each other. */
const ARROW: readonly Point[] = [
  [0, 0],
  [2, 1],
  [4, 0],
  [4, 5],
  [0, 5],
];

/** Two perpendicular directions of length 1, and the normal that they make. */
const PLANES: readonly (readonly [Vector, Vector, Vector])[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ],
  [
    [1, 0, 0],
    [0, 0, 1],
    [0, -1, 0],
  ],
  [
    [0.6, 0.8, 0],
    [0, 0, 1],
    [0.8, -0.6, 0],
  ],
  [
    [2 / 3, 1 / 3, 2 / 3],
    [-2 / 3, 2 / 3, 1 / 3],
    [-1 / 3, -2 / 3, 2 / 3],
  ],
];

/** Shoelace formula; positive for a ring that runs counter-clockwise. */
function ringArea(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

function lift(ring: readonly Point[], [u, v]: readonly [Vector, Vector, Vector]): Float64Array {
  return Float64Array.from(ring.flatMap(([x, y]) => [0, 1, 2].map((axis) => 7 + x * u[axis] + y * v[axis])));
}

/** Area of each triangle along a normal. */
function areas(positions: Float64Array, indices: Uint32Array, normal: Vector): number[] {
  return Array.from({ length: indices.length / 3 }, (_, triangle) => {
    const [a, b, c] = [0, 1, 2].map((corner) => {
      const first = 3 * indices[3 * triangle + corner];
      return positions.subarray(first, first + 3);
    });
    const [p, q] = [b, c].map((end) => [end[0] - a[0], end[1] - a[1], end[2] - a[2]]);
    const cross = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
    return (cross[0] * normal[0] + cross[1] * normal[1] + cross[2] * normal[2]) / 2;
  });
}

/** Expects triangles that cover a ring in every plane, none of them the wrong way round. */
function expectCovered(ring: readonly Point[]): void {
  const size = ring.length;
  for (const plane of PLANES) {
    const positions = lift(ring, plane);
    const face = { corners: Uint32Array.from(ring, (_, i) => i), sizes: Uint32Array.of(size) };
    const area = ringArea(ring);
    const parts = areas(positions, triangulateFaces(face, positions), plane[2]);
    expect(Math.min(...parts.map((part) => part * Math.sign(area)))).toBeGreaterThan(-1e-9 * Math.abs(area));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(area, 9);
  }
}

describe('triangulateFaces', () => {
  it('covers a concave pentagon, from whichever corner it begins, either way round, in any plane', () => {
    expect(ringArea(ARROW)).toBe(18);
    for (let turn = 0; turn < ARROW.length; turn++) {
      const ring = [...ARROW.slice(turn), ...ARROW.slice(0, turn)];
      expectCovered(ring);
      expectCovered(ring.toReversed());
    }
  });

  it('covers uneven stars, and a square with a hole that a cut joins to its outline', () => {
    const random = createRandom(5);
    for (let trial = 0; trial < 20; trial++) {
      const size = 5 + Math.floor(40 * random.uniform());
      expectCovered(
        Array.from({ length: size }, (_, i) => {
          const radius = 1 + 9 * random.uniform();
          const angle = (2 * Math.PI * i) / size;
          return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
        }),
      );
    }
    const outline: readonly Point[] = [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
      [0, 0],
    ];
    const hole: readonly Point[] = [
      [3, 3],
      [3, 6],
      [6, 6],
      [6, 3],
      [3, 3],
    ];
    expect(ringArea([...outline, ...hole])).toBe(72);
    expectCovered([...outline, ...hole]);
  });

  it('keeps the fan of convex faces, of faces without area, and of those that their first corner sees whole', () => {
    const fan = [0, 1, 2, 0, 2, 3, 0, 3, 4];
    const rings: readonly (readonly Point[])[] = [
      [
        [0, 0],
        [2, 0],
        [3, 2],
        [1, 4],
        [-1, 2],
      ],
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [1, 1],
        [3, 3],
      ],
      [...ARROW.slice(1), ARROW[0]],
    ];
    for (const ring of rings) {
      const face = { corners: Uint32Array.of(0, 1, 2, 3, 4), sizes: Uint32Array.of(5) };
      expect([...triangulateFaces(face, lift(ring, PLANES[4]))]).toEqual(fan);
    }
  });

  it('takes many corners of a convex face, and refuses as many of a bent one by its row', () => {
    const size = 5001;
    const circle = Array.from({ length: size }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / size;
      return [Math.cos(angle), Math.sin(angle)];
    });
    expectCovered(circle);
    const comb = Array.from({ length: size }, (_, i): Point => [i, i === 0 ? -9 : i === size - 1 ? -5 : i % 2]);
    const corners = Uint32Array.from([0, 1, 2, ...comb.keys()]);
    const face = { corners, sizes: Uint32Array.of(3, size) };
    expect(() => triangulateFaces(face, lift(comb, PLANES[0]))).toThrow(
      'element "face", row 1: 5001 corners, but the limit is 5000',
    );
  });
});

it('parsePly covers a concave face whose vertices come after it', () => {
  const turned = [...ARROW.slice(3), ...ARROW.slice(0, 3)];
  const text =
    'ply\nformat ascii 1.0\nelement face 1\nproperty list uchar int vertex_indices\nelement vertex 5\n' +
    'property float x\nproperty float y\nproperty float z\nend_header\n5 0 1 2 3 4\n' +
    turned.map(([x, y]) => `${x} 3 ${y}\n`).join('');
  const { positions, indices } = parsePly(new TextEncoder().encode(text), 'arrow.ply');
  const parts = areas(positions, indices, [0, -1, 0]);
  expect(Math.min(...parts)).toBeGreaterThan(0);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(18, 12);
});
