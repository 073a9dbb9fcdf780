/** Reports that stay on a graphics processor, for networks that run there; the twins are `measure` and `rawFeatures`. */
import { antennaCount } from '../channel/array.ts';
import { pilotToneCount } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import type { Arena } from '../compute/gpu/buffers.ts';
import { createStep } from '../compute/gpu/kernel.ts';
import type { Step } from '../compute/gpu/kernel.ts';
import phasor from '../compute/gpu/phasor.wgsl?raw';
import type { Site } from '../scene/sites.ts';
import type { DelayBuffers } from './delay-gpu.ts';
import type { MusicBuffers } from './music-gpu.ts';
import peak from './peak.wgsl?raw';
import reports from './reports.wgsl?raw';

/** Values of a report that a network is fed: SNR, azimuth, elevation, delay, power. */
export const RAW_VALUES = 5;

/** Reports of some users at one site that lie on a graphics processor, until the next chunk is measured there. */
export interface DeviceReports {
  readonly device: GPUDevice;
  /** SNR (dB, 3e38 without noise), azimuth, elevation (radians), delay (ns), power (dB), float32 [links, 5]; zero without a report. */
  readonly raw: GPUBuffer;
  /** Row of the user of each link in the table of the same reports [links]. */
  readonly users: Int32Array;
}

/** Where the reports are written. */
export interface ReportBuffers {
  /** 20·lg of `PackedPaths.scales`, float32 [links]. */
  readonly scalesDb: GPUBuffer;
  /** As `DeviceReports` has it. */
  readonly raw: GPUBuffer;
  /** 1 where there is a report, uint32 [links]. */
  readonly valid: GPUBuffer;
}

/** The step from what the measurement's kernels found to raw features. */
export function createReports(
  arena: Arena,
  site: Site,
  radio: RadioConfiguration,
  { sums, peaks, arrivals }: Pick<DelayBuffers & MusicBuffers, 'sums' | 'peaks' | 'arrivals'>,
  { scalesDb, raw, valid }: ReportBuffers,
): Promise<Step> {
  return createStep(arena.device, {
    label: 'reports',
    code: phasor + peak + reports,
    constants: {
      ANTENNAS: antennaCount(site.panel),
      SYMBOLS: radio.symbols,
      TONES: pilotToneCount(radio),
      BINS: radio.delayBins,
      SPACING: site.panel.spacing,
      PERIOD_NS: unambiguousDelay(radio) * 1e9,
      AZIMUTH: site.orientation.azimuth,
      ELEVATION: site.orientation.elevation,
    },
    buffers: [sums, peaks, arrivals, scalesDb, raw, valid],
    workgroups: (links) => [Math.ceil(links / 64), 1, 1],
  });
}
