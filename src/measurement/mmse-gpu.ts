/**
 * The MMSE channel estimate on a graphics processor; the twin in double precision is `estimateMmse`. The chain from paths to reports
 * ends at the weights: by Parseval the SNR needs no more (see `snr.ts`), and the way back to the tones would be two more transforms
 * of every antenna. These steps stand beside it, on its own buffers, for whoever wants the smoothed channel itself.
 */
import { antennaCount } from '../channel/array.ts';
import { pilotToneCount } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createFft } from '../compute/gpu/fft.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import weighTaps from './weigh-taps.wgsl?raw';

/** Where the estimate is read and written. */
export interface MmseBuffers {
  /** Least-squares estimate, complex [links, antennas, tones, 2]. */
  readonly estimate: GPUBuffer;
  /** MMSE weights, float32 [links, tones]. */
  readonly weights: GPUBuffer;
  /** Complex [links, antennas, tones, 2]. */
  readonly mmse: GPUBuffer;
}

/**
 * The steps that fill `mmse`: to the delay taps, times the weights, and back.
 *
 * @param capacity most links of a run
 */
export async function createMmseSteps(
  arena: Arena,
  panel: AntennaPanel,
  radio: RadioConfiguration,
  { estimate, weights, mmse }: MmseBuffers,
  capacity: number,
): Promise<Step[]> {
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const size = 8 * antennas * tones * capacity;
  const taps = await arena.storage('MMSE taps', size);
  const scratch = await arena.storage('MMSE scratch', size);
  const rows = { length: tones, scratch, outer: (links: number) => antennas * links };
  return [
    ...(await createFft(arena, { ...rows, label: 'taps', direction: 'inverse', input: estimate, output: taps })),
    await createStep(arena.device, {
      label: 'weighed taps',
      code: weighTaps,
      constants: { ANTENNAS: antennas, TONES: tones },
      buffers: [weights, taps],
      workgroups: (links) => [Math.ceil(tones / 64), antennas, links],
    }),
    ...(await createFft(arena, { ...rows, label: 'MMSE estimate', direction: 'forward', input: taps, output: mmse })),
  ];
}
