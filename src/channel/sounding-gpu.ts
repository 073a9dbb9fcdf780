/** Sounding on a graphics processor; the twin in double precision is `soundChannel` with the noise of `counter-noise.ts`. */
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import counterNoise from '../numerics/counter-noise.wgsl?raw';
import { ZIGGURAT_CONSTANTS, zigguratTable } from '../numerics/counter-noise.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import { antennaCount } from './array.ts';
import noiseDeviation from './noise-deviation.wgsl?raw';
import { pilotToneCount } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import sounding from './sounding.wgsl?raw';
import { soundingSequence } from './srs.ts';

/** Where the sounding reads and writes. */
export interface SoundingBuffers {
  /** Complex [links, antennas, tones, 2]. */
  readonly channel: GPUBuffer;
  /** Reciprocal of the SNR and least noise power of a tone, float32 [links, 2]: the noise power is the larger of the two. */
  readonly demands: GPUBuffer;
  /** Stream of the noise of each link, uint32 [links, 2]. */
  readonly keys: GPUBuffer;
  /** Mean |H|² per antenna and tone, float32 [links]; written. */
  readonly powers: GPUBuffer;
  /** Complex [links, symbols, antennas, tones, 2]; written. */
  readonly received: GPUBuffer;
}

/**
 * The steps that fill `powers` and `received`.
 *
 * @param capacity most links of a run
 */
export async function createSounding(
  arena: Arena,
  panel: AntennaPanel,
  radio: RadioConfiguration,
  { channel, demands, keys, powers, received }: SoundingBuffers,
  capacity: number,
): Promise<Step[]> {
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const deviations = await arena.storage('noise deviations', 4 * capacity);
  const pilots = await arena.upload('pilots', Float32Array.from(soundingSequence(radio)));
  const ziggurat = await arena.upload('ziggurat', zigguratTable());
  return [
    await createStep(arena.device, {
      label: 'noise deviation',
      code: noiseDeviation,
      constants: { LINK_VALUES: antennas * tones },
      buffers: [channel, demands, deviations, powers],
      workgroups: (links) => [links, 1, 1],
    }),
    await createStep(arena.device, {
      label: 'sounding',
      code: counterNoise + sounding,
      constants: { ANTENNAS: antennas, SYMBOLS: radio.symbols, TONES: tones, ...ZIGGURAT_CONSTANTS },
      buffers: [channel, pilots, deviations, keys, ziggurat, received],
      workgroups: (links) => [Math.ceil(tones / 64), antennas, links],
    }),
  ];
}
