/**
 * From received pilots to delays on a graphics processor: least squares, power delay profile, MMSE weights, time of arrival and
 * first path, the twins of `estimateLeastSquares`, `computeDelayProfile`, `mmseWeights`, `estimateTimeOfArrival` and
 * `estimateFirstPath`.
 */
import { antennaCount } from '../channel/array.ts';
import { pilotToneCount } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { soundingSequence } from '../channel/srs.ts';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createFft } from '../compute/gpu/fft.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { KernelDescription, Step } from '../compute/gpu/kernel.ts';
import phasor from '../compute/gpu/phasor.wgsl?raw';
import { LabError } from '../errors/lab-error.ts';
import { nextPowerOfTwo } from '../numerics/fft.ts';
import type { AntennaPanel } from '../scene/sites.ts';
import { alarmFactor, createFirstPathWorkspace, DYNAMIC_RANGE, MAIN_LOBE } from './first-path.ts';
import firstPath from './first-path.wgsl?raw';
import hermitianLags from './hermitian-lags.wgsl?raw';
import leastSquares from './least-squares.wgsl?raw';
import meanTapPower from './mean-tap-power.wgsl?raw';
import { SMOOTHING } from './mmse.ts';
import mmseWeights from './mmse-weights.wgsl?raw';
import { gateWidth } from './music.ts';
import peak from './peak.wgsl?raw';
import realProfile from './real-profile.wgsl?raw';
import taperTones from './taper-tones.wgsl?raw';
import timeOfArrival from './time-of-arrival.wgsl?raw';

/** What the steps leave behind, for every link. */
export interface DelayBuffers {
  /** Least-squares estimate, complex [links, antennas, tones, 2]. */
  readonly estimate: GPUBuffer;
  /** Delay taps, complex [links, antennas, 2N, 2], N the power of two not below the tones; see `paired-snapshots.wgsl`. */
  readonly taps: GPUBuffer;
  /** Autocorrelation of the tones, complex [links, 2N, 2]. */
  readonly autocorrelation: GPUBuffer;
  /** Power delay profile, float32 [links, bins]. */
  readonly profile: GPUBuffer;
  /** Mean power of each delay cell, float32 [links, tones]. */
  readonly cellPower: GPUBuffer;
  /** MMSE weights, float32 [links, tones]. */
  readonly weights: GPUBuffer;
  /** Mean power, scatter, Σ(1 − w)²·P and Σw, float32 [links, 4]. */
  readonly sums: GPUBuffer;
  /** Struct `Peak` of `peak.wgsl`, 16 bytes [links]. */
  readonly peaks: GPUBuffer;
  /** Tap of the first path or −1, and what it lies beside it, float32 [links, 2]. */
  readonly firstPaths: GPUBuffer;
}

/** Bytes that these buffers and their scratch space take for each link. */
export function delayBytesPerLink(panel: AntennaPanel, radio: RadioConfiguration): number {
  const tones = pilotToneCount(radio);
  const taps = nextPowerOfTwo(tones);
  return 8 * antennaCount(panel) * (2 * tones + 4 * taps) + 8 * (6 * taps + 3 * radio.delayBins + 4 * tones);
}

/**
 * The steps from `received`, complex [links, symbols, antennas, tones, 2], to `DelayBuffers`.
 *
 * @param capacity most links of a run
 * @throws LabError 'unsupported' for a single symbol, whose noise the twin guesses from the quietest taps
 */
