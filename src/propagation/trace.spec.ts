import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { createRandom } from '../numerics/random.ts';
import { complexPermittivity, createMaterial } from '../scene/materials.ts';
import { buildS3 } from '../scene/s3.ts';
import type { Scene, Vector3 } from '../scene/scene.ts';
import { randomUsers } from '../scene/user-sets.ts';
import type { PathTable } from './path-table.ts';
import { prepareScene } from './prepared-scene.ts';
import { boxScene, groundScene, polygonScene, siteAt } from './testing/scenes.ts';
import { slabCoefficients } from './testing/slab.ts';
import type { TraceOptions } from './trace.ts';
import { prepareSite, traceLinks, tracePaths } from './trace.ts';

const EVERYTHING = { dynamicRangeDb: Infinity, maximumPaths: Infinity };

function trace(scene: Scene, site: Vector3, user: Vector3, options: Partial<TraceOptions> = {}): PathTable {
  const complete = { frequency: 3.5e9, ...EVERYTHING, ...options };
  return tracePaths(prepareSite(prepareScene(scene), siteAt(site), complete), user);
}

const gainDb = (paths: PathTable, p: number): number =>
  10 * Math.log10(paths.amplitudes[2 * p] ** 2 + paths.amplitudes[2 * p + 1] ** 2);
const reflections = (paths: PathTable, p: number): number => paths.vertexOffsets[p + 1] - paths.vertexOffsets[p] - 2;
const dotProduct = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, component, axis) => sum + component * b[axis], 0);
const unitVector = (v: readonly number[]): number[] => v.map((component) => component / Math.hypot(...v));
const cross = ([ax, ay, az]: readonly number[], [bx, by, bz]: readonly number[]): number[] => [
  ay * bz - az * by,
  az * bx - ax * bz,
  ax * by - ay * bx,
];
const vertex = (paths: PathTable, p: number, i: number): number[] => {
  const start = 3 * (paths.vertexOffsets[p] + i);
  return [...paths.vertices.slice(start, start + 3)];
};
/** A small plate far away from everything, so that a scene has a surface and free space elsewhere. */
const farPlate = polygonScene(
  [
    [
      [0, 0, -5e5],
      [1, 0, -5e5],
      [0, 1, -5e5],
    ],
  ],
  createMaterial('concrete'),
);

describe('line of sight', () => {
  it.each([1, 10, 123.4, 1000, 1e5])('follows Friis and τ = d/c over %d m', (distance) => {
    const direction = [0.6, 0.48, 0.64];
    const user = direction.map((c) => c * distance) as unknown as Vector3;
    for (const frequency of [1e9, 3.5e9, 30e9]) {
      const paths = trace(farPlate, [0, 0, 0], user, { frequency, maximumReflections: 0 });
      expect(paths.count).toBe(1);
      const expectedDb = 20 * Math.log10(SPEED_OF_LIGHT / frequency / (4 * Math.PI * distance));
      // θ̂ at the user is θ̂ at the site, so vertical polarisation loses nothing at any elevation.
      expect(Math.abs(gainDb(paths, 0) - expectedDb)).toBeLessThan(1e-3);
      expect(paths.delays).toBeAllclose([distance / SPEED_OF_LIGHT], { relative: 1e-12, absolute: 0 });
    }
  });

  it('turns the phase by −2πfτ', () => {
    const frequency = 3e9;
    const paths = trace(farPlate, [0, 0, 0], [25, 0, 0], { frequency, maximumReflections: 0 });
    const phase = (-2 * Math.PI * frequency * 25) / SPEED_OF_LIGHT;
    const amplitude = SPEED_OF_LIGHT / frequency / (4 * Math.PI * 25);
    expect(paths.amplitudes).toBeAllclose([amplitude * Math.cos(phase), amplitude * Math.sin(phase)], {
      relative: 1e-9,
      absolute: 1e-12,
    });
  });

  it('reports departure and arrival angles in the local frame', () => {
    const paths = trace(farPlate, [0, 0, 0], [0, 10, 10]);
    expect(paths.departureAzimuths[0]).toBeCloseTo(Math.PI / 2, 12);
    expect(paths.departureElevations[0]).toBeCloseTo(Math.PI / 4, 12);
    expect(paths.arrivalAzimuths[0]).toBeCloseTo(-Math.PI / 2, 12);
    expect(paths.arrivalElevations[0]).toBeCloseTo(-Math.PI / 4, 12);
  });

  it('is lost behind a plate, even where the ray meets the edge between its two triangles', () => {
    const plate = polygonScene(
      [
        [
          [0, -1, -1],
          [0, 1, -1],
          [0, 1, 1],
          [0, -1, 1],
        ],
      ],
      createMaterial('metal'),
    );
    expect(trace(plate, [-2, 0, 0], [2, 0, 0]).count).toBe(0);
    expect(trace(plate, [-2, 0.5, 0.5], [2, 0.5, 0.5]).count).toBe(0);
    expect(trace(plate, [-2, 0.3, -0.6], [2, 0.3, -0.6]).count).toBe(0);
    expect(trace(plate, [-2, 1.01, 0], [2, 1.01, 0]).count).toBe(1);
  });
});

