/** The measurement's kernels on every device at hand against their twins in double precision, stage by stage. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPanelCosines, panelFrame } from '../channel/array.ts';
import { RADIO_30GHZ } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { soundChannel } from '../channel/sounding.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { createArena, readStorage } from '../compute/gpu/buffers.ts';
import { runSteps } from '../compute/gpu/kernel.ts';
import { devicesAtHand, expectParity } from '../compute/testing/devices.ts';
import { createRandom } from '../numerics/random.ts';
import type { Site } from '../scene/sites.ts';
import { createCovariance } from './covariance-gpu.ts';
import { gramMatrix } from './covariance.ts';
import { createDelaySteps } from './delay-gpu.ts';
import type { DelayBuffers } from './delay-gpu.ts';
import { createMeasurementWorkspace, measure } from './measure.ts';
import type { MeasurementWorkspace } from './measure.ts';
import { createMmseSteps } from './mmse-gpu.ts';
import { estimateMmse, mmseWeights } from './mmse.ts';
import { createMusicSteps } from './music-gpu.ts';
import type { MusicBuffers } from './music-gpu.ts';
import { COARSE_GRID } from './music.ts';
import { MAXIMUM_SOURCES } from './signal-subspace.ts';
import { snrFromSums } from './snr.ts';

/** A strong detour, a weak first path and an echo within the gate: what each stage has to tell apart. */
const THREE_PATHS = handPaths(
  { delay: 1.1e-7, azimuth: 0.1, elevation: -0.4, magnitude: 0.3, phase: 1 },
  { delay: 2.4e-7, azimuth: 0.7, elevation: 0.1, magnitude: 1, phase: 0.3 },
  { delay: 2.47e-7, azimuth: 0.2, elevation: -0.3, magnitude: 0.6, phase: -2 },
);
const LONE_PATH = handPaths({ delay: 3.3e-7, azimuth: -0.2, elevation: 0.3, phase: 2 });

interface Scenario {
  readonly what: string;
  readonly site: Site;
  readonly radio: RadioConfiguration;
  readonly links: readonly { readonly paths: typeof LONE_PATH; readonly snr: number }[];
}

const SCENARIOS: readonly Scenario[] = [
  {
    what: 'the real panel and numerology',
    site: handSite(),
    radio: RADIO_30GHZ,
    links: [
      { paths: THREE_PATHS, snr: 3 },
      { paths: THREE_PATHS, snr: 1000 },
    ],
  },
  {
    what: 'an odd panel, from −10 dB to no noise',
    site: handSite({ rows: 3, columns: 5 }),
    radio: SMALL_RADIO,
    links: [
      { paths: LONE_PATH, snr: 0.1 },
      { paths: LONE_PATH, snr: 10 },
      { paths: THREE_PATHS, snr: 1e3 },
      { paths: LONE_PATH, snr: 1e6 },
    ],
  },
  {
    what: 'more antennas than snapshots, odd tones',
    site: handSite({ rows: 6, columns: 4 }),
    radio: { ...SMALL_RADIO, resourceBlocks: 13, delayBins: 100 },
    links: [
      { paths: THREE_PATHS, snr: 100 },
      { paths: LONE_PATH, snr: 1 },
    ],
  },
];

/** Projector onto the first `count` rows [count, size], as [size, size]. */
function projector(vectors: ArrayLike<number>, count: number, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let v = 0; v < count; v++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j] += vectors[v * size + i] * vectors[v * size + j];
    }
  }
  return matrix;
}

