/** Measures chunks in double precision on the processor. */
import type { RadioConfiguration } from '../../channel/radio.ts';
import { addPilots, meanChannelPower } from '../../channel/sounding.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { fillCounterNormal } from '../../numerics/counter-noise.ts';
import type { Site } from '../../scene/sites.ts';
import { createMeasurementWorkspace, measure } from '../measure.ts';
import type { ChunkMeasurer } from './measure-batch.ts';

/** About a quarter of a second of work: how soon a cancellation is heard. */
const LARGEST_CHUNK = 16;

/**
 * A measurer of one site that keeps one link in memory.
 *
 * @throws LabError 'unsupported' as `createMeasurementWorkspace` does
 */
export function createCpuMeasurer(site: Site, radio: RadioConfiguration): ChunkMeasurer {
  const workspace = createMeasurementWorkspace(site, radio);
  const channel = new Float32Array(workspace.leastSquares.length);
  const received = new Float32Array(radio.symbols * channel.length);
  return {
    name: 'cpu',
    largestChunk: LARGEST_CHUNK,
    measure: (links) =>
      Promise.resolve(
        links.map(({ paths, noise, key }) => {
          synthesizeChannel(paths, site, radio, channel);
          const power = Math.max(meanChannelPower(channel) / noise.snr, noise.leastNoise);
          if (power === 0) received.fill(0);
          else fillCounterNormal(received, Math.sqrt(power / 2), key);
          addPilots(received, channel, workspace.pilots);
          return measure(received, workspace);
        }),
      ),
    dispose: () => undefined,
  };
}