export async function createDelaySteps(
  arena: Arena,
  panel: AntennaPanel,
  radio: RadioConfiguration,
  received: GPUBuffer,
  capacity: number,
): Promise<{ readonly steps: Step[]; readonly buffers: DelayBuffers }> {
  if (radio.symbols < 2) {
    throw new LabError(
      'unsupported',
      'The graphics processor measures soundings of two symbols or more.',
      'Measure soundings of one symbol on the processor.',
    );
  }
  const { symbols, delayBins: bins } = radio;
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const count = nextPowerOfTwo(tones);
  const circle = 2 * count;
  const shape = { ANTENNAS: antennas, TONES: tones };
  const words = (label: string, perLink: number): Promise<GPUBuffer> => arena.storage(label, 4 * perLink * capacity);
  const step = (label: string, code: string, rest: Omit<KernelDescription, 'label' | 'code'>): Promise<Step> =>
    createStep(arena.device, { label, code, ...rest });

  const estimate = await words('least-squares estimate', 2 * antennas * tones);
  const rowSums = await words('row sums', 2 * antennas);
  const tapered = await words('tapered tones', 2 * antennas * tones);
  const taps = await words('delay taps', 2 * antennas * circle);
  const scratch = await words('transform scratch', 2 * antennas * circle);
  const firstProfile = await words('tapered profile', 2 * count);
  const power = await words('tap power', 2 * circle);
  const autocorrelation = await words('autocorrelation', 2 * circle);
  const line = await words('line scratch', 2 * Math.max(circle, bins));
  const profile = await words('power delay profile', bins);
  const cellPower = await words('cell power', tones);
  const weights = await words('MMSE weights', tones);
  const sums = await words('sums', 4);
  const peaks = await words('peaks', 4);
  const firstPaths = await words('first paths', 2);
  const pilots = await arena.upload('pilots', Float32Array.from(soundingSequence(radio)));
  const { taper, noiseShare } = createFirstPathWorkspace(tones);
  const taperBuffer = await arena.upload('taper', Float32Array.from(taper));

  const rows = (links: number): readonly [number, number, number] => [Math.ceil(tones / 64), antennas, links];

  /** The profile's polynomial on a circle of delays, by one long transform. */
  const profileSteps = async (label: string, length: number, scale: number, target: GPUBuffer): Promise<Step[]> => {
    const coefficients = await words(`${label}: coefficients`, 2 * length);
    const spectrum = await words(`${label}: transform`, 2 * length);
    const steps = await Promise.all<Step | Step[]>([
      step(`${label}: lags`, hermitianLags, {
        constants: { LAGS: tones, STRIDE: circle, LENGTH: length },
        buffers: [autocorrelation, coefficients],
        workgroups: (links) => [Math.ceil(length / 64), links, 1],
      }),
      createFft(arena, {
        label,
        length,
        direction: 'forward',
        input: coefficients,
        output: spectrum,
        scratch: line,
        outer: (links) => links,
      }),
      step(label, realProfile, {
        constants: { SCALE: scale },
        buffers: [spectrum, target],
        workgroups: (links) => [Math.ceil((length * links) / 64), 1, 1],
      }),
    ]);
    return steps.flat();
  };

  /** Taps of every antenna, and their mean power. */
  const tapSteps = async (label: string, length: number, input: GPUBuffer, target: GPUBuffer): Promise<Step[]> => {
    const steps = await Promise.all<Step | Step[]>([
      createFft(arena, {
        label,
        length,
        direction: 'forward',
        input,
        inputLength: tones,
        output: taps,
        scratch,
        outer: (links) => antennas * links,
      }),
      step(`${label}: power`, meanTapPower, {
        constants: { ANTENNAS: antennas, TAPS: length },
        buffers: [taps, target],
        workgroups: (links) => [Math.ceil(length / 64), links, 1],
      }),
    ]);
    return steps.flat();
  };

  // All at once: compilers work side by side.
  const steps = await Promise.all<Step | Step[]>([
    step('least squares', leastSquares, {
      constants: { ...shape, SYMBOLS: symbols },
      buffers: [received, pilots, estimate, rowSums],
      workgroups: (links) => [antennas, links, 1],
    }),
    step('taper', taperTones, {
      constants: shape,
      buffers: [estimate, taperBuffer, tapered],
      workgroups: rows,
    }),
    tapSteps('tapered taps', count, tapered, firstProfile),
    tapSteps('delay taps', circle, estimate, power),
    createFft(arena, {
      label: 'autocorrelation',
      length: circle,
      direction: 'inverse',
      input: power,
      output: autocorrelation,
      scratch: line,
      outer: (links) => links,
    }),
    profileSteps('power delay profile', bins, 1 / (tones * tones), profile),
    profileSteps('cell power', tones, 1 / tones, cellPower),
    step('MMSE weights', mmseWeights, {
      constants: { ...shape, SYMBOLS: symbols, WINDOW: Math.min(SMOOTHING, tones) },
      buffers: [rowSums, cellPower, weights, sums],
      workgroups: (links) => [links, 1, 1],
    }),
    step('time of arrival', phasor + peak + timeOfArrival, {
      constants: { BINS: bins, TONES: tones, STRIDE: circle, TAPS: count, GATE: gateWidth(count) },
      buffers: [profile, autocorrelation, peaks],
      workgroups: (links) => [links, 1, 1],
    }),
    step('first path', peak + firstPath, {
      constants: {
        SYMBOLS: symbols,
        TONES: tones,
        BINS: bins,
        TAPS: count,
        GUARD: (MAIN_LOBE * count) / tones,
        DYNAMIC_RANGE,
        ALARM: alarmFactor(antennas) * noiseShare,
      },
      buffers: [firstProfile, peaks, sums, firstPaths],
      workgroups: (links) => [Math.ceil(links / 64), 1, 1],
    }),
  ]);
  const buffers = { estimate, taps, autocorrelation, profile, cellPower, weights, sums, peaks, firstPaths };
  return { steps: steps.flat(), buffers };
}
