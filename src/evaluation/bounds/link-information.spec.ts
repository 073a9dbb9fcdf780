import { describe, expect, it } from 'vitest';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { meanChannelPower } from '../../channel/sounding.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { SMALL_RADIO } from '../../channel/testing/links.ts';
import { singlePathBounds } from '../../measurement/testing/bounds.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { createRandom } from '../../numerics/random.ts';
import { invertSymmetric, solveWeightedLeastSquares } from '../../numerics/symmetric-solve.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../../propagation/testing/scenes.ts';
import type { PreparedSite } from '../../propagation/trace.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import type { GainKnowledge } from './link-information.ts';
import { linkInformation } from './link-information.ts';
import { pathDerivatives } from './path-derivatives.ts';
import { addInformation, positionBound } from './position-bound.ts';

/** 36 tones over 103 MHz. */
const RADIO: RadioConfiguration = { ...SMALL_RADIO, carrierFrequency: 3.5e9, subcarrierSpacing: 720e3 };

const SITE: Site = {
  ...siteAt([0.5, 6, 4], 'iso', { azimuth: 0.1, elevation: -0.2 }),
  panel: { rows: 3, columns: 4, spacing: 0.5, pattern: 'iso' },
};
const BOX = boxScene({ minimum: [0, 0, 0], maximum: [24, 15, 6] });
const USER: Vector3 = [11.3, 8.2, 1.7];

const PREPARED_BOX = prepareScene(BOX);
const prepareBox = (site: Site, maximumReflections: number): PreparedSite =>
  prepareSite(PREPARED_BOX, site, { frequency: RADIO.carrierFrequency, maximumReflections });
const USUAL = prepareBox(SITE, 1);

function trace(user: Vector3, link = USUAL): PathTable {
  return tracePaths(link, user);
}

function informationAt(user: Vector3, gains: GainKnowledge, snr: number, site = SITE, reflections = 1): Float64Array {
  const paths = trace(user, prepareBox(site, reflections));
  return linkInformation(paths, pathDerivatives(paths), site, RADIO, snr, gains);
}

/** A path alone, with its amplitude. */
function alone(paths: PathTable, p: number, amplitude: readonly [number, number]): PathTable {
  return {
    ...paths,
    count: 1,
    delays: paths.delays.slice(p, p + 1),
    amplitudes: Float64Array.from(amplitude),
    departureAzimuths: paths.departureAzimuths.slice(p, p + 1),
    departureElevations: paths.departureElevations.slice(p, p + 1),
  };
}

/**
 * The slow way: the whole Fisher matrix over position and all real nuisances from finite differences of synthesised
 * channels, inverted, and inverted again for the position's block.
 */
function bruteForce(gains: GainKnowledge, snr: number): Float64Array {
  const paths = trace(USER);
  const channelOf = (table: PathTable): Float32Array => synthesizeChannel(table, SITE, RADIO);
  const noise = meanChannelPower(channelOf(paths)) / snr;
  const columns: Float64Array[] = [];
  const h = gains === 'unknown-per-path' ? 1e-2 : 2e-5;
  for (let axis = 0; axis < 3; axis++) {
    const at = (sign: number): Float32Array => {
      const user: [number, number, number] = [...USER];
      user[axis] += sign * h;
      const moved = trace(user);
      // Magnitudes do not count, and where the gain of a path is unknown, neither does its carrier phase.
      const amplitudes = paths.amplitudes.slice();
      if (gains !== 'unknown-per-path') {
        for (let p = 0; p < paths.count; p++) {
          const turn = -2 * Math.PI * RADIO.carrierFrequency * (moved.delays[p] - paths.delays[p]);
          const [re, im] = [paths.amplitudes[2 * p], paths.amplitudes[2 * p + 1]];
          amplitudes[2 * p] = re * Math.cos(turn) - im * Math.sin(turn);
          amplitudes[2 * p + 1] = re * Math.sin(turn) + im * Math.cos(turn);
        }
      }
      return channelOf({ ...moved, amplitudes });
    };
    const [ahead, behind] = [at(1), at(-1)];
    columns.push(Float64Array.from(ahead, (value, i) => (value - behind[i]) / (2 * h)));
  }
  const addGain = (re: Float32Array): void => {
    columns.push(Float64Array.from(re));
    columns.push(Float64Array.from(re, (_, i) => (i % 2 === 0 ? -re[i + 1] : re[i - 1])));
  };
  if (gains === 'unknown-per-site') addGain(channelOf(paths));
  if (gains === 'unknown-per-path') {
    for (let p = 0; p < paths.count; p++) addGain(channelOf(alone(paths, p, [1, 0])));
  }
  const size = columns.length;
  const norms = columns.map((column) => Math.sqrt(column.reduce((sum, value) => sum + value * value, 0)));
  const fisher = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return columns[i].reduce((sum, value, k) => sum + value * columns[j][k], 0) / (norms[i] * norms[j]);
  });
  const covariance = invertSymmetric(fisher, size) ?? new Float64Array(size * size).fill(NaN);
  const scale = (2 * RADIO.symbols) / noise;
  const block = Float64Array.from({ length: 9 }, (_, at) => {
    const [i, j] = [Math.floor(at / 3), at % 3];
    return covariance[i * size + j] / (norms[i] * norms[j] * scale);
  });
  return block;
}

