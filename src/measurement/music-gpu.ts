/**
 * MUSIC on a graphics processor: snapshots around the time of arrival, signal subspace, null spectrum, its minima and the
 * strongest of them; the twins of `findSignalSubspace`, `fillNullSpectrum`, `sampleNullSpectrum` and `estimateArrival`.
 */
import { antennaCount } from '../channel/array.ts';
import { pilotToneCount } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { KernelDescription, Step } from '../compute/gpu/kernel.ts';
import phasor from '../compute/gpu/phasor.wgsl?raw';
import { nextPowerOfTwo } from '../numerics/fft.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import candidate from './candidate.wgsl?raw';
import { candidateCount, COARSE_GRID, gateWidth, RIDGE } from './music.ts';
import nullMinima from './null-minima.wgsl?raw';
import nullSpectrum from './null-spectrum.wgsl?raw';
import nullSpectrumGrid from './null-spectrum-grid.wgsl?raw';
import nullSpectrumJet from './null-spectrum-jet.wgsl?raw';
import pairedSnapshots from './paired-snapshots.wgsl?raw';
import peak from './peak.wgsl?raw';
import refineMinima from './refine-minima.wgsl?raw';
import { LOADING, MAXIMUM_SOURCES } from './signal-subspace.ts';
import signalSubspace from './signal-subspace.wgsl?raw';
import strongestArrival from './strongest-arrival.wgsl?raw';

/** What the steps leave behind, for every link. */
export interface MusicBuffers {
  /** Real snapshots of a link. */
  readonly snapshots: number;
  /** Real snapshots in the paired space, float32 [links, antennas, snapshots]. */
  readonly paired: GPUBuffer;
  /** Orthonormal signal eigenvectors there, float32 [links, MAXIMUM_SOURCES, antennas]; the first `counts` are valid. */
  readonly vectors: GPUBuffer;
  /** Sources, uint32 [links]. */
  readonly counts: GPUBuffer;
  /** Coefficients as `NullSpectrum` has them, float32 [links, rows, 2·columns − 1, 2]. */
  readonly coefficients: GPUBuffer;
  /** The null spectrum on the coarse grid, float32 [links, COARSE_GRID, COARSE_GRID]. */
  readonly grid: GPUBuffer;
  /** Phases ψ_x and ψ_y of the strongest arrival as turns·2³², sources (0 without a direction), nothing; int32 [links, 4]. */
  readonly arrivals: GPUBuffer;
}

/** Bytes that these buffers take for each link. */
export function musicBytesPerLink(panel: AntennaPanel): number {
  const antennas = antennaCount(panel);
  return 4 * (antennas * (MAXIMUM_SOURCES + 2 * gateWidth(Infinity) + 4) + COARSE_GRID ** 2);
}

/**
 * The steps to `MusicBuffers`.
 *
 * @param taps and `peaks` of `DelayBuffers`
 * @param capacity most links of a run
 */
export async function createMusicSteps(
  arena: Arena,
  panel: AntennaPanel,
  radio: RadioConfiguration,
  { taps, peaks }: { readonly taps: GPUBuffer; readonly peaks: GPUBuffer },
  capacity: number,
): Promise<{ readonly steps: Step[]; readonly buffers: MusicBuffers }> {
  const { rows, columns } = panel;
  const antennas = antennaCount(panel);
  const tapCount = nextPowerOfTwo(pilotToneCount(radio));
  const gate = gateWidth(tapCount);
  const snapshots = 2 * gate;
  const lags = rows * (2 * columns - 1);
  const room = candidateCount(MAXIMUM_SOURCES);
  const shape = { ROWS: rows, COLUMNS: columns };
  const words = (label: string, perLink: number): Promise<GPUBuffer> => arena.storage(label, 4 * perLink * capacity);
  const step = (
    label: string,
    code: string,
    buffers: readonly GPUBuffer[],
    constants: Readonly<Record<string, number>>,
    workgroups: KernelDescription['workgroups'] = (links) => [links, 1, 1],
  ): Promise<Step> => createStep(arena.device, { label, code, buffers, constants, workgroups });

  const paired = await words('paired snapshots', antennas * snapshots);
  const vectors = await words('signal eigenvectors', MAXIMUM_SOURCES * antennas);
  const counts = await words('source counts', 1);
  const coefficients = await words('null spectrum coefficients', 2 * lags);
  const grid = await words('null spectrum', COARSE_GRID ** 2);
  const candidates = await words('candidates', 3 * room);
  const found = await words('found', 2);
  const arrivals = await words('arrivals', 4);

  // All at once: compilers work side by side.
  const steps = await Promise.all([
    step(
      'paired snapshots',
      peak + pairedSnapshots,
      [taps, peaks, paired],
      { ANTENNAS: antennas, GATE: gate, TAPS: tapCount },
      (links) => [Math.ceil((Math.ceil(antennas / 2) * gate) / 64), links, 1],
    ),
    step('signal subspace', signalSubspace, [paired, vectors, counts], {
      ANTENNAS: antennas,
      SNAPSHOTS: snapshots,
      MAXIMUM_SOURCES,
      LOADING,
    }),
    step('null spectrum coefficients', nullSpectrum, [vectors, counts, coefficients], {
      ...shape,
      MAXIMUM_SOURCES,
    }),
    step('null spectrum', phasor + nullSpectrumGrid, [coefficients, grid], { ...shape, GRID: COARSE_GRID }, (links) => [
      Math.ceil(COARSE_GRID ** 2 / 64),
      links,
      1,
    ]),
    step('minima', candidate + nullMinima, [grid, counts, candidates, found], {
      GRID: COARSE_GRID,
      SPACING: panel.spacing,
      CANDIDATES: room,
      SPARE: candidateCount(0),
      // A polynomial of degrees R − 1 and C − 1 in two angles has at most 8(R − 1)(C − 1) points without slope (Bernstein's
      // theorem); at most half of them are minima, and on the grid at most one cell in four.
      CAPACITY: Math.min(4 * antennas, COARSE_GRID ** 2 / 4),
    }),
    step('refinement', phasor + candidate + nullSpectrumJet + refineMinima, [coefficients, found, candidates], {
      ...shape,
      CANDIDATES: room,
      LONGEST_STEP: (2 * Math.PI) / COARSE_GRID,
    }),
    step('strongest arrival', phasor + candidate + strongestArrival, [found, candidates, paired, arrivals], {
      ...shape,
      SNAPSHOTS: snapshots,
      CANDIDATES: room,
      MAXIMUM_SOURCES,
      RIDGE,
    }),
  ]);
  return { steps, buffers: { snapshots, paired, vectors, counts, coefficients, grid, arrivals } };
}