describe('reflection', () => {
  const site: Vector3 = [0, 0, 5];
  const user: Vector3 = [40, 9, 1.5];

  it('obeys the mirror law', () => {
    const paths = trace(groundScene(100, createMaterial('concrete')), site, user, { maximumReflections: 1 });
    const p = [0, 1].find((i) => reflections(paths, i) === 1)!;
    const [a, r, b] = [0, 1, 2].map((i) => vertex(paths, p, i));
    expect(r[2]).toBeCloseTo(0, 12);
    const incoming = r.map((c, i) => c - a[i]);
    const outgoing = b.map((c, i) => c - r[i]);
    const [ix, iy, iz] = unitVector(incoming);
    expect(unitVector(outgoing)).toBeAllclose([ix, iy, -iz], { relative: 0, absolute: 1e-12 });
    // ẑ of the image: both slopes meet the ground at h₁ : h₂ of the way.
    expect(r[0]).toBeCloseTo((40 * 5) / 6.5, 10);
  });

  it('obeys the mirror law on plates of any slope', () => {
    const random = createRandom(31);
    const draw = (reach: number): number => reach * (2 * random.uniform() - 1);
    for (let plate = 0; plate < 25; plate++) {
      const normal = unitVector([draw(1), draw(1), draw(1)]);
      const along = unitVector(cross(normal, [draw(1), draw(1), draw(1)]));
      const across = cross(normal, along);
      const place = (a: number, b: number, c: number): Vector3 =>
        [0, 1, 2].map((axis) => a * along[axis] + b * across[axis] + c * normal[axis]) as unknown as Vector3;
      const corners = [place(-80, -80, 0), place(80, -80, 0), place(80, 80, 0), place(-80, 80, 0)];
      const scene = polygonScene([corners], createMaterial('metal'));
      const from = place(draw(20), draw(20), 2 + 10 * random.uniform());
      const to = place(draw(20), draw(20), 2 + 10 * random.uniform());
      const paths = trace(scene, from, to, { maximumReflections: 1 });
      expect(paths.count).toBe(2);
      const p = [0, 1].find((i) => reflections(paths, i) === 1)!;
      const point = vertex(paths, p, 1);
      expect(Math.abs(dotProduct(point, normal))).toBeLessThan(1e-10);
      const incoming = unitVector(point.map((c, i) => c - from[i]));
      const outgoing = unitVector(to.map((c, i) => c - point[i]));
      const turned = incoming.map((c, i) => c - 2 * dotProduct(incoming, normal) * normal[i]);
      expect(outgoing).toBeAllclose(turned, { relative: 0, absolute: 1e-11 });
    }
  });

  it('adds up with the direct ray as the two-ray ground model says', () => {
    const material = createMaterial('medium_dry_ground', 10);
    const frequency = 2e9;
    const wavelength = SPEED_OF_LIGHT / frequency;
    const prepared = prepareSite(prepareScene(groundScene(5000, material)), siteAt([0, 0, 10], 'dipole'), {
      frequency,
      maximumReflections: 1,
      ...EVERYTHING,
    });
    const { real, imaginary } = complexPermittivity(material, frequency);
    for (const distance of [10, 50, 200, 1000, 4000]) {
      const paths = tracePaths(prepared, [distance, 0, 1.5]);
      expect(paths.count).toBe(2);
      let re = 0;
      let im = 0;
      for (let p = 0; p < 2; p++) {
        re += paths.amplitudes[2 * p];
        im += paths.amplitudes[2 * p + 1];
      }
      // Closed form: vertical dipole at the site, field along θ̂, TM reflection; the user's θ̂ after a bounce at the
      // ground is +θ̂ for r_TM = +1, so the two rays add with R as it stands.
      const ray = (height: number): { length: number; dipole: number; sine: number } => {
        const length = Math.hypot(distance, height);
        const sine = distance / length;
        return { length, sine, dipole: Math.cos((Math.PI / 2) * (height / length)) / sine };
      };
      const direct = ray(8.5);
      const bounced = ray(11.5);
      const k = (2 * Math.PI) / wavelength;
      const { reflectionTm } = slabCoefficients(11.5 / bounced.length, { re: real, im: imaginary }, 10, wavelength);
      const scale = (Math.sqrt(1.6409) * wavelength) / (4 * Math.PI);
      const wave = (length: number, gain: number, r: { re: number; im: number }): [number, number] => {
        const c = Math.cos(k * length);
        const s = -Math.sin(k * length);
        return [((r.re * c - r.im * s) * gain * scale) / length, ((r.re * s + r.im * c) * gain * scale) / length];
      };
      const [dRe, dIm] = wave(direct.length, direct.dipole, { re: 1, im: 0 });
      const [bRe, bIm] = wave(bounced.length, bounced.dipole, reflectionTm);
      expect([re, im]).toBeAllclose([dRe + bRe, dIm + bIm], { relative: 1e-4, absolute: 1e-9 });
    }
  });

  it('counts once on the edge that two triangles share', () => {
    const ground = groundScene(10, createMaterial('metal'));
    // The diagonal of the square runs through the origin, where the mirror point lies.
    const paths = trace(ground, [-3, 2, 1], [3, -2, 1], { maximumReflections: 3 });
    expect([0, 1].map((p) => reflections(paths, p)).sort()).toEqual([0, 1]);
    expect(paths.count).toBe(2);
  });

  it('counts once where two overlapping or merely touching plates make the same mirror', () => {
    const square = (x0: number, x1: number): Vector3[] => [
      [x0, -10, 0],
      [x1, -10, 0],
      [x1, 10, 0],
      [x0, 10, 0],
    ];
    const touching = polygonScene(
      [square(-10, 0), square(0, 10).map(([x, y, z]) => [x, y * 1.5, z] as const)],
      createMaterial('metal'),
    );
    expect(trace(touching, [-3, 0, 1], [3, 0, 1]).count).toBe(2);
    const overlapping = polygonScene([square(-10, 5), square(-5, 10)], createMaterial('metal'));
    expect(trace(overlapping, [-3, 0, 1], [3, 0, 1]).count).toBe(2);
  });

  it('needs the user on the same side of the mirror as the site', () => {
    expect(trace(groundScene(100, createMaterial('metal')), [0, 0, 5], [3, 0, -5]).count).toBe(0);
  });

  it('is shadowed like any ray', () => {
    const flat = groundScene(50, createMaterial('metal'));
    const withPost = polygonScene(
      [
        [
          [-50, -50, 0],
          [50, -50, 0],
          [50, 50, 0],
          [-50, 50, 0],
        ],
        [
          [1, -1, 0],
          [1, 1, 0],
          [1, 1, 1.5],
          [1, -1, 1.5],
        ],
      ],
      createMaterial('metal'),
    );
    expect(trace(flat, [-4, 0, 2], [4, 0, 2]).count).toBe(2);
    // The post (1.5 m) is lower than the direct ray (2 m) but stands in the bounced one's way.
    const shadowed = trace(withPost, [-4, 0, 2], [4, 0, 2], { maximumReflections: 1 });
    expect([...Array(shadowed.count).keys()].map((p) => reflections(shadowed, p))).toEqual([0]);
  });
});