describe('Fisher information of a link', () => {
  it.each(['unknown-per-path', 'unknown-per-site', 'known'] as const)(
    'equals that of finite differences of the synthesised channel, gains %s',
    (gains) => {
      const covariance = invertSymmetric(informationAt(USER, gains, 100), 3) ?? [];
      const expected = bruteForce(gains, 100);
      const largest = Math.max(...expected.map(Math.abs));
      expect(covariance).toBeAllclose(expected, { relative: 2e-3, absolute: 2e-3 * largest });
    },
  );

  it('is that of one path in closed form on a line of sight', () => {
    const snr = 3;
    const paths = trace(USER, prepareBox(SITE, 0));
    expect(paths.count).toBe(1);
    const bound = positionBound(informationAt(USER, 'unknown-per-path', snr, SITE, 0), 3);
    const [azimuth, elevation] = [paths.departureAzimuths[0], paths.departureElevations[0]];
    const single = singlePathBounds(SITE, RADIO, snr, azimuth, elevation);
    const range = SPEED_OF_LIGHT * paths.delays[0];
    const expected = Math.hypot(
      SPEED_OF_LIGHT * single.delay,
      range * single.elevation,
      range * Math.cos(elevation) * single.azimuth,
    );
    expect((bound?.positionError ?? NaN) / expected).toBeCloseTo(1, 6);
  });

  it('grows with the SNR, with what is known of the gains, and with every site', () => {
    const errorOf = (information: Float64Array): number => positionBound(information, 3)?.positionError ?? Infinity;
    const perPath = errorOf(informationAt(USER, 'unknown-per-path', 10));
    expect(errorOf(informationAt(USER, 'unknown-per-path', 40))).toBeCloseTo(perPath / 2, 9);
    const perSite = errorOf(informationAt(USER, 'unknown-per-site', 10));
    const known = errorOf(informationAt(USER, 'known', 10));
    expect(perSite).toBeLessThan(perPath);
    expect(known).toBeLessThan(perSite);
    const other: Site = { ...SITE, position: [23, 3, 5], orientation: { azimuth: 3, elevation: -0.3 } };
    const both = addInformation([
      informationAt(USER, 'unknown-per-path', 10),
      informationAt(USER, 'unknown-per-path', 10, other),
    ]);
    expect(errorOf(both)).toBeLessThan(perPath);
  });

  it('does not change when a path is split into two that nothing can tell apart', () => {
    const paths = trace(USER, prepareBox(SITE, 0));
    const derivatives = pathDerivatives(paths);
    const twice = <T extends Float64Array>(column: T): Float64Array => Float64Array.of(...column, ...column);
    const doubled = {
      count: 2,
      delays: twice(paths.delays),
      amplitudes: twice(paths.amplitudes),
      departureAzimuths: twice(paths.departureAzimuths),
      departureElevations: twice(paths.departureElevations),
    };
    const same = { delays: twice(derivatives.delays), directions: twice(derivatives.directions) };
    const once = linkInformation(paths, derivatives, SITE, RADIO, 5, 'unknown-per-path');
    const split = linkInformation(doubled, same, SITE, RADIO, 5, 'unknown-per-path');
    expect(split).toBeAllclose(once, { relative: 1e-6, absolute: 1e-6 * Math.max(...once) });
  });

  it('bounds nothing without paths, or with one antenna at one site', () => {
    const none = { ...trace(USER), count: 0 };
    const information = linkInformation(none, pathDerivatives(none), SITE, RADIO, 10, 'unknown-per-path');
    expect([...information]).toEqual(new Array(9).fill(0));
    expect(positionBound(information, 3)).toBeNull();
    const oneAntenna = siteAt([0.5, 6, 4]);
    expect(positionBound(informationAt(USER, 'unknown-per-path', 10, oneAntenna, 0), 2)).toBeNull();
  });
});

