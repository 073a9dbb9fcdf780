import { describe, expect, it } from 'vitest';
import type { PathRequest } from '../datasets/definition.ts';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { boxScene } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import { createMaterial } from '../scene/materials.ts';
import { SceneBuilder } from '../scene/scene-builder.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { coverageBuffers, createCoverageTracer, listCoverageCells } from './coverage.ts';

/** A metal yard of 40 × 24 m, its lowest point at −2 m, with one house on it. */
function yard(solid = true): Scene {
  const builder = new SceneBuilder();
  const metal = createMaterial('metal', 0.01);
  builder.beginObject('Ground', metal, 'ground');
  builder.addPolygon([0, 0, -2], [40, 0, -2], [40, 24, -2], [0, 24, -2]);
  builder.beginObject('House', metal, 'building', solid);
  builder.addBox({ minimum: [12, 8, -2], maximum: [20, 16, 6] }, { bottom: false });
  return builder.build({ id: 'yard', title: 'Yard', summary: '', attribution: '' });
}

const scene = yard();
const SPACING = 1;
const HEIGHT = 1.5;
const prepared = prepareScene(scene);
const cells = listCoverageCells(prepared, SPACING, HEIGHT);
const placeOf = (cell: number): number[] => [...cells.subarray(3 * cell, 3 * cell + 3)];
const COUNT = cells.length / 3;

describe('listCoverageCells', () => {
  it('lists the middle of every square of the ground once, at the height over it, but none in or at the house', () => {
    const expected: string[] = [];
    for (let x = 0.5; x < 40; x += SPACING) {
      for (let y = 0.5; y < 24; y += SPACING)
        if (!(x > 12 && x < 20 && y > 8 && y < 16)) expected.push(`${x},${y},-0.5`);
    }
    const listed = Array.from({ length: COUNT }, (_, cell) => placeOf(cell).join());
    expect(listed.toSorted()).toEqual(expected.toSorted());
    // With a spacing that puts cells 25 cm from the walls, those go too.
    const fine = listCoverageCells(prepared, 0.5, HEIGHT);
    for (let cell = 0; cell < fine.length / 3; cell++) {
      const [x, y] = fine.subarray(3 * cell);
      expect(Math.hypot(Math.max(0, 12 - x, x - 20), Math.max(0, 8 - y, y - 16))).toBeGreaterThanOrEqual(0.3);
    }
  });

  it('takes what a mesh roofs over for the inside of a building, but lists all of a room', () => {
    const sheets = prepareScene(yard(false));
    expect(listCoverageCells(sheets, SPACING, HEIGHT)).toEqual(cells);
    const room = prepareScene(boxScene({ minimum: [0, 0, 0], maximum: [10, 8, 4] }));
    expect(listCoverageCells(room, SPACING, HEIGHT)).toHaveLength(3 * 80);
  });

  it('begins with coarse grids that span the whole scene, and doubles their density', () => {
    let before = 0;
    for (const step of [8, 4, 2, 1]) {
      const level = Array.from({ length: COUNT }, (_, cell) => cell).filter((cell) =>
        placeOf(cell)
          .slice(0, 2)
          .every((c) => (c - 0.5) % step === 0),
      );
      expect(Math.max(...level)).toBe(level.length - 1);
      expect(level.length).toBeGreaterThan(2 * before);
      before = level.length;
    }
    expect(before).toBe(COUNT);
  });
});

