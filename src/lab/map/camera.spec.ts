import { describe, expect, it } from 'vitest';
import { fitCamera, headingOf, orbit, pan, TILT_RANGE, viewportOf } from './camera.ts';

const hall = { minimum: [0, 0, 0], maximum: [60, 40, 6] } as const;
const insets = { left: 0, right: 396, top: 52, bottom: 226 };

describe('fitCamera', () => {
  it.each([
    [1440, 900, insets],
    [1024, 768, { ...insets, right: 348 }],
    [390, 440, { left: 0, right: 0, top: 0, bottom: 0 }],
  ])('shows the whole scene where no panel covers it, at %i × %i', (width, height, covered) => {
    const viewport = viewportOf(fitCamera(hall, width, height, covered), width, height, covered);
    let [left, right] = [Infinity, -Infinity];
    for (const x of [0, 60]) {
      for (const y of [0, 40]) {
        for (const z of [0, 6]) {
          const [px, py] = viewport.project([x, y, z]);
          expect(px).toBeGreaterThan(0);
          expect(px).toBeLessThan(width - covered.right);
          expect(py).toBeGreaterThan(covered.top);
          expect(py).toBeLessThan(height - covered.bottom);
          left = Math.min(left, px);
          right = Math.max(right, px);
        }
      }
    }
    // And it does not hide in a corner.
    expect(right - left).toBeGreaterThan(0.7 * (width - covered.right));
  });
});

describe('moving the camera', () => {
  const camera = fitCamera(hall, 1000, 700, insets);

  it('turns, and stays above the floor', () => {
    expect(headingOf(orbit(camera, 15, 0)) - headingOf(camera)).toBeCloseTo(15, 9);
    expect(orbit(camera, 0, -500).rotationX).toBe(TILT_RANGE.minimum);
    expect(orbit(camera, 0, 500).rotationX).toBe(TILT_RANGE.maximum);
  });

  it('shifts along its heading', () => {
    const north = pan({ ...camera, rotationOrbit: 0 }, 0, 1, 700);
    expect(north.target[1]).toBeGreaterThan(camera.target[1]);
    expect(north.target[0]).toBeCloseTo(camera.target[0], 9);
    const east = pan({ ...camera, rotationOrbit: 90 }, 0, 1, 700);
    expect(east.target[0]).toBeGreaterThan(camera.target[0]);
    expect(east.target[1]).toBeCloseTo(camera.target[1], 9);
  });
});
