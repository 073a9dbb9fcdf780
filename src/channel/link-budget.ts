/** Signal-to-noise ratio of a link from transmit power and receiver noise, where no study imposes one. */
import { BOLTZMANN_CONSTANT } from '../numerics/physics.ts';
import type { RadioConfiguration } from './radio.ts';
import { pilotToneCount } from './radio.ts';

/** What a user sends with and a site receives with. */
export interface LinkBudget {
  /** Power of a user, spread evenly over the pilot tones of a symbol, watts. */
  readonly transmitPower: number;
  /** Noise figure of the receiver, linear. */
  readonly noiseFactor: number;
  /** No link is better than this, linear: what a real receiver's own imperfections leave. */
  readonly snrLimit: number;
}

/** Reference temperature of noise figures, kelvin (IEEE 161). */
const REFERENCE_TEMPERATURE = 290;

/** Noise power in the bandwidth of one tone, kT₀·F·Δf, watts. */
export function tonePowerOfNoise(budget: LinkBudget, radio: RadioConfiguration): number {
  return BOLTZMANN_CONSTANT * REFERENCE_TEMPERATURE * budget.noiseFactor * radio.subcarrierSpacing;
}

/** The same over the power that a user puts into a pilot tone, linear: the channel power at which the SNR is 1. */
export function leastNoisePower(budget: LinkBudget, radio: RadioConfiguration): number {
  return tonePowerOfNoise(budget, radio) / (budget.transmitPower / pilotToneCount(radio));
}

/**
 * Mean received power per antenna and occupied tone over the noise power per tone.
 *
 * @param channelPower mean |H|² per antenna and tone, linear
 * @returns linear, at most `budget.snrLimit`; 0 for a link without power
 */
export function linkBudgetSnr(channelPower: number, budget: LinkBudget, radio: RadioConfiguration): number {
  return Math.min(budget.snrLimit, channelPower / leastNoisePower(budget, radio));
}

/** A handset and a macro-cell: 23 dBm (TR 38.901, UMa), noise figure 5 dB, at most 30 dB. */
export const CITY_LINK_BUDGET: LinkBudget = {
  transmitPower: 10 ** (23 / 10) / 1000,
  noiseFactor: 10 ** (5 / 10),
  snrLimit: 10 ** (30 / 10),
};
