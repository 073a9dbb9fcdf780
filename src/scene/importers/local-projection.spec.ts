import { describe, expect, it } from 'vitest';
import { createLocalProjection, fromWebMercator } from './local-projection.ts';

const A = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);

/** Length of a meridian between two latitudes, degrees: the integral of its radius of curvature (midpoint rule). */
function meridianArc(fromDeg: number, toDeg: number): number {
  const steps = 2000;
  const step = ((toDeg - fromDeg) / steps) * (Math.PI / 180);
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const latitude = (fromDeg * Math.PI) / 180 + (i + 0.5) * step;
    sum += ((A * (1 - E2)) / (1 - E2 * Math.sin(latitude) ** 2) ** 1.5) * step;
  }
  return sum;
}

describe('createLocalProjection', () => {
  it.each([-70, -33.9, 0.1, 48.14, 60])('keeps lengths along the meridian at latitude %d', (latitudeDeg) => {
    const project = createLocalProjection({ longitudeDeg: 11.6, latitudeDeg });
    const [east, north] = project({ longitudeDeg: 11.6, latitudeDeg: latitudeDeg + 0.045 });
    expect(east).toBeCloseTo(0, 6);
    // 5 km away the plane is off by d³/(6R²), half a millimetre.
    expect(Math.abs(north - meridianArc(latitudeDeg, latitudeDeg + 0.045))).toBeLessThan(0.001);
  });

  it('has the radius of the parallel for small steps east', () => {
    const latitude = (48.14 * Math.PI) / 180;
    const radius = (A / Math.sqrt(1 - E2 * Math.sin(latitude) ** 2)) * Math.cos(latitude);
    const [east, north] = createLocalProjection({ longitudeDeg: 11.6, latitudeDeg: 48.14 })({
      longitudeDeg: 11.601,
      latitudeDeg: 48.14,
    });
    expect(east).toBeCloseTo((radius * 0.001 * Math.PI) / 180, 5);
    expect(Math.abs(north)).toBeLessThan(0.001);
  });

  it('gives the same length between two places whichever of them is the origin, also across the 180th meridian', () => {
    const a = { longitudeDeg: 179.98, latitudeDeg: -16.8 };
    const b = { longitudeDeg: -179.99, latitudeDeg: -16.79 };
    const [x0, y0] = createLocalProjection(a)(b);
    const [x1, y1] = createLocalProjection(b)(a);
    expect(Math.hypot(x0, y0)).toBeCloseTo(Math.hypot(x1, y1), 4);
    expect(x0).toBeGreaterThan(3000);
    expect(x0).toBeLessThan(3300);
  });
});

it('undoes Web Mercator', () => {
  const longitudeDeg = 139.7;
  const latitudeDeg = 35.68;
  const x = (A * longitudeDeg * Math.PI) / 180;
  const y = A * Math.log(Math.tan(Math.PI / 4 + (latitudeDeg * Math.PI) / 360));
  const back = fromWebMercator(x, y);
  expect(back.longitudeDeg).toBeCloseTo(longitudeDeg, 10);
  expect(back.latitudeDeg).toBeCloseTo(latitudeDeg, 10);
});
