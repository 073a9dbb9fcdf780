import { describe, expect, it } from 'vitest';
import type { Corner, Footprint, FootprintRepairs } from './footprints.ts';
import { cleanFootprint, isInside, signedArea } from './footprints.ts';

const SQUARE: Corner[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
];
const HOLE: Corner[] = [
  [3, 3],
  [7, 3],
  [7, 6],
  [3, 6],
  [3, 3],
];

function clean(...rings: Corner[][]): { footprint: Footprint; repairs: FootprintRepairs } {
  const result = cleanFootprint(rings);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

/** Sum of the areas of the triangles, each by itself. */
function filledArea({ rings, triangles }: Footprint): number {
  const corners = rings.flat();
  let sum = 0;
  for (let i = 0; i < triangles.length; i += 3) {
    const area = signedArea([corners[triangles[i]], corners[triangles[i + 1]], corners[triangles[i + 2]]]);
    expect(area).toBeGreaterThan(0);
    sum += area;
  }
  return sum;
}

describe('cleanFootprint', () => {
  it('turns outlines counter-clockwise and holes clockwise, whichever way they came', () => {
    for (const outline of [SQUARE, SQUARE.toReversed()]) {
      for (const hole of [HOLE, HOLE.toReversed()]) {
        const { footprint, repairs } = clean(outline, hole);
        expect(signedArea(footprint.rings[0])).toBe(100);
        expect(signedArea(footprint.rings[1])).toBe(-12);
        expect(footprint.area).toBe(88);
        expect(filledArea(footprint)).toBeCloseTo(88, 9);
        expect(repairs).toEqual({ unclosedRings: 0, repeatedCorners: 0, droppedHoles: 0 });
      }
    }
  });

  it('closes open rings, joins repeated corners, and loses straight corners and spikes', () => {
    const { footprint, repairs } = clean([
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 0.004],
      [10, 10],
      [10, 25],
      [10, 10],
      [0, 10],
      [0, 10],
    ]);
    expect(footprint.rings).toEqual([SQUARE.slice(0, 4)]);
    expect(repairs).toEqual({ unclosedRings: 1, repeatedCorners: 2, droppedHoles: 0 });
  });

  it('fills holes that are slivers or lie outside', () => {
    const outside = HOLE.map(([x, y]): Corner => [x + 20, y]);
    const sliver: Corner[] = [
      [3, 3],
      [3.5, 3],
      [3.5, 3.5],
      [3, 3],
    ];
    const { footprint, repairs } = clean(SQUARE, outside, sliver);
    expect(footprint.area).toBe(100);
    expect(repairs.droppedHoles).toBe(2);
  });

  it.each<[string, Corner[][]]>([
    [
      'a figure of eight',
      [
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
          [0, 0],
        ],
      ],
    ],
    [
      'an uneven figure of eight',
      [
        [
          [0, 0],
          [12, 10],
          [12, 0],
          [0, 4],
          [0, 0],
        ],
      ],
    ],
    [
      'a figure of eight through a corner',
      [
        [
          [0, 0],
          [5, 5],
          [12, 12],
          [12, 0],
          [5, 5],
          [0, 10],
        ],
      ],
    ],
    [
      'a hole through the outline',
      [
        SQUARE,
        [
          [8, 3],
          [12, 3],
          [12, 6],
          [8, 6],
        ],
      ],
    ],
    [
      'a hole within a hole',
      [
        SQUARE,
        HOLE,
        [
          [4, 4],
          [5.5, 4],
          [5.5, 5],
          [4, 5],
        ],
      ],
    ],
    [
      'holes across each other',
      [
        SQUARE,
        HOLE,
        [
          [4, 2],
          [5, 2],
          [5, 8],
          [4, 8],
        ],
      ],
    ],
  ])('refuses %s', (_, rings) => {
    expect(cleanFootprint(rings)).toBe('crosses itself');
  });

  it.each<[string, Corner[]]>([
    ['no corner', []],
    ['one corner', [[1, 1]]],
    [
      'a line',
      [
        [0, 0],
        [10, 0],
        [0, 0],
      ],
    ],
    [
      'half a square metre',
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    ],
    [
      'a strip 5 cm wide',
      [
        [0, 0],
        [100, 0],
        [100, 0.05],
        [0, 0.05],
      ],
    ],
  ])('calls %s a sliver', (_, ring) => {
    expect(cleanFootprint([ring])).toBe('is a sliver');
  });

  it('finds the one crossing among many edges, and none where there is none', () => {
    const count = 3000;
    const star = Array.from({ length: count }, (_, i): Corner => {
      const radius = i % 2 === 0 ? 100 : 80;
      const angle = (2 * Math.PI * i) / count;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    const { footprint } = clean(star);
    expect(filledArea(footprint)).toBeCloseTo(signedArea(star), 6);
    const [a, b] = [star[1000], star[1002]];
    expect(cleanFootprint([star.with(1000, b).with(1002, a)])).toBe('crosses itself');
  });
});

describe('a plan of very many corners', () => {
  /** A cog wheel: every corner stands out. */
  const wheel = (count: number, radius: number): Corner[] =>
    Array.from({ length: count }, (_, i): Corner => {
      const angle = (2 * Math.PI * i) / count;
      const reach = radius * (i % 2 === 0 ? 1 : 0.98);
      return [reach * Math.cos(angle), reach * Math.sin(angle)];
    });

  it('stands up to 5,000, and is refused beyond, its holes counted', () => {
    expect(clean(wheel(5000, 200)).footprint.rings[0]).toHaveLength(5000);
    expect(cleanFootprint([wheel(5002, 200)])).toBe('has too many corners');
    expect(clean(wheel(4000, 200), wheel(1000, 100)).footprint.rings).toHaveLength(2);
    expect(cleanFootprint([wheel(4000, 200), wheel(1002, 100)])).toBe('has too many corners');
    // Half a million would take an hour to look through.
    expect(cleanFootprint([wheel(500_000, 20_000)])).toBe('has too many corners');
  });

  it('does not count corners that are one and the same', () => {
    const ring = wheel(2600, 200).flatMap((corner) => [corner, corner]);
    expect(clean(ring).repairs.repeatedCorners).toBe(2600);
  });
});

describe('isInside', () => {
  it('agrees with the halves of a square and of a bent outline', () => {
    const bent: Corner[] = [
      [0, 0],
      [10, 0],
      [10, 4],
      [4, 4],
      [4, 10],
      [0, 10],
    ];
    for (let x = 0.5; x < 12; x++) {
      for (let y = 0.5; y < 12; y++) {
        expect(isInside([x, y], bent)).toBe((x < 10 && y < 4) || (x < 4 && y < 10));
      }
    }
  });
});
