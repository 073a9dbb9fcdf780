import { describe, expect, it } from 'vitest';
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import { PATH_STYLES } from '../styles/palette.ts';
import {
  buildPathLines,
  countKinds,
  countShown,
  joinPathLines,
  kindsOfPath,
  pathGain,
  pathStrength,
  type PathLook,
  type PathTable,
} from './path-lines.ts';

/** A line of sight of 10 m and, 20 dB weaker, a reflection of 6 + 8 m. */
const paths = {
  count: 2,
  amplitudes: Float64Array.from([0, 0.1, 0.01, 0]),
  vertexOffsets: Uint32Array.from([0, 2, 5]),
  vertices: Float64Array.from([0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 6, 0, 8, 6, 0]),
  interactions: Uint8Array.from([PATH_END, PATH_END, PATH_END, INTERACTION_CODE.reflection, PATH_END]),
} as unknown as PathTable;

/** One path: 6 m to an edge, 8 m on to a wall, 3 m back from it to the user. */
const bent = {
  count: 1,
  amplitudes: Float64Array.from([0.1, 0]),
  vertexOffsets: Uint32Array.from([0, 4]),
  vertices: Float64Array.from([0, 0, 0, 6, 0, 0, 6, 8, 0, 6, 5, 0]),
  interactions: Uint8Array.from([PATH_END, INTERACTION_CODE.diffraction, INTERACTION_CODE.reflection, PATH_END]),
} as unknown as PathTable;

const plain: PathLook = { highlighted: null, hidden: [], opacity: 1, dashScale: 1 };

describe('path lines', () => {
  it('knows gain and kind of every path', () => {
    expect(pathGain(paths, 0)).toBeCloseTo(0.01, 12);
    expect(kindsOfPath(paths, 1)).toEqual(['reflection']);
    expect([...countKinds(paths)]).toEqual([
      ['line of sight', 1],
      ['reflection', 1],
    ]);
  });

  it('draws the line of sight in one piece, on top, and the reflection in dashes along its way', () => {
    const { count, sources, targets, widths } = buildPathLines(paths, 'dark', plain);
    expect([...sources.subarray(3 * count - 3)]).toEqual([0, 0, 0]);
    expect([...targets.subarray(3 * count - 3)]).toEqual([10, 0, 0]);
    expect(widths[count - 1]).toBeGreaterThan(widths[0]);
    let drawn = 0;
    for (let i = 0; i < count - 1; i++) {
      const [dx, dy] = [targets[3 * i] - sources[3 * i], targets[3 * i + 1] - sources[3 * i + 1]];
      // Every dash lies on one of the two legs.
      expect(Math.min(Math.abs(dx), Math.abs(dy))).toBeCloseTo(0, 5);
      drawn += Math.hypot(dx, dy);
    }
    expect(drawn / 14).toBeCloseTo(1.1 / 1.45, 1);
  });

  it('lets one path stand out', () => {
    const { count, colours } = buildPathLines(paths, 'light', { ...plain, highlighted: 1 });
    expect(colours[3]).toBe(255);
    expect(colours[4 * count - 1]).toBeLessThan(100);
  });

  it('draws weaker paths more faintly', () => {
    expect(pathStrength(paths, 0)).toBe(1);
    expect(pathStrength(paths, 1)).toBeLessThan(0.4);
  });

  it('draws nothing for no path', () => {
    expect(buildPathLines({ ...paths, count: 0 }, 'dark', plain).count).toBe(0);
  });

  it('leaves out hidden kinds, and counts them all the same', () => {
    expect(buildPathLines(paths, 'dark', { ...plain, hidden: ['reflection'] }).count).toBe(1);
    expect(countKinds(paths, paths).get('reflection')).toBe(2);
  });

  it('colours every leg by what the path did last, and the first by what it does first', () => {
    const { count, targets, colours } = buildPathLines(bent, 'dark', plain);
    const { diffraction, reflection } = PATH_STYLES;
    const seen = { first: 0, second: 0, last: 0 };
    for (let i = 0; i < count; i++) {
      const [x, y] = targets.subarray(3 * i, 3 * i + 2);
      const isBack = colours[4 * i] === reflection.dark[0];
      expect([...colours.subarray(4 * i, 4 * i + 3)]).toEqual((isBack ? reflection : diffraction).dark.slice());
      if (isBack) expect([x, y >= 5]).toEqual([6, true]);
      seen[isBack ? 'last' : y > 0 ? 'second' : 'first']++;
    }
    // Dashes of each kind on its own legs: 0.8 m apart at the edge, 1.45 m behind the wall.
    expect(seen).toEqual({ first: 8, second: 11, last: 3 });
  });

  it('counts a path under everything that it does, and hides it with any of that', () => {
    expect([...countKinds(paths, bent)]).toEqual([
      ['line of sight', 1],
      ['reflection', 2],
      ['diffraction', 1],
    ]);
    for (const kind of ['reflection', 'diffraction'] as const) {
      expect(buildPathLines(bent, 'dark', { ...plain, hidden: [kind] }).count).toBe(0);
    }
    expect(buildPathLines(bent, 'dark', { ...plain, hidden: ['scattering', 'line of sight'] }).count).toBeGreaterThan(
      0,
    );
    expect(countShown([], paths, bent)).toBe(3);
    expect(countShown(['diffraction'], paths, bent)).toBe(2);
    expect(countShown(['reflection'], paths, bent)).toBe(1);
  });

  it('draws longer and so fewer dashes in a larger scene', () => {
    const dashes = (dashScale: number): number => buildPathLines(paths, 'dark', { ...plain, dashScale }).count - 1;
    expect(dashes(4)).toBeLessThan(dashes(1) / 2);
  });

  it('joins links, each as plain as it is meant', () => {
    const faint = buildPathLines(paths, 'dark', { ...plain, opacity: 0.5, hidden: ['reflection'] });
    const joined = joinPathLines([faint, buildPathLines(paths, 'dark', { ...plain, hidden: ['reflection'] })]);
    expect(joined.count).toBe(2);
    expect([...joined.targets]).toEqual([10, 0, 0, 10, 0, 0]);
    expect([joined.colours[3], joined.colours[7]]).toEqual([127, 255]);
  });
});
