/** Measures chunks in double precision on the processor. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import { addPilots, meanChannelPower } from '../../channel/sounding.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import type { NoiseKey } from '../../numerics/counter-noise.ts';
import { fillCounterNormal } from '../../numerics/counter-noise.ts';
import type { Site } from '../../scene/sites.ts';
import type { MeasurementWorkspace } from '../measure.ts';
import { createMeasurementWorkspace, measure } from '../measure.ts';
import type { ChunkMeasurer, LinkOutcome, LinkRequest } from './measure-batch.ts';

/** A tenth of a second or two of work: how soon a cancellation is heard. */
const LARGEST_CHUNK = 16;

/** A measurer that can be asked for one link at once, and that shows what it worked with. */
export interface CpuMeasurer extends ChunkMeasurer {
  /** Holds the intermediate products of the latest link. */
  readonly workspace: MeasurementWorkspace;
  /**
   * Sounds and measures one link.
   *
   * @param channel its noise-free response [antennas, tones, 2], for a caller that has it ready
   */
  measureLink(this: void, link: Omit<LinkRequest, 'row'>, channel?: Float32Array): LinkOutcome;
}

/**
 * A measurer of one site that keeps one link in memory.
 *
 * @throws LabError 'unsupported' as `createMeasurementWorkspace` does
 */
export function createCpuMeasurer(site: Site, radio: RadioConfiguration): CpuMeasurer {
  const workspace = createMeasurementWorkspace(site, radio);
  const size = workspace.leastSquares.length;
  const scratch = new Float32Array(size);
  const received = new Float32Array(radio.symbols * size);
  const normals = new Float32Array(received.length);
  let drawn: NoiseKey | null = null;

  /** Standard normal numbers of a stream. While a user is dragged its stream stays, and so do they. */
  const draw = (key: NoiseKey): Float32Array => {
    if (drawn?.[0] !== key[0] || drawn[1] !== key[1]) fillCounterNormal(normals, 1, key);
    drawn = key;
    return normals;
  };

  const measureLink: CpuMeasurer['measureLink'] = (
    { paths, noise, key, random },
    channel = synthesizeChannel(paths, site, radio, scratch),
  ) => {
    const channelPower = meanChannelPower(channel);
    const noisePower = Math.max(channelPower / noise.snr, noise.leastNoise);
    // Without noise none is drawn: 0 times a number that is not finite would be none.
    if (noisePower === 0) addPilots(received.fill(0), channel, workspace.pilots);
    else if (random) {
      // As `soundChannel` does, to the same bits.
      random.fillNormal(received, Math.sqrt(noisePower / 2));
      addPilots(received, channel, workspace.pilots);
    } else addPilots(received, channel, workspace.pilots, draw(key), Math.sqrt(noisePower / 2));
    return { report: measure(received, workspace), channelPower };
  };

  return {
    name: 'cpu',
    largestChunk: LARGEST_CHUNK,
    workspace,
    measureLink,
    measure: (links) => Promise.resolve(links.map((link) => measureLink(link))),
    dispose: () => undefined,
  };
}
