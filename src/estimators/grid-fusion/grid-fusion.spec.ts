import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { fuseMaps, peakOf } from './fuse-maps.ts';
import { cellCentres, createCellShares, layGrid } from './grid.ts';
import { createMapLevel } from './map-level.ts';

const positions = [1, 1, 0, 9, 1, 0, 17, 13, 0];
const grid = layGrid(positions, 4);
const centres = cellCentres(grid);

describe('the grid of cells', () => {
  it('holds the cells of known positions and their neighbours, each once', () => {
    const expected = new Set(
      [0, 1, 2].flatMap((user) => {
        const [x, y] = [positions[3 * user], positions[3 * user + 1]].map((value) => 4 * Math.floor(value / 4) + 2);
        return [`${x},${y}`, `${x + 4},${y}`, `${x - 4},${y}`, `${x},${y + 4}`, `${x},${y - 4}`];
      }),
    );
    const found = grid.cells.map((_, i) => `${centres[2 * i]},${centres[2 * i + 1]}`);
    expect(found.length).toBe(expected.size);
    expect(new Set(found)).toEqual(expected);
  });

  it('deals a position out so that its shares have it as their middle', () => {
    const shares = createCellShares(grid)(1.5, 2.5);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    // Only cells around (2, 2) in its own row and column may hold a user.
    const wide = createCellShares(layGrid([0, 0, 0, 4, 0, 0, 0, 4, 0, 4, 4, 0], 4))(3, 3.5);
    const middles = cellCentres(layGrid([0, 0, 0, 4, 0, 0, 0, 4, 0, 4, 4, 0], 4));
    const middle = [0, 1].map((axis) =>
      wide.reduce((sum, { index, share }) => sum + share * middles[2 * index + axis], 0),
    );
    expect(middle).toBeAllclose([3, 3.5], { absolute: 1e-12 });
    expect(createCellShares(grid)(500, 500)).toEqual([]);
  });
});

describe('the product of maps', () => {
  const cells = grid.cells.length;
  const random = createRandom(4);
  const logits = new Float32Array(3 * cells);
  random.fillNormal(logits, 1);

  it('is the normalised product of the heard sites’ probabilities', () => {
    const softmax = (site: number): number[] => {
      const powers = Array.from(logits.subarray(site * cells, (site + 1) * cells), Math.exp);
      const total = powers.reduce((a, b) => a + b, 0);
      return powers.map((value) => value / total);
    };
    const [first, third] = [softmax(0), softmax(2)];
    const product = first.map((value, cell) => value * third[cell]);
    const total = product.reduce((a, b) => a + b, 0);
    const fused = fuseMaps(logits, [true, false, true], cells);
    expect(fused ?? []).toBeAllclose(
      product.map((value) => value / total),
      { relative: 1e-5 },
    );
    expect(fuseMaps(logits, [false, false, false], cells)).toBeNull();
  });

  it('puts the fix in the middle of what lies around its highest cell', () => {
    const map = new Float64Array(cells);
    const at = (x: number, y: number): number =>
      grid.cells.findIndex((_, i) => centres[2 * i] === x && centres[2 * i + 1] === y);
    map[at(10, 2)] = 0.5;
    map[at(6, 2)] = 0.25;
    map[at(18, 14)] = 0.25;
    expect(peakOf(map, centres, grid)).toBeAllclose([10 - 4 / 3, 2], { absolute: 1e-12 });
  });

  it('holds more of its probability the less likely a position is', () => {
    const map = new Float64Array(cells);
    map[grid.cells.findIndex((_, i) => centres[2 * i] === 10 && centres[2 * i + 1] === 2)] = 1;
    const levelOn = createMapLevel(grid);
    expect(levelOn(map, 10, 2)).toBeCloseTo(0, 12);
    // Denser than at a quarter of the way down a tent (1 − |u|)(1 − |v|): ∫ of it where it exceeds c is 1 − c² + 2c² ln c.
    const c = 0.75;
    const level = 1 - c * c + 2 * c * c * Math.log(c);
    expect(levelOn(map, 11, 2)).toBeCloseTo(level, 1);
    expect(levelOn(map, 10, 1)).toBeCloseTo(level, 1);
    expect(levelOn(map, 14, 2)).toBe(1);
    expect(levelOn(map, 500, 500)).toBe(1);
  });

  it('holds truths that are drawn from it as often as it says', () => {
    const map = fuseMaps(logits, [true, true, true], cells) ?? new Float64Array();
    const levelOn = createMapLevel(grid);
    let [inHalf, in90] = [0, 0];
    const draws = 2000;
    // A tent of a cell is the distance of two places within a pitch from each other.
    const sway = (): number => grid.pitch * (random.uniform() - random.uniform());
    for (let draw = 0; draw < draws; draw++) {
      let rest = random.uniform();
      const cell = map.findIndex((value) => (rest -= value) < 0);
      const level = levelOn(map, centres[2 * cell] + sway(), centres[2 * cell + 1] + sway());
      if (level < 0.5) inHalf++;
      if (level < 0.9) in90++;
    }
    expect(Math.abs(inHalf / draws - 0.5)).toBeLessThan(0.04);
    expect(Math.abs(in90 / draws - 0.9)).toBeLessThan(0.03);
  });
});
