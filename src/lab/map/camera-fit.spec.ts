import { describe, expect, it } from 'vitest';
import { viewportOf, type Camera } from './camera.ts';
import { approachCamera, fitCamera, type Frame, type Sight } from './camera-fit.ts';
import type { Point } from './ray-plane.ts';

const hall: Sight = {
  bounds: { minimum: [0, 0, 0], maximum: [60, 40, 6] },
  landmarks: [[0, 20, 5]],
  isOpen: false,
};
const town: Sight = {
  bounds: { minimum: [-300, -300, 0], maximum: [300, 300, 97] },
  landmarks: [
    [109, 161, 20],
    [148, -163, 21],
    [-169, 148, 20],
    [-170, -176, 20],
    [170, 240, 21],
  ],
  isOpen: true,
};
const road: Sight = {
  bounds: { minimum: [-50, -60, 0], maximum: [1050, 60, 7.4] },
  landmarks: [[-10, -18, 25]],
  isOpen: true,
};
const wide: Frame = {
  width: 1440,
  height: 900,
  insets: { left: 110, right: 396, top: 52, bottom: 226, corner: [220, 340] },
};
const medium: Frame = {
  width: 1024,
  height: 768,
  insets: { left: 0, right: 348, top: 52, bottom: 226, corner: [220, 300] },
};
const small: Frame = { width: 390, height: 440, insets: { left: 0, right: 0, top: 0, bottom: 52, corner: [110, 45] } };

const place = (camera: Camera, { width, height, insets }: Frame, point: Point): number[] =>
  viewportOf(camera, width, height, insets).project([...point]);

const isFree = ({ width, height, insets }: Frame, [x, y]: readonly number[]): boolean =>
  x > insets.left &&
  x < width - insets.right &&
  y > insets.top &&
  y < height - insets.bottom &&
  !(x < insets.corner[0] && y < insets.corner[1]);

const corners = ({ bounds: { minimum, maximum } }: Sight): Point[] =>
  [minimum, maximum].flatMap(([x]) =>
    [minimum, maximum].flatMap(([, y]) => [minimum, maximum].map(([, , z]): Point => [x, y, z])),
  );

describe('fitCamera', () => {
  it.each([
    ['hall', hall, wide],
    ['hall', hall, medium],
    ['hall', hall, small],
    ['town', town, wide],
    ['town', town, small],
    ['road', road, wide],
    ['road', road, small],
  ])('shows the whole %s where no panel covers the map, and does not hide it', (_, sight, frame) => {
    const camera = fitCamera(sight, frame);
    const { insets, width, height } = frame;
    const seen = corners(sight).map((corner) => place(camera, frame, corner));
    for (const [x, y] of seen) {
      expect(x).toBeGreaterThan(insets.left);
      expect(x).toBeLessThan(width - insets.right);
      expect(y).toBeGreaterThan(insets.top);
      expect(y).toBeLessThan(height - insets.bottom);
    }
    for (const landmark of sight.landmarks) expect(isFree(frame, place(camera, frame, landmark))).toBe(true);
    const extent = (axis: 0 | 1): number =>
      Math.max(...seen.map((at) => at[axis])) - Math.min(...seen.map((at) => at[axis]));
    const share = Math.max(
      extent(0) / (width - insets.left - insets.right),
      extent(1) / (height - insets.top - insets.bottom),
    );
    // Of the medium map the legend takes a third.
    expect(share).toBeGreaterThan(0.55);
  });
});

describe('approachCamera', () => {
  it.each([
    ['town', town, wide],
    ['town', town, medium],
    ['town', town, small],
    ['road', road, wide],
  ])('goes nearer to an open %s and keeps its sites in sight', (_, sight, frame) => {
    const camera = approachCamera(sight, frame);
    expect(camera.zoom).toBeGreaterThan(fitCamera(sight, frame).zoom);
    for (const landmark of sight.landmarks) expect(isFree(frame, place(camera, frame, landmark))).toBe(true);
    expect(isFree(frame, place(camera, frame, [150, 0, 0]))).toBe(true);
  });

  it('leaves a hall whole', () => {
    expect(approachCamera(hall, wide)).toEqual(fitCamera(hall, wide));
  });
});