describe.each(await devicesAtHand())('measurement kernels on $name', ({ device }) => {
  afterAll(() => device.destroy());

  describe.each(SCENARIOS)('with $what', ({ site, radio, links }) => {
    const soundings = links.map(({ paths, snr }, link) =>
      soundChannel(synthesizeChannel(paths, site, radio), radio, snr, createRandom(3, link)),
    );
    const antennas = site.panel.rows * site.panel.columns;
    // A software device takes seconds over the prime 131 in 786: one link has to do.
    const smoothed = radio === RADIO_30GHZ ? 1 : links.length;
    const arena = createArena(device);
    let buffers: DelayBuffers & MusicBuffers & { readonly mmse: GPUBuffer; readonly covariance: GPUBuffer };
    afterAll(() => arena.dispose());

    beforeAll(async () => {
      const received = await arena.storage('received', soundings.length * soundings[0].byteLength);
      soundings.forEach((sounding, link) =>
        device.queue.writeBuffer(received, link * sounding.byteLength, sounding.slice()),
      );
      const delay = await createDelaySteps(arena, site.panel, radio, received, links.length);
      const music = await createMusicSteps(arena, site.panel, radio, delay.buffers, links.length);
      const mmse = await arena.storage('MMSE estimate', delay.buffers.estimate.size);
      const covariance = await arena.storage('covariance', 4 * antennas ** 2 * links.length);
      buffers = { ...delay.buffers, ...music.buffers, mmse, covariance };
      const steps = await createMmseSteps(arena, site.panel, radio, buffers, links.length);
      const last = await createCovariance(arena, antennas, music.buffers.snapshots, buffers);
      await runSteps(device, [...delay.steps, ...music.steps, last], links.length);
      await runSteps(device, steps, smoothed);
      // Kernels compile here, on as many threads as there are: on a busy machine that takes its time.
    }, 240_000);

    /** One link's share of a buffer. */
    const floats = async (buffer: GPUBuffer, link: number, size: number): Promise<Float32Array> =>
      new Float32Array(await readStorage(device, buffer)).subarray(link * size, (link + 1) * size);

    /** The twin's workspace after its measurement of the same sounding. */
    const twin = (link: number): { workspace: MeasurementWorkspace; report: ReturnType<typeof measure> } => {
      const workspace = createMeasurementWorkspace(site, radio);
      return { workspace, report: measure(soundings[link], workspace) };
    };

    it.each(links.map((_, link) => link))('agrees stage by stage on link %i', async (link) => {
      const { workspace, report } = twin(link);
      if (report.kind !== 'measurement') throw new Error(report.reason);
      const { delay, music } = workspace;
      expectParity(await floats(buffers.estimate, link, workspace.leastSquares.length), workspace.leastSquares, 2e-6);
      const circle = 2 * delay.tapCount;
      const lags = 2 * delay.tones;
      expectParity(
        (await floats(buffers.autocorrelation, link, 2 * circle)).subarray(0, lags),
        delay.autocorrelation.subarray(0, lags),
        1e-5,
      );
      expectParity(await floats(buffers.profile, link, delay.bins), delay.profile, 1e-5);
      expectParity(await floats(buffers.cellPower, link, delay.tones), delay.cellPower, 1e-5);
      // On what the kernel has read: at 30 dB a tap of noise is a millionth of the peak, where single precision ends.
      const cellPower = Float64Array.from(await floats(buffers.cellPower, link, delay.tones));
      const [power, scatter, residual, kept] = await floats(buffers.sums, link, 4);
      expectParity(
        await floats(buffers.weights, link, delay.tones),
        mmseWeights(cellPower, scatter / (radio.symbols - 1), antennas),
      );
      if (link < smoothed) {
        expectParity(
          await floats(buffers.mmse, link, workspace.leastSquares.length),
          estimateMmse(workspace.leastSquares, workspace.weights),
        );
      }
      const snr = snrFromSums(power, scatter, residual / delay.tones, kept / delay.tones, radio.symbols);
      expect(snr.snr / report.snr).toBeCloseTo(1, 3);
      expect(snr.signalPower / report.power).toBeCloseTo(1, 5);

      const { paired } = music;
      const snapshots = paired.length / antennas;
      expectParity(await floats(buffers.paired, link, paired.length), paired, 1e-5);
      expectParity(
        await floats(buffers.covariance, link, antennas ** 2),
        gramMatrix(paired, antennas, snapshots, 'rows', new Float64Array(antennas ** 2)).map(
          (x) => (2 * x) / snapshots,
        ),
      );
      const counts = new Uint32Array(await readStorage(device, buffers.counts));
      expect(counts[link]).toBe(report.sourceCount);
      const vectors = await floats(buffers.vectors, link, MAXIMUM_SOURCES * antennas);
      expectParity(
        projector(vectors, report.sourceCount, antennas),
        projector(music.subspace.vectors, report.sourceCount, antennas),
      );
      const { coefficients } = music.spectrum;
      expectParity(await floats(buffers.coefficients, link, coefficients.length), coefficients);
      expectParity(await floats(buffers.grid, link, COARSE_GRID ** 2), music.coarse);
    });

    it.each(links.map((_, link) => link))(
      'decides alike on delay, first path and direction of link %i',
      async (link) => {
        const { workspace, report } = twin(link);
        if (report.kind !== 'measurement') throw new Error(report.reason);
        const period = unambiguousDelay(radio);
        const ofLink = async (buffer: GPUBuffer): Promise<DataView> => {
          const whole = await readStorage(device, buffer);
          const bytes = whole.byteLength / links.length;
          return new DataView(whole, bytes * link, bytes);
        };
        const peak = await ofLink(buffers.peaks);
        const place = (peak.getUint32(0, true) + peak.getFloat32(4, true)) / radio.delayBins;
        // 0.1 ps are 0.03 mm; the first path is read off a coarser profile.
        expect((place - Math.floor(place)) * period).toBeCloseTo(report.delay, 13);
        expectParity([peak.getFloat32(12, true)], [Math.max(...workspace.delay.profile)], 1e-5);
        const [firstTap, beside] = await floats(buffers.firstPaths, link, 2);
        const first =
          firstTap < 0 ? place - Math.floor(place) : Math.max(0, firstTap + beside) / workspace.delay.tapCount;
        expect(first * period).toBeCloseTo(report.firstDelay, 11);
        const arrival = await ofLink(buffers.arrivals);
        const toCosine = 1 / (4294967296 * site.panel.spacing);
        const { azimuth, elevation } = fromPanelCosines(
          panelFrame(site.orientation),
          arrival.getInt32(0, true) * toCosine,
          arrival.getInt32(4, true) * toCosine,
        );
        expect([azimuth, elevation]).toBeAllclose([report.azimuth, report.elevation], { absolute: 2e-5, relative: 0 });
        expect(arrival.getInt32(8, true)).toBe(report.sourceCount);
      },
    );
  });
});