describe('bound against maximum likelihood', () => {
  /** What the model can explain of a sounding at a position, as columns: the unknown gains' part of it. */
  function explained(gains: GainKnowledge, paths: PathTable): Float32Array[] {
    switch (gains) {
      case 'unknown-per-path':
        return Array.from({ length: paths.count }, (_, p) => synthesizeChannel(alone(paths, p, [1, 0]), SITE, RADIO));
      case 'unknown-per-site':
        return [synthesizeChannel(paths, SITE, RADIO)];
      case 'known':
        return [];
      default:
        return gains satisfies never;
    }
  }

  /**
   * The rest of a sounding that no position's gains explain. Maximum likelihood makes it smallest, by Gauss–Newton with finite
   * differences of traced paths; nothing is shared with the bound.
   */
  function unexplained(gains: GainKnowledge, received: Float64Array, user: Vector3): Float64Array {
    const paths = trace(user);
    if (gains === 'known') {
      const channel = synthesizeChannel(paths, SITE, RADIO);
      return received.map((value, r) => value - channel[r]);
    }
    const columns = explained(gains, paths).flatMap((unit) => [
      Float64Array.from(unit),
      Float64Array.from(unit, (_, i) => (i % 2 === 0 ? -unit[i + 1] : unit[i - 1])),
    ]);
    const rows = new Float64Array(received.length * columns.length);
    columns.forEach((column, c) => column.forEach((value, r) => (rows[r * columns.length + c] = value)));
    const fit = solveWeightedLeastSquares(rows, received, new Float64Array(received.length).fill(1), columns.length);
    return received.map((value, r) => columns.reduce((rest, column, c) => rest - (fit?.[c] ?? NaN) * column[r], value));
  }

  it.each([
    // How far the search begins from the truth and how wide its differences are, metres: phases turn within millimetres.
    ['unknown-per-path', 0.02, 1e-3],
    ['unknown-per-site', 1e-3, 1e-4],
    ['known', 1e-3, 1e-4],
  ] as const)('is reached within 1.3 times at 30 dB, gains %s', (gains, offset, h) => {
    const snr = 1000;
    const runs = 60;
    const random = createRandom(21);
    const channel = Float64Array.from(synthesizeChannel(trace(USER), SITE, RADIO));
    const power = channel.reduce((sum, value) => sum + value * value, 0) / (channel.length / 2);
    const noise = Math.sqrt(power / snr / RADIO.symbols / 2);
    let squared = 0;
    for (let run = 0; run < runs; run++) {
      const received = channel.map((value) => value + noise * random.normal());
      let estimate: [number, number, number] = [USER[0] + offset, USER[1] - offset, USER[2] + offset];
      for (let step = 0; step < 3; step++) {
        const rest = unexplained(gains, received, estimate);
        const rows = new Float64Array(3 * rest.length);
        for (let axis = 0; axis < 3; axis++) {
          const moved = [...estimate] as [number, number, number];
          moved[axis] += h;
          const ahead = unexplained(gains, received, moved);
          ahead.forEach((value, r) => (rows[3 * r + axis] = (rest[r] - value) / h));
        }
        const move = solveWeightedLeastSquares(rows, rest, new Float64Array(rest.length).fill(1), 3) ?? [NaN, NaN, NaN];
        estimate = [estimate[0] + move[0], estimate[1] + move[1], estimate[2] + move[2]];
      }
      squared += (estimate[0] - USER[0]) ** 2 + (estimate[1] - USER[1]) ** 2 + (estimate[2] - USER[2]) ** 2;
    }
    const bound = positionBound(informationAt(USER, gains, snr), 3);
    const ratio = Math.sqrt(squared / runs) / (bound?.positionError ?? NaN);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.3);
  });
});

describe('positionBound', () => {
  it('gives the ellipse of a known covariance', () => {
    const turn = 0.3;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const covariance = [9 * c * c + 4 * s * s, 5 * c * s, 0, 5 * c * s, 9 * s * s + 4 * c * c, 0, 0, 0, 16];
    const information = invertSymmetric(Float64Array.from(covariance), 3) ?? new Float64Array(9);
    const bound = positionBound(information, 3);
    expect(bound?.ellipse.semiMajor).toBeCloseTo(3, 9);
    expect(bound?.ellipse.semiMinor).toBeCloseTo(2, 9);
    expect(bound?.ellipse.azimuth).toBeCloseTo(turn, 9);
    expect(bound?.positionError).toBeCloseTo(Math.sqrt(29), 9);
    expect(bound?.horizontalError).toBeCloseTo(Math.sqrt(13), 9);
    expect(bound?.verticalError).toBeCloseTo(4, 9);
    expect(positionBound(information, 2)).toMatchObject({ verticalError: 0 });
  });
});
