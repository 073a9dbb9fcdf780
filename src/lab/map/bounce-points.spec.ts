import { describe, expect, it } from 'vitest';
import { INTERACTION_CODE, PATH_END } from '../../engine/frontend.ts';
import { PATH_STYLES } from '../styles/palette.ts';
import { listBouncePoints } from './bounce-points.ts';
import type { PathTable } from './path-lines.ts';

/** A line of sight, a reflection at (0, 6, 0), and an edge at (1, 1, 1) before a wall at (2, 3, 4). */
const paths = {
  count: 3,
  amplitudes: Float64Array.from([0, 0.1, 0.01, 0, 0.001, 0]),
  vertexOffsets: Uint32Array.from([0, 2, 5, 9]),
  vertices: Float64Array.from([0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 6, 0, 8, 6, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 8, 6, 0]),
  interactions: Uint8Array.from([
    ...[PATH_END, PATH_END],
    ...[PATH_END, INTERACTION_CODE.reflection, PATH_END],
    ...[PATH_END, INTERACTION_CODE.diffraction, INTERACTION_CODE.reflection, PATH_END],
  ]),
} as unknown as PathTable;

describe('bounce points', () => {
  it('colours each by what happens there', () => {
    const points = listBouncePoints(paths, 'dark', null, []);
    expect(points.map(({ position }) => position)).toEqual([
      [0, 6, 0],
      [1, 1, 1],
      [2, 3, 4],
    ]);
    expect(points.map(({ colour }) => colour.slice(0, 3))).toEqual([
      PATH_STYLES.reflection.dark,
      PATH_STYLES.diffraction.dark,
      PATH_STYLES.reflection.dark,
    ]);
  });

  it('leaves out all that a path does when one thing of it is hidden', () => {
    const left = (hidden: Parameters<typeof listBouncePoints>[3]): number[][] =>
      listBouncePoints(paths, 'light', null, hidden).map(({ position }) => position);
    expect(left(['diffraction'])).toEqual([[0, 6, 0]]);
    expect(left(['reflection'])).toEqual([]);
  });

  it('lets those of one path stand out', () => {
    const alphas = listBouncePoints(paths, 'dark', 2, []).map(({ colour }) => colour[3]);
    expect(alphas).toEqual([40, 255, 255]);
  });
});
