/** The power of a channel from its paths, without a channel. */
import { dirichlet } from '../numerics/dirichlet.ts';
import type { Site } from '../scene/sites.ts';
import { panelFrame, toPanelCosines } from './array.ts';
import { pilotToneCount, pilotToneSpacing } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';
import { lowestPilotFrequency } from './srs.ts';
import type { ChannelPaths } from './synthesize.ts';

/**
 * Mean |H|² per antenna and tone, what `meanChannelPower` says of the synthesised channel: Σ_pq conj(a_p)·a_q times the mean of the
 * two paths' phasors over tones, columns and rows, each a Dirichlet kernel.
 *
 * @returns linear; 0 without paths
 */
export function meanPathPower(paths: ChannelPaths, { orientation, panel }: Site, radio: RadioConfiguration): number {
  const { count, delays, amplitudes } = paths;
  const tones = pilotToneCount(radio);
  const spacing = pilotToneSpacing(radio);
  const middle = lowestPilotFrequency(radio) + ((tones - 1) / 2) * spacing;
  const frame = panelFrame(orientation);
  const cosines = Array.from({ length: count }, (_, p) =>
    toPanelCosines(frame, paths.departureAzimuths[p], paths.departureElevations[p]),
  );
  let power = 0;
  for (let p = 0; p < count; p++) {
    const pr = amplitudes[2 * p];
    const pi = amplitudes[2 * p + 1];
    power += pr * pr + pi * pi;
    for (let q = 0; q < p; q++) {
      const late = delays[q] - delays[p];
      const alike =
        dirichlet(tones * spacing * late, tones) *
        dirichlet(panel.columns * panel.spacing * (cosines[q][0] - cosines[p][0]), panel.columns) *
        dirichlet(panel.rows * panel.spacing * (cosines[q][1] - cosines[p][1]), panel.rows);
      const turns = middle * late;
      const phase = -2 * Math.PI * (turns - Math.round(turns));
      const qr = amplitudes[2 * q];
      const qi = amplitudes[2 * q + 1];
      power += 2 * alike * ((pr * qr + pi * qi) * Math.cos(phase) - (pr * qi - pi * qr) * Math.sin(phase));
    }
  }
  return Math.max(0, power);
}