describe('reciprocity', () => {
  it('gives the same delays and gains with the ends swapped', () => {
    const scene = buildS3();
    const prepared = prepareScene(scene);
    const random = createRandom(11);
    const ends = randomUsers(scene, { minimum: [1, 1, 0.5], maximum: [59, 39, 5.5] }, 8, random).positions;
    for (let i = 0; i < 4; i++) {
      const a: Vector3 = [ends[6 * i], ends[6 * i + 1], ends[6 * i + 2]];
      const b: Vector3 = [ends[6 * i + 3], ends[6 * i + 4], ends[6 * i + 5]];
      const options = { frequency: 3.5e9, maximumReflections: 2, ...EVERYTHING };
      const forth = tracePaths(prepareSite(prepared, siteAt(a), options), b);
      const back = tracePaths(prepareSite(prepared, siteAt(b), options), a);
      expect(forth.count).toBeGreaterThan(5);
      const sorted = (paths: PathTable): [number, number, number][] =>
        [...paths.delays]
          .map((delay, p): [number, number, number] => [delay, paths.amplitudes[2 * p], paths.amplitudes[2 * p + 1]])
          .sort((x, y) => x[0] - y[0]);
      const column = (paths: PathTable, c: 0 | 1 | 2): number[] => sorted(paths).map((row) => row[c]);
      expect(column(back, 0)).toBeAllclose(column(forth, 0), { relative: 1e-12, absolute: 0 });
      expect(column(back, 1)).toBeAllclose(column(forth, 1), { relative: 1e-6, absolute: 1e-11 });
      expect(column(back, 2)).toBeAllclose(column(forth, 2), { relative: 1e-6, absolute: 1e-11 });
    }
  });
});