describe('createCoverageTracer', () => {
  const { nodeLimit, ...request } = DEFAULT_TRACE;
  void nodeLimit;
  const frequency = 3.5e9;
  const paths: PathRequest = { ...request, frequency, maximumReflections: 1 };
  const siteAt = (name: string, x: number, y: number): Site => ({
    name,
    position: [x, y, 2],
    orientation: { azimuth: 0, elevation: 0 },
    panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'iso' },
  });
  const sites = [siteAt('West', 2, 12), siteAt('East', 38, 12)];
  const map = createCoverageTracer({ scene, sites, paths, limit: null });

  it('gives each site gain, delay, spread and sight of each cell: the two rays in the open, nothing in the shadow', () => {
    // In the open beside the western site, behind the house from it, and beside the eastern one.
    const places = Float64Array.of(5.5, 3.5, -0.5, 24.5, 12.5, -0.5, 36.5, 20.5, -0.5);
    const batch = map(places);
    expect(batch.count).toBe(3);
    expect(batch.positions).toEqual(Float32Array.from(places));
    const wavelength = SPEED_OF_LIGHT / frequency;
    for (const [cell, site] of [
      [0, 0],
      [2, 1],
    ]) {
      const [x, y, z] = places.subarray(3 * cell);
      const level = Math.hypot(x - sites[site].position[0], y - sites[site].position[1]);
      // Over metal both are nearly whole; vertical fields lose what their elevations differ by.
      const direct = Math.hypot(level, 2 - z);
      const mirrored = Math.hypot(level, 2 - z + 3);
      const gains = [direct, mirrored].map((length) => (wavelength / (4 * Math.PI * length)) ** 2);
      const at = cell * sites.length + site;
      expect(batch.lineOfSight[at]).toBe(1);
      expect(batch.delay[at]).toBeCloseTo(direct / SPEED_OF_LIGHT, 14);
      expect(batch.pathGain[at] / (gains[0] + gains[1])).toBeCloseTo(1, 1);
      const share = gains[1] / (gains[0] + gains[1]);
      const spread = Math.sqrt(share * (1 - share)) * ((mirrored - direct) / SPEED_OF_LIGHT);
      expect(batch.delaySpread[at] / spread).toBeCloseTo(1, 1);
    }
    // The house hides the second place from the western site, ground reflection and all; there is no other wall.
    const hidden = 1 * sites.length + 0;
    expect(batch.lineOfSight[hidden]).toBe(0);
    expect(batch.pathGain[hidden]).toBe(0);
    expect(batch.delay[hidden]).toBeNaN();
    expect(batch.delaySpread[hidden]).toBeNaN();
  });

  it('tells how far its preparation is, in steps that can be seen, and is done with it in the end', () => {
    const shares: number[] = [];
    createCoverageTracer({ scene, sites, paths, limit: null }, (share) => shares.push(share));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.some((share) => share < 0.5)).toBe(true);
    expect(shares.some((share) => share > 0.5 && share < 1)).toBe(true);
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeLessThanOrEqual(101);
  });

  it('answers a cell alike whatever others are asked with it, in arrays that can be handed over', () => {
    const together = map(cells.slice(0, 60));
    for (const cell of [0, 17, 19]) {
      const alone = map(cells.slice(3 * cell, 3 * cell + 3));
      for (const name of ['pathGain', 'delay', 'delaySpread', 'lineOfSight'] as const) {
        expect([...together[name].subarray(2 * cell, 2 * cell + 2)]).toEqual([...alone[name]]);
      }
    }
    const buffers = coverageBuffers(together);
    expect(new Set(buffers).size).toBe(6);
    const moved = structuredClone(together, { transfer: buffers });
    expect(moved.count).toBe(20);
    expect(moved.pathGain).toHaveLength(40);
    expect(together.pathGain).toHaveLength(0);
  });

  it('adds the limit of each place where it is asked for: of all sites together, or of one by itself', () => {
    const places = Float64Array.of(5.5, 3.5, -0.5, 24.5, 12.5, -0.5, 36.5, 20.5, -0.5);
    const limitOf = (site: number | null): Float32Array =>
      createCoverageTracer({
        scene,
        sites,
        paths,
        limit: {
          site,
          gains: 'unknown-per-path',
          dimensions: 2,
          radio: { ...SMALL_RADIO, carrierFrequency: frequency },
          snr: { kind: 'imposed', rangeDb: [10, 10] },
        },
      })(places).limit;
    const [together, west, east] = [null, 0, 1].map(limitOf);
    expect(map(places).limit).toHaveLength(0);
    expect(west[1]).toBeNaN(); // the house stands before it
    for (let place = 0; place < 3; place++) {
      const alone = [west[place], east[place]].filter((bound) => !Number.isNaN(bound));
      expect(together[place]).toBeGreaterThan(0);
      expect(together[place]).toBeLessThanOrEqual(Math.min(...alone) * (1 + 1e-6));
      // What is known of a user in the plane adds up: no pair of sites is better than the sum of what each says.
      const information = alone.reduce((sum, bound) => sum + 1 / bound ** 2, 0);
      expect(together[place] ** -2).toBeGreaterThanOrEqual(information * (1 - 1e-6));
    }
  });
});
