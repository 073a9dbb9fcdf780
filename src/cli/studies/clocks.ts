/** Clocks of the sites: what their errors do to what is received, and how known users tell them. */
import { pilotFrequencies } from '../../channel/srs.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import type { Twin } from '../../estimators/twin/twin.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';

/** An error of a site's clock: everything arrives later by so many seconds, the carrier included, and turned by so much. */
export interface ClockError {
  /** Seconds. */
  readonly delay: number;
  /** Radians. */
  readonly phase: number;
}

/** Channels as sites with such clocks estimate them: H·e^{−j(2π(f_c + f)·delay + phase)}. */
export function withClocks(channels: ChannelSource, clocks: readonly ClockError[]): ChannelSource {
  const { radio } = channels;
  return {
    radio,
    estimate(user, site) {
      const estimate = channels.estimate(user, site);
      if (!estimate) return null;
      const values = estimate.values.slice();
      turn(values, radio, clocks[site]);
      return { ...estimate, values };
    },
  };
}

function turn(values: Float32Array, radio: RadioConfiguration, { delay, phase }: ClockError): void {
  const frequencies = pilotFrequencies(radio);
  const tones = frequencies.length;
  const carrier = radio.carrierFrequency * delay;
  const turns = Float64Array.from(
    frequencies,
    (frequency) => -2 * Math.PI * (carrier - Math.round(carrier) + frequency * delay) - phase,
  );
  for (let i = 0; i < values.length; i += 2) {
    const angle = turns[(i >> 1) % tones];
    const [re, im, c, s] = [values[i], values[i + 1], Math.cos(angle), Math.sin(angle)];
    values[i] = re * c - im * s;
    values[i + 1] = re * s + im * c;
  }
}

/** The clock is searched for within this, seconds, first in steps that the band cannot tell apart. */
const SEARCH = { reach: 60e-9, step: 2e-9, finest: 1e-14 } as const;

/**
 * Finds the clocks from users whose places are known: the likeliest delay where every user has an unknown complex gain of its own,
 * argmax Σ|sᴴ(delay)·y|²/(σ²·|s|²) with the twin's channel s, so that a link counts as much as it stands out of its noise; then the
 * phase that the users have in common, weighed alike.
 *
 * @param places of the known users [users, 3], metres
 */
export function calibrateClocks(twin: Twin, channels: ChannelSource, places: ArrayLike<number>): ClockError[] {
  const { radio, sites } = twin;
  const frequencies = pilotFrequencies(radio);
  const tones = frequencies.length;
  const users = places.length / 3;
  // Of every site and user: Σ over the antennas of conj(twin)·received, tone by tone, in deviations of its noise.
  const products: Float64Array[][] = sites.map(() => []);
  for (let user = 0; user < users; user++) {
    const tables = twin.trace([places[3 * user], places[3 * user + 1], places[3 * user + 2]]);
    if (!tables) continue;
    sites.forEach((site, number) => {
      const estimate = channels.estimate(user, number);
      if (!estimate || tables[number].count === 0) return;
      const expected = synthesizeChannel(tables[number], site, radio);
      const product = new Float64Array(2 * tones);
      let energy = 0;
      for (let i = 0; i < expected.length; i += 2) {
        const at = i % (2 * tones);
        product[at] += expected[i] * estimate.values[i] + expected[i + 1] * estimate.values[i + 1];
        product[at + 1] += expected[i] * estimate.values[i + 1] - expected[i + 1] * estimate.values[i];
        energy += expected[i] ** 2 + expected[i + 1] ** 2;
      }
      const deviation = Math.sqrt(energy * estimate.noisePower);
      products[number].push(product.map((value) => value / deviation));
    });
  }
  return products.map((own) => {
    const correlate = (product: Float64Array, delay: number): [re: number, im: number] => {
      let [re, im] = [0, 0];
      for (let k = 0; k < tones; k++) {
        const angle = 2 * Math.PI * frequencies[k] * delay;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        re += product[2 * k] * c - product[2 * k + 1] * s;
        im += product[2 * k] * s + product[2 * k + 1] * c;
      }
      return [re, im];
    };
    const alike = (delay: number): number =>
      own.reduce((sum, product) => sum + Math.hypot(...correlate(product, delay)) ** 2, 0);
    let delay = 0;
    let step: number = SEARCH.step;
    const steps = Math.round(SEARCH.reach / SEARCH.step);
    for (let i = -steps; i <= steps; i++) if (alike(i * SEARCH.step) > alike(delay)) delay = i * SEARCH.step;
    for (; step > SEARCH.finest; step /= 2) {
      delay = [delay - step, delay, delay + step].reduce((a, b) => (alike(b) > alike(a) ? b : a));
    }
    let [re, im] = [0, 0];
    for (const product of own) {
      const [pr, pi] = correlate(product, delay);
      re += pr;
      im += pi;
    }
    const carrier = radio.carrierFrequency * delay;
    return { delay, phase: -Math.atan2(im, re) - 2 * Math.PI * (carrier - Math.round(carrier)) };
  });
}

/** What undoes an error. */
export function opposite({ delay, phase }: ClockError): ClockError {
  return { delay: -delay, phase: -phase };
}
