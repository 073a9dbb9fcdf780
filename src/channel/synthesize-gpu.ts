/** Channel synthesis on a graphics processor; the twin in double precision is `synthesizeChannel`. */
import phasor from '../compute/gpu/phasor.wgsl?raw';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import { antennaCount } from './array.ts';
import { pilotToneCount } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import synthesize from './synthesize.wgsl?raw';

/** Where the synthesis reads and writes. */
export interface SynthesisBuffers {
  /** `PackedPaths.words`. */
  readonly paths: GPUBuffer;
  /** `PackedPaths.offsets`. */
  readonly offsets: GPUBuffer;
  /** Complex [links, antennas, tones, 2], divided by `PackedPaths.scales`. */
  readonly channel: GPUBuffer;
}

/** The step that fills `channel` for as many links as a run is about. */
export function createSynthesis(
  arena: Arena,
  panel: AntennaPanel,
  radio: RadioConfiguration,
  { paths, offsets, channel }: SynthesisBuffers,
): Promise<Step> {
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  return createStep(arena.device, {
    label: 'channel synthesis',
    code: phasor + synthesize,
    constants: { ANTENNAS: antennas, COLUMNS: panel.columns, TONES: tones },
    buffers: [paths, offsets, channel],
    workgroups: (links) => [Math.ceil(tones / 64), antennas, links],
  });
}
