/**
 * Measures chunks on a graphics processor. From the paths to the last decision everything stays there; what comes back of a
 * link is fifteen numbers, and the report is made of them in double precision.
 */
import { antennaCount, fromPanelCosines, panelFrame } from '../../channel/array.ts';
import { packPaths, PATH_WORDS } from '../../channel/pack-paths.ts';
import type { PackedPaths } from '../../channel/pack-paths.ts';
import { pilotToneCount } from '../../channel/radio.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { createSounding } from '../../channel/sounding-gpu.ts';
import { unambiguousDelay } from '../../channel/srs.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import { createSynthesis } from '../../channel/synthesize-gpu.ts';
import { createArena, readStorages } from '../../compute/gpu/buffers.ts';
import { rebind, runSteps } from '../../compute/gpu/kernel.ts';
import { LabError } from '../../errors/lab-error.ts';
import { toDecibels } from '../../numerics/decibels.ts';
import { nextPowerOfTwo } from '../../numerics/fft.ts';
import type { Site } from '../../scene/sites.ts';
import { createDelaySteps, delayBytesPerLink } from '../delay-gpu.ts';
import type { Measurement } from '../measure.ts';
import { createMeasurementWorkspace, refuseDirection, refuseEstimate } from '../measure.ts';
import { createMusicSteps, musicBytesPerLink } from '../music-gpu.ts';
import { COARSE_GRID } from '../music.ts';
import type { NoFix } from '../no-fix.ts';
import type { DeviceReports } from '../reports-gpu.ts';
import { createReports, RAW_VALUES } from '../reports-gpu.ts';
import { snrFromSums } from '../snr.ts';
import type { ChunkMeasurer, LinkRequest } from './measure-batch.ts';

/** A measurer whose reports lie on the device as well, for networks that run there. */
export interface GpuMeasurer extends ChunkMeasurer {
  /** Those of the latest chunk, link by link. */
  readonly reports: Omit<DeviceReports, 'users'>;
}

/** Bytes that the buffers of a chunk may take. */
const BUDGET = 256e6;

/** Paths of a link that there is room for at first; it grows with what comes. */
const TYPICAL_PATHS = 32;

/**
 * A measurer of one site on a device that somebody else owns.
 *
 * @param budget bytes of its memory that may be used
 * @throws LabError 'device' where kernels do not compile or there is no memory; 'unsupported' for what they cannot do
 */
