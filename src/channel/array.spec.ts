import { describe, expect, it } from 'vitest';
import {
  directionVector,
  elementPositions,
  fromPanelCosines,
  panelFrame,
  steeringVector,
  toPanelCosines,
} from './array.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { handSite } from './testing/links.ts';

const ORIENTATIONS = [
  { azimuth: 0, elevation: 0 },
  { azimuth: 0.7, elevation: -0.3 },
  { azimuth: -2.9, elevation: 0.5 },
  { azimuth: Math.PI, elevation: -1.2 },
];

describe('panel frame', () => {
  it.each(ORIENTATIONS)('is right-handed and orthonormal at %o', (orientation) => {
    const { horizontal: h, vertical: v, boresight: b } = panelFrame(orientation);
    const dot = (x: readonly number[], y: readonly number[]): number => x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
    expect([dot(h, h), dot(v, v), dot(b, b), dot(h, v), dot(v, b), dot(b, h)]).toBeAllclose([1, 1, 1, 0, 0, 0], {
      absolute: 1e-15,
    });
    const cross = [h[1] * v[2] - h[2] * v[1], h[2] * v[0] - h[0] * v[2], h[0] * v[1] - h[1] * v[0]];
    expect(cross).toBeAllclose(b, { absolute: 1e-15 });
    expect(b).toBeAllclose(directionVector(orientation.azimuth, orientation.elevation), { absolute: 1e-15 });
    expect(h[2]).toBe(0);
    expect(v[2]).toBeGreaterThanOrEqual(0);
  });

  it.each(ORIENTATIONS)('turns directions into cosines and back at %o', (orientation) => {
    const frame = panelFrame(orientation);
    for (const [p, q] of [
      [0, 0],
      [0.5, -0.3],
      [-0.9, 0.2],
      [0.1, 0.95],
    ]) {
      const { azimuth, elevation } = fromPanelCosines(frame, p, q);
      expect(toPanelCosines(frame, azimuth, elevation)).toBeAllclose([p, q, Math.sqrt(1 - p * p - q * q)], {
        absolute: 1e-12,
      });
    }
  });

  it('draws cosines outside the unit circle back to it', () => {
    const frame = panelFrame({ azimuth: 0, elevation: 0 });
    const { azimuth, elevation } = fromPanelCosines(frame, 3, 0);
    expect([azimuth, elevation]).toBeAllclose([Math.PI / 2, 0], { absolute: 1e-12 });
  });
});

describe('panel elements', () => {
  const site = handSite();
  const positions = elementPositions(site, 30e9);

  it('lie in the plane perpendicular to the boresight, centred on the site', () => {
    const { boresight } = panelFrame(site.orientation);
    const centre = [0, 0, 0];
    for (let m = 0; m < 64; m++) {
      let offPlane = 0;
      for (let axis = 0; axis < 3; axis++) {
        centre[axis] += positions[3 * m + axis] / 64;
        offPlane += (positions[3 * m + axis] - site.position[axis]) * boresight[axis];
      }
      expect(Math.abs(offPlane)).toBeLessThan(1e-12);
    }
    expect(centre).toBeAllclose(site.position, { absolute: 1e-12 });
  });

  it('are half a wavelength apart, horizontal fastest, higher rows higher up', () => {
    const half = SPEED_OF_LIGHT / 30e9 / 2;
    const distance = (m: number, n: number): number =>
      Math.hypot(...[0, 1, 2].map((axis) => positions[3 * m + axis] - positions[3 * n + axis]));
    expect(distance(0, 1)).toBeCloseTo(half, 12);
    expect(distance(0, 8)).toBeCloseTo(half, 12);
    expect(distance(0, 7)).toBeCloseTo(7 * half, 12);
    expect(positions[3 * 1 + 2]).toBe(positions[2]); // a step along a row stays level
    expect(positions[3 * 8 + 2]).toBeGreaterThan(positions[2]);
  });

  it('see a distant source in the phase of the exact distances', () => {
    const wavelength = SPEED_OF_LIGHT / 30e9;
    const [azimuth, elevation] = [0.9, 0.25];
    const distance = 1e5; // the wavefront's curvature over the panel is then 1e-8 wavelengths
    const u = directionVector(azimuth, elevation);
    const source = site.position.map((x, axis) => x + distance * u[axis]);
    const [p, q] = toPanelCosines(panelFrame(site.orientation), azimuth, elevation);
    const response = steeringVector(site.panel, p, q);
    for (let m = 0; m < 64; m++) {
      const path = Math.hypot(...[0, 1, 2].map((axis) => source[axis] - positions[3 * m + axis]));
      const phase = (-2 * Math.PI * (path - distance)) / wavelength;
      expect(response[2 * m]).toBeCloseTo(Math.cos(phase), 5);
      expect(response[2 * m + 1]).toBeCloseTo(Math.sin(phase), 5);
    }
  });

  it('see the boresight in phase', () => {
    const response = steeringVector(site.panel, 0, 0);
    for (let m = 0; m < 64; m++) expect([response[2 * m], response[2 * m + 1]]).toBeAllclose([1, 0], { absolute: 0 });
  });
});
