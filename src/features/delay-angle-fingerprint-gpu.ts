/**
 * Delay–angle fingerprints on a graphics processor; the twin in double precision is `delayAngleFingerprint`. The lab's own networks
 * read less of a channel (the paths that were measured, or the taps of `tap-fingerprint.ts`), and WKNN compares places in metres; the
 * steps stand beside them, on the buffers of the measurement, for a network that is fed the whole of it.
 */
import { antennaCount } from '../channel/array.ts';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createFft } from '../compute/gpu/fft.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import centreBeams from './centre-beams.wgsl?raw';
import selectTaps from './select-taps.wgsl?raw';

/** Where the fingerprints are read and written. */
export interface FingerprintBuffers {
  /** Channel estimate, complex [links, antennas, tones, 2]. */
  readonly estimate: GPUBuffer;
  /** First tap of each link's window, int32 [links]. */
  readonly firsts: GPUBuffer;
  /** Complex [links, rows, columns, taps, 2]. */
  readonly fingerprint: GPUBuffer;
}

/** What is transformed, and how much of it is kept. */
export interface FingerprintShape {
  readonly panel: AntennaPanel;
  /** Tones of the estimate, two or more. */
  readonly tones: number;
  /** Taps kept. */
  readonly count: number;
  /** Most links of a run. */
  readonly capacity: number;
}

/** The steps that fill `fingerprint`. */
export async function createFingerprints(
  arena: Arena,
  { panel, tones, count, capacity }: FingerprintShape,
  { estimate, firsts, fingerprint }: FingerprintBuffers,
): Promise<Step[]> {
  const { rows, columns } = panel;
  const antennas = antennaCount(panel);
  const taps = await arena.storage('taps', 8 * antennas * tones * capacity);
  const scratch = await arena.storage('tap scratch', 8 * antennas * tones * capacity);
  const beams = [
    await arena.storage('beams', 8 * antennas * count * capacity),
    await arena.storage('beams', 8 * antennas * count * capacity),
    await arena.storage('beam scratch', 8 * antennas * count * capacity),
  ];
  const steps = [
    ...(await createFft(arena, {
      label: 'fingerprint taps',
      length: tones,
      direction: 'inverse',
      input: estimate,
      output: taps,
      scratch,
      outer: (links) => antennas * links,
    })),
    await createStep(arena.device, {
      label: 'tap window',
      code: selectTaps,
      constants: { ANTENNAS: antennas, TONES: tones, COUNT: count },
      buffers: [taps, firsts, beams[0]],
      workgroups: (links) => [Math.ceil(count / 64), antennas, links],
    }),
  ];
  for (const [length, inner, outer] of [
    [columns, count, rows],
    [rows, columns * count, 1],
  ]) {
    // A panel of one row or column has one beam that way.
    if (length < 2) continue;
    const [input, output, spare] = beams;
    steps.push(
      ...(await createFft(arena, {
        label: 'beams',
        length,
        inner,
        direction: 'forward',
        input,
        output,
        scratch: spare,
        outer: (links) => outer * links,
      })),
    );
    beams.splice(0, 2, output, input);
  }
  steps.push(
    await createStep(arena.device, {
      label: 'fingerprint',
      code: centreBeams,
      constants: { ROWS: rows, COLUMNS: columns, COUNT: count, SCALE: Math.sqrt(tones / antennas) },
      buffers: [beams[0], fingerprint],
      workgroups: (links) => [Math.ceil(count / 64), antennas, links],
    }),
  );
  return steps;
}