export async function createGpuMeasurer(
  device: GPUDevice,
  site: Site,
  radio: RadioConfiguration,
  budget = BUDGET,
): Promise<GpuMeasurer> {
  // What the site's soundings are refused for is decided where it is decided on the processor.
  const { refusal } = createMeasurementWorkspace(site, radio);
  const { panel } = site;
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const values = antennas * tones;
  const perLink = 8 * values * (1 + radio.symbols) + delayBytesPerLink(panel, radio) + musicBytesPerLink(panel);
  const largestBuffer = Math.max(
    16 * nextPowerOfTwo(tones) * antennas,
    8 * values * radio.symbols,
    4 * COARSE_GRID ** 2,
  );
  const { maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = device.limits;
  const capacity = Math.max(
    1,
    Math.floor(
      Math.min(
        budget / perLink,
        maxStorageBufferBindingSize / largestBuffer,
        // Transforms start one row of workgroups for every antenna of every link.
        maxComputeWorkgroupsPerDimension / antennas,
      ),
    ),
  );
  const arena = createArena(device);
  try {
    const channel = await arena.storage('channel', 8 * values * capacity);
    const received = await arena.storage('received', 8 * values * radio.symbols * capacity);
    const offsets = await arena.storage('path offsets', 4 * (capacity + 1));
    const demands = await arena.storage('noise demands', 8 * capacity);
    const keys = await arena.storage('noise keys', 8 * capacity);
    const powers = await arena.storage('channel powers', 4 * capacity);
    let paths = await arena.storage('paths', 4 * PATH_WORDS * TYPICAL_PATHS * capacity);
    let synthesis = await createSynthesis(arena, panel, radio, { paths, offsets, channel });
    const sounding = await createSounding(arena, panel, radio, { channel, demands, keys, powers, received }, capacity);
    const delay = await createDelaySteps(arena, panel, radio, received, capacity);
    const music = await createMusicSteps(arena, panel, radio, delay.buffers, capacity);
    const scalesDb = await arena.storage('scales', 4 * capacity);
    const raw = await arena.storage('raw features', 4 * RAW_VALUES * capacity);
    const valid = await arena.storage('reports that are there', 4 * capacity);
    const found = { ...delay.buffers, ...music.buffers };
    const reports = await createReports(arena, site, radio, found, { scalesDb, raw, valid });

    const upload = async (links: readonly LinkRequest[]): Promise<PackedPaths> => {
      const packed = packPaths(
        links.map((link) => link.paths),
        site,
        radio,
      );
      if (packed.words.byteLength > paths.size) {
        paths.destroy();
        paths = await arena.storage('paths', 2 * packed.words.byteLength);
        synthesis = await rebind(device, synthesis, [paths, offsets, channel]);
      }
      device.queue.writeBuffer(paths, 0, packed.words);
      device.queue.writeBuffer(offsets, 0, packed.offsets);
      const demanded = links.flatMap(({ noise }, i) => [1 / noise.snr, noise.leastNoise / packed.scales[i] ** 2]);
      device.queue.writeBuffer(demands, 0, Float32Array.from(demanded));
      device.queue.writeBuffer(
        scalesDb,
        0,
        Float32Array.from(packed.scales, (scale) => toDecibels(scale ** 2)),
      );
      device.queue.writeBuffer(keys, 0, Uint32Array.from(links.flatMap(({ key }) => key)));
      return packed;
    };

    return {
      name: 'webgpu',
      largestChunk: capacity,
      reports: { device, raw },
      async measure(links) {
        const count = links.length;
        if (count === 0) return [];
        if (links.some(({ random }) => random)) {
          throw new LabError('unsupported', 'Kernels enter a stream of noise anywhere, not one after the other.', '');
        }
        const { scales } = await upload(links);
        await runSteps(device, [synthesis, ...sounding, ...delay.steps, ...music.steps, reports], count);
        const [power, sums, peaks, firstPaths, arrivals] = await readStorages(device, [
          { buffer: powers, bytes: 4 * count },
          { buffer: delay.buffers.sums, bytes: 16 * count },
          { buffer: delay.buffers.peaks, bytes: 16 * count },
          { buffer: delay.buffers.firstPaths, bytes: 8 * count },
          { buffer: music.buffers.arrivals, bytes: 16 * count },
        ]);
        return links.map((link, i) => {
          if (!isFinitePaths(link.paths)) {
            return { report: { kind: 'no-fix', reason: 'not-finite' }, channelPower: Number.NaN };
          }
          const part = (buffer: ArrayBuffer): DataView => new DataView(buffer, (buffer.byteLength / count) * i);
          const findings = readFindings(part(sums), part(peaks), part(firstPaths), part(arrivals));
          const scale = scales[i] ** 2;
          return { report: conclude(findings, scale), channelPower: part(power).getFloat32(0, true) * scale };
        });
      },
      dispose: arena.dispose,
    };
  } catch (cause) {
    arena.dispose();
    throw cause;
  }

  /** The report of one link, or why there is none: what `measure` decides, from what the kernels found. */
  function conclude(found: Findings, scale: number): Measurement | NoFix {
    const { symbols, delayBins } = radio;
    const refused = refuseEstimate(found.power, found.scatter, refusal);
    if (refused) return refused;
    const { residual, kept } = found;
    const estimate = snrFromSums(found.power, found.scatter, residual / tones, kept / tones, symbols);
    if (!(estimate.snr > 0)) return { kind: 'no-fix', reason: 'no-signal' };
    const lost = refuseDirection(found.sourceCount, antennas, found.highest, estimate.noisePower / symbols / tones);
    if (lost) return lost;
    const place = (found.peak + found.offset) / delayBins;
    const turns = place - Math.floor(place);
    const first = found.firstTap < 0 ? turns : Math.max(0, found.firstTap + found.beside) / nextPowerOfTwo(tones);
    const toCosine = 1 / (4294967296 * panel.spacing);
    const period = unambiguousDelay(radio);
    return {
      kind: 'measurement',
      snr: estimate.snr,
      ...fromPanelCosines(panelFrame(site.orientation), found.psiX * toCosine, found.psiY * toCosine),
      delay: turns * period,
      firstDelay: first * period,
      power: estimate.signalPower * scale,
      noisePower: estimate.noisePower * scale,
      sourceCount: found.sourceCount,
    };
  }
}

/** What the kernels say of one link. */
interface Findings {
  readonly power: number;
  readonly scatter: number;
  /** Σ(1 − w)²·P over the taps. */
  readonly residual: number;
  /** Σw over the taps. */
  readonly kept: number;
  readonly peak: number;
  readonly offset: number;
  readonly highest: number;
  readonly firstTap: number;
  readonly beside: number;
  /** Turns·2³². */
  readonly psiX: number;
  readonly psiY: number;
  readonly sourceCount: number;
}

/** Reads the structs of `mmse-weights.wgsl`, `peak.wgsl`, `first-path.wgsl` and `strongest-arrival.wgsl`. */
function readFindings(sums: DataView, peak: DataView, firstPath: DataView, arrival: DataView): Findings {
  return {
    power: sums.getFloat32(0, true),
    scatter: sums.getFloat32(4, true),
    residual: sums.getFloat32(8, true),
    kept: sums.getFloat32(12, true),
    peak: peak.getUint32(0, true),
    offset: peak.getFloat32(4, true),
    highest: peak.getFloat32(12, true),
    firstTap: firstPath.getFloat32(0, true),
    beside: firstPath.getFloat32(4, true),
    psiX: arrival.getInt32(0, true),
    psiY: arrival.getInt32(4, true),
    sourceCount: arrival.getInt32(8, true),
  };
}

/** Whether the paths hold finite values: on a graphics processor others need not stay what they are. */
function isFinitePaths({ delays, amplitudes }: ChannelPaths): boolean {
  return amplitudes.every(Number.isFinite) && delays.every(Number.isFinite);
}