describe('the empty box', () => {
  const bounds = { minimum: [-5, -5, 0], maximum: [5, 5, 5] } as const;
  const ends: readonly (readonly [string, Vector3, Vector3])[] = [
    ['anywhere', [-2.1, 1.3, 1.7], [3.3, -0.4, 2.9]],
    // From here some rays meet two walls at once, exactly in the edge between them.
    ['with rays into the edges', [-1, 2, 1.5], [3, -1, 2]],
    ['on a line of symmetry', [-2, 0, 2.5], [2, 0, 2.5]],
  ];
  const [, site, user] = ends[0];

  /** Delays of all images with |i| + |j| + |k| reflections up to an order: the closed form for a box. */
  function imageDelays(order: number, site: Vector3, user: Vector3): number[] {
    const along = (axis: 0 | 1 | 2): { n: number; gap: number }[] => {
      const low = bounds.minimum[axis];
      const size = bounds.maximum[axis] - low;
      const from = site[axis] - low;
      const to = user[axis] - low;
      const images: { n: number; gap: number }[] = [];
      for (let n = -order; n <= order; n++) {
        const image = n % 2 === 0 ? n * size + from : (n + 1) * size - from;
        images.push({ n: Math.abs(n), gap: image - to });
      }
      return images;
    };
    const delays: number[] = [];
    for (const x of along(0)) {
      for (const y of along(1)) {
        for (const z of along(2)) {
          if (x.n + y.n + z.n <= order) delays.push(Math.hypot(x.gap, y.gap, z.gap) / SPEED_OF_LIGHT);
        }
      }
    }
    return delays.sort((a, b) => a - b);
  }

  describe.each(ends)('with both ends %s', (_, site, user) => {
    it.each([
      [0, 1],
      [1, 7],
      [2, 25],
      [3, 63],
      [4, 129],
      [5, 231],
    ])('has, up to order %d, %d paths with the delays of the image sources', (maximumReflections, count) => {
      const expected = imageDelays(maximumReflections, site, user);
      // The site's tree grown whole, and the user's meeting it in the middle.
      for (const nodeLimit of [Infinity, 1]) {
        const paths = trace(boxScene(bounds), site, user, { maximumReflections, nodeLimit });
        expect(paths.count).toBe(count);
        expect([...paths.delays].sort((a, b) => a - b)).toBeAllclose(expected, { relative: 1e-12, absolute: 0 });
        expect(paths.amplitudes.every(Number.isFinite)).toBe(true);
      }
    });
  });

  it('sorts by strength and honours both limits', () => {
    const all = trace(boxScene(bounds), site, user);
    for (let p = 1; p < all.count; p++) expect(gainDb(all, p)).toBeLessThanOrEqual(gainDb(all, p - 1));
    expect(trace(boxScene(bounds), site, user, { maximumPaths: 10 }).delays).toEqual(all.delays.slice(0, 10));
    const floor = gainDb(all, 0) - 12;
    const strong = [...Array(all.count).keys()].filter((p) => gainDb(all, p) >= floor).length;
    expect(strong).toBeLessThan(63);
    expect(trace(boxScene(bounds), site, user, { dynamicRangeDb: 12 }).count).toBe(strong);
  });
});

