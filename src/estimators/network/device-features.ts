/** What a network is fed of reports that lie on the graphics processor: made there, and never read back. */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../errors/lab-error.ts';
import type { Arena } from '../../compute/gpu/buffers.ts';
import type { Step } from '../../compute/gpu/kernel.ts';
import { currentWebGpuDevice } from '../../compute/webgpu.ts';
import type { FeatureSet } from '../../features/feature-set.ts';
import { featureCount, hasFix } from '../../features/feature-set.ts';
import type { FeatureStatistics } from '../../features/normalisation.ts';
import { RAW_FEATURE_COUNT } from '../../features/positional-encoding.ts';
import type { DeviceReports } from '../../measurement/reports-gpu.ts';

/** See the file's head. */
export interface DeviceFeatures {
  /**
   * The features of reports.
   *
   * @returns z-scores [links, N], the caller's to dispose of before it asks again; null where there is no kernel for the set, the
   *   kernel fails, or the reports do not lie where the network runs: the reports in the table then serve as well
   */
  encode(this: void, reports: DeviceReports): Promise<tf.Tensor | null>;
  /** Frees the buffers. */
  dispose(this: void): void;
}

/** The kernel for one source of reports. */
interface Encoder {
  readonly raw: GPUBuffer;
  readonly arena: Arena;
  readonly step: Step;
  readonly features: GPUBuffer;
}

/** Features of a set; nothing is compiled until they are asked for. */
export function createDeviceFeatures(set: FeatureSet, statistics: FeatureStatistics): DeviceFeatures {
  const width = featureCount(set);
  let encoder: Encoder | null = null;

  const dispose = (): void => {
    encoder?.arena.dispose();
    encoder = null;
  };

  return {
    dispose,
    async encode({ device, raw, users }) {
      if (hasFix(set) || device !== currentWebGpuDevice()) return null;
      // Kernels are text that a terminal, which has no use for them, cannot import.
      const { createEncoding, createArena, runSteps, tensorOfBuffer } = await import('./device-kernels.ts');
      try {
        if (encoder?.raw !== raw) {
          dispose();
          const arena = createArena(device);
          const features = await arena.storage('features', (width * raw.size) / RAW_FEATURE_COUNT);
          const step = await createEncoding(arena, set, statistics, { raw, features });
          encoder = { raw, arena, step, features };
        }
        await runSteps(device, [encoder.step], users.length);
      } catch (cause) {
        if (cause instanceof LabError && cause.code === 'device') return null;
        throw cause;
      }
      return tensorOfBuffer(encoder.features, [users.length, width]);
    },
  };
}
