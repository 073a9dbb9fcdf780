import { describe, expect, it } from 'vitest';
import { createAntenna, elementGain } from './patterns.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const towards = (azimuth: number, elevation: number): [number, number, number] => [
  Math.cos(elevation) * Math.cos(azimuth),
  Math.cos(elevation) * Math.sin(azimuth),
  Math.sin(elevation),
];
const decibels = (gain: number): number => 10 * Math.log10(gain);

/** Mean of a function over the sphere. */
function sphereMean(f: (x: number, y: number, z: number) => number): number {
  const rings = 400;
  const around = 400;
  let sum = 0;
  for (let i = 0; i < rings; i++) {
    const z = -1 + (2 * (i + 0.5)) / rings;
    const sine = Math.sqrt(1 - z * z);
    for (let k = 0; k < around; k++) {
      const azimuth = (2 * Math.PI * (k + 0.5)) / around;
      sum += f(sine * Math.cos(azimuth), sine * Math.sin(azimuth), z);
    }
  }
  return sum / (rings * around);
}

describe('elementGain', () => {
  it('follows TR 38.901 table 7.3-1: 8 dBi, 65° beams, 30 dB floor', () => {
    const gainDb = (azimuth: number, elevation: number): number =>
      decibels(elementGain('tr38901', ...towards(radians(azimuth), radians(elevation))));
    expect(gainDb(0, 0)).toBeCloseTo(8, 10);
    expect(gainDb(32.5, 0)).toBeCloseTo(5, 10);
    expect(gainDb(0, -32.5)).toBeCloseTo(5, 10);
    expect(gainDb(65, 0)).toBeCloseTo(-4, 10);
    expect(gainDb(20, 30)).toBeCloseTo(8 - 12 * (20 / 65) ** 2 - 12 * (30 / 65) ** 2, 10);
    expect(gainDb(180, 0)).toBeCloseTo(-22, 10);
    expect(gainDb(150, 60)).toBeCloseTo(-22, 10);
  });

  it('of the dipole radiates unit power, 2.15 dBi broadside, nothing along its axis', () => {
    expect(sphereMean((x, y, z) => elementGain('dipole', x, y, z))).toBeCloseTo(1, 4);
    expect(decibels(elementGain('dipole', 0, 1, 0))).toBeCloseTo(2.15, 2);
    expect(elementGain('dipole', 0, 0, 1)).toBe(0);
    expect(elementGain('dipole', 1e-5, 0, -Math.sqrt(1 - 1e-10))).toBeLessThan(1e-8);
  });
});

describe('createAntenna', () => {
  it('turns the beam with the panel and keeps the field across the ray', () => {
    const orientation = { azimuth: radians(120), elevation: radians(-25) };
    const antenna = createAntenna('tr38901', orientation);
    const field = new Float64Array(3);
    const boresight = towards(orientation.azimuth, orientation.elevation);
    antenna(...boresight, field);
    expect(decibels(Math.hypot(...field) ** 2)).toBeCloseTo(8, 10);
    for (let i = 0; i < 50; i++) {
      const direction = towards(2.1 * i, Math.sin(i));
      antenna(...direction, field);
      expect(field[0] * direction[0] + field[1] * direction[1] + field[2] * direction[2]).toBeCloseTo(0, 12);
      // Half the power lies 32.5° off boresight in the panel's own horizontal cut, wherever the panel looks.
    }
    const side = [-Math.sin(orientation.azimuth), Math.cos(orientation.azimuth), 0];
    const off = boresight.map((c, i) => c * Math.cos(radians(32.5)) + side[i] * Math.sin(radians(32.5)));
    antenna(off[0], off[1], off[2], field);
    expect(decibels(Math.hypot(...field) ** 2)).toBeCloseTo(5, 10);
  });

  it('is vertical on the horizon and agrees between both ends of a vertical ray', () => {
    const antenna = createAntenna('iso', { azimuth: 0, elevation: 0 });
    const field = new Float64Array(3);
    antenna(0.6, 0.8, 0, field);
    expect(field).toBeAllclose([0, 0, -1]);
    antenna(0, 0, 1, field);
    const up = Float64Array.from(field);
    antenna(0, 0, -1, field);
    expect(field).toBeAllclose(up);
  });
});