describe('faces told more than once', () => {
  it('change no path, whichever way they are turned', () => {
    const house: Vector3[][] = [
      [
        [2, -3, 0],
        [2, 3, 0],
        [2, 3, 5],
        [2, -3, 5],
      ],
      [
        [2, -3, 0],
        [6, -3, 0],
        [6, -3, 5],
        [2, -3, 5],
      ],
      [
        [6, -3, 0],
        [6, 3, 0],
        [6, 3, 5],
        [6, -3, 5],
      ],
      [
        [2, 3, 0],
        [6, 3, 0],
        [6, 3, 5],
        [2, 3, 5],
      ],
      [
        [2, -3, 5],
        [6, -3, 5],
        [6, 3, 5],
        [2, 3, 5],
      ],
      [
        [-20, -20, 0],
        [20, -20, 0],
        [20, 20, 0],
        [-20, 20, 0],
      ],
      [
        [-8, -6, 0],
        [-8, 9, 0],
        [-8, 9, 7],
        [-8, -6, 7],
      ],
    ];
    const concrete = createMaterial('concrete');
    const options = { maximumReflections: 2, diffraction: 'edge-and-reflection' } as const;
    for (const user of [
      [-3, -5, 1.5],
      [4.2, 6.1, 1.4],
      [9, 0.3, 2],
    ] as const) {
      const once = trace(polygonScene(house, concrete), [-4, 1.2, 6.3], user, options);
      expect(once.count).toBeGreaterThan(3);
      const insideOut = house.map((face) => [...face].reverse());
      for (const faces of [insideOut, [...house, ...insideOut], [...house, ...house]]) {
        const again = trace(polygonScene(faces, concrete), [-4, 1.2, 6.3], user, options);
        expect(again.delays).toBeAllclose(once.delays, { relative: 1e-12, absolute: 0 });
        expect(again.amplitudes).toBeAllclose(once.amplitudes, { relative: 1e-6, absolute: 1e-12 });
      }
    }
  });
});

