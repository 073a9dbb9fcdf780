import { describe, expect, it } from 'vitest';
import type { SceneView } from '../../engine/frontend.ts';
import { MAP_THEMES } from './map-theme.ts';
import { paintScene, type Picture } from './scene-picture.ts';

const THEME = MAP_THEMES.dark;

/** A ground of the given extents with a box of 4 m on its middle, and a site beside it; metres. */
function scene(east: number, north: number, site: readonly [number, number, number] | null = null): SceneView {
  const ground = [
    [0, 0],
    [east, 0],
    [east, north],
    [0, north],
  ].map(([x, y]) => [x, y, 0]);
  const cube = [0, 4].flatMap((z) => [-2, 2].flatMap((y) => [-2, 2].map((x) => [east / 2 + x, north / 2 + y, z])));
  const faces = [
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  const quads = [ground, ...faces.map((face) => face.map((k) => cube[k]))];
  return {
    positions: Float32Array.from(quads.flat(2)),
    indices: Uint32Array.from(quads.flatMap((_, q) => [0, 1, 2, 0, 2, 3].map((k) => 4 * q + k))),
    objectOfTriangle: Uint32Array.from(quads.flatMap((_, q) => [Math.min(q, 1), Math.min(q, 1)])),
    objects: [
      { name: 'ground', role: 'ground', material: 'concrete' },
      { name: 'box', role: 'building', material: 'concrete' },
    ],
    bounds: { minimum: [0, 0, 0], maximum: [east, north, 4] },
    sites: site ? [{ name: 'Site 1', position: site }] : [],
  } as unknown as SceneView;
}

/** Shares of the picture that are transparent, ground, and anything else. */
function shares({ data, width, height }: Picture): { empty: number; ground: number; built: number } {
  let [empty, ground] = [0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, green, blue, alpha] = data.subarray(4 * pixel, 4 * pixel + 4);
    if (alpha === 0) empty++;
    else if ([red, green, blue].every((value, k) => Math.abs(value - THEME.floor[k]) <= 1)) ground++;
  }
  const all = width * height;
  return { empty: empty / all, ground: ground / all, built: 1 - (empty + ground) / all };
}

const pixel = ({ data, width }: Picture, x: number, y: number): number[] => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe('paintScene', () => {
  it('shows the whole of a scene: ground, what stands on it, and nothing around it', () => {
    const picture = paintScene(scene(20, 20), THEME, 90, 60);
    const { empty, ground, built } = shares(picture);
    expect(empty).toBeGreaterThan(0.2);
    expect(ground).toBeGreaterThan(0.2);
    expect(built).toBeGreaterThan(0.03);
    for (const [x, y] of [
      [0, 0],
      [89, 0],
      [0, 59],
      [89, 59],
    ]) {
      expect(pixel(picture, x, y)[3]).toBe(0);
    }
    // The eye is high in the south: the lit roof is above the middle, the shaded south face below it.
    const brightness = (x: number, y: number): number => pixel(picture, x, y)[0];
    expect(brightness(45, 26)).toBeGreaterThan(brightness(45, 33));
  });

  it('shows the middle of a long scene, up to both rims of the picture', () => {
    const picture = paintScene(scene(1000, 20), THEME, 90, 60);
    const columns = (x: number): boolean =>
      Array.from({ length: 60 }, (_, y) => pixel(picture, x, y)[3]).some((alpha) => alpha > 0);
    expect(columns(0)).toBe(true);
    expect(columns(89)).toBe(true);
    expect(shares(picture).built).toBeGreaterThan(0.005);
  });

  it('marks sites, however far behind a building', () => {
    const hidden = [10, 12.5, 0.5] as const;
    const without = paintScene(scene(20, 20), THEME, 90, 60);
    const picture = paintScene(scene(20, 20, hidden), THEME, 90, 60);
    const isMark = (index: number): boolean => THEME.site.every((value, k) => picture.data[index + k] === value);
    const marks = Array.from({ length: 90 * 60 }, (_, p) => 4 * p).filter(isMark);
    expect(marks.length).toBeGreaterThan(4);
    for (const index of marks) expect(without.data[index]).not.toBe(THEME.site[0]);
  });
});
