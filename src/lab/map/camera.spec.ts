import { describe, expect, it } from 'vitest';
import { headingOf, orbit, pan, TILT_RANGE, type Camera } from './camera.ts';

describe('moving the camera', () => {
  const camera: Camera = { target: [30, 20, 1.5], zoom: 3, rotationX: 46, rotationOrbit: -12 };

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