describe('bad input', () => {
  const prepared = prepareScene(groundScene(10, createMaterial('concrete')));
  const good = prepareSite(prepared, siteAt([0, 0, 2]), { frequency: 3.5e9 });
  const refusal = (act: () => unknown): LabError => {
    try {
      act();
    } catch (cause) {
      if (cause instanceof LabError) return cause;
      throw cause;
    }
    throw new Error('nothing was refused');
  };

  it('refuses ends within 1 cm of a surface or of each other, and names what is near', () => {
    const user = refusal(() => tracePaths(good, [1, 1, 0.009]));
    expect(user.code).toBe('too-close');
    expect(user.message).toContain('Polygon 0');
    expect(tracePaths(good, [1, 1, 0.011]).count).toBe(2);
    expect(refusal(() => prepareSite(prepared, siteAt([0, 0, -0.005]), { frequency: 1e9 })).code).toBe('too-close');
    expect(refusal(() => tracePaths(good, [0, 0, 2.005])).code).toBe('too-close');
    // Past the border of the plate the plane itself is no surface.
    expect(tracePaths(good, [10.02, 0, 0]).count).toBe(1);
  });

  it('refuses ends inside of a declared solid, and names it; a mesh that encloses them is none', () => {
    const hall = prepareScene(buildS3());
    const options = { frequency: 30e9, maximumReflections: 0 };
    const site = prepareSite(hall, siteAt([30, 20, 5]), options);
    const user = refusal(() => tracePaths(site, [30, 4, 0.6]));
    expect(user.code).toBe('too-close');
    expect(user.message).toContain('The user at 30, 4, 0.6 is inside "Rack A2"');
    expect(tracePaths(site, [30, 4, 1.3]).count).toBe(1);
    expect(tracePaths(site, [25, 4, 0.6]).count).toBe(1);
    expect(refusal(() => prepareSite(hall, siteAt([30, 4, 0.6]), options)).message).toContain('Test site');
    const box = boxScene({ minimum: [0, 0, 0], maximum: [9, 9, 9] });
    expect(trace(box, [3, 3, 3], [4, 5, 6], { maximumReflections: 0 }).count).toBe(1);
  });

  it('refuses coordinates that are not finite, frequencies that are not positive and orders out of range', () => {
    expect(refusal(() => tracePaths(good, [NaN, 0, 1])).code).toBe('bad-argument');
    expect(refusal(() => prepareSite(prepared, siteAt([0, Infinity, 1]), { frequency: 1e9 })).code).toBe(
      'bad-argument',
    );
    expect(refusal(() => prepareSite(prepared, siteAt([0, 0, 1]), { frequency: 0 })).code).toBe('bad-argument');
    for (const maximumReflections of [-1, 1.5, 6, NaN]) {
      expect(refusal(() => prepareSite(prepared, siteAt([0, 0, 1]), { frequency: 1e9, maximumReflections })).code).toBe(
        'bad-argument',
      );
    }
  });

  it('refuses to trace sites together that were prepared apart', () => {
    const options = { frequency: 3.5e9, maximumReflections: 2 };
    const [site, elsewhere] = [siteAt([0, 0, 2]), siteAt([3, 0, 2])];
    const other = prepareScene(groundScene(10, createMaterial('concrete')));
    const first = prepareSite(prepared, site, options);
    for (const second of [
      prepareSite(other, elsewhere, options),
      prepareSite(prepared, elsewhere, { ...options, maximumReflections: 1 }),
      prepareSite(prepared, elsewhere, { ...options, maximumTransmissions: 1 }),
      prepareSite(prepared, elsewhere, { ...options, diffraction: 'edge' }),
    ]) {
      expect(refusal(() => traceLinks([first, second], [1, 1, 1])).code).toBe('bad-argument');
    }
    expect(traceLinks([], [1, 1, 1])).toEqual([]);
    expect(traceLinks([first, prepareSite(prepared, elsewhere, options)], [1, 1, 1])).toHaveLength(2);
  });
});
