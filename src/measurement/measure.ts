/** One sounding in, one report out: the whole measurement stage of one user at one site. */
import { antennaCount } from '../channel/array.ts';
import { pilotToneCount } from '../channel/radio.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import { meanChannelPower } from '../channel/sounding.ts';
import { soundingSequence, unambiguousDelay } from '../channel/srs.ts';
import { LabError } from '../errors/lab-error.ts';
import { maximum } from '../numerics/quantiles.ts';
import type { Site } from '../scene/sites.ts';
import { computeDelayProfile, createDelayWorkspace } from './delay-profile.ts';
import type { DelayWorkspace } from './delay-profile.ts';
import { alarmFactor, createFirstPathWorkspace, estimateFirstPath } from './first-path.ts';
import type { FirstPathWorkspace } from './first-path.ts';
import { estimateLeastSquares } from './least-squares.ts';
import { mmseWeights } from './mmse.ts';
import { createMusicWorkspace, estimateArrival, musicSpectrum } from './music.ts';
import type { MusicWorkspace } from './music.ts';
import type { NoFix, NoFixReason } from './no-fix.ts';
import { estimateSnr } from './snr.ts';
import { estimateTimeOfArrival } from './time-of-arrival.ts';

/** The report of one user: the five values of X_r and how many sources were seen. */
export interface Measurement {
  readonly kind: 'measurement';
  /** Signal-to-noise ratio per antenna and tone, linear; Infinity where the symbols agree to the last bit. */
  readonly snr: number;
  /** Azimuth of the strongest arrival, global frame, radians in (−π, π]. */
  readonly azimuth: number;
  /** Elevation of the strongest arrival, global frame, radians. */
  readonly elevation: number;
  /** Time of arrival of the strongest path, seconds. */
  readonly delay: number;
  /** Time of arrival of the first path that stands out, seconds; the strongest where none comes before it. */
  readonly firstDelay: number;
  /** Received power per antenna and tone for unit transmit power, noise taken off, linear. */
  readonly power: number;
  /** Noise power per antenna, tone and symbol, linear. */
  readonly noisePower: number;
  /** Sources that the MDL criterion found. */
  readonly sourceCount: number;
}

/** Scratch space and tables for one site and numerology; also what the latest measurement left behind. */
export interface MeasurementWorkspace {
  readonly site: Site;
  readonly radio: RadioConfiguration;
  readonly pilots: Float64Array;
  /** Least-squares estimate [antennas, tones, 2] of the latest measurement. */
  readonly leastSquares: Float32Array;
  readonly delay: DelayWorkspace;
  readonly firstPath: FirstPathWorkspace;
  readonly music: MusicWorkspace;
  /** Why no sounding of this site can be measured, or null. */
  readonly refusal: NoFixReason | null;
  /** MMSE weights of the delay taps [tones] of the latest measurement. */
  readonly weights: Float64Array;
}

/**
 * Prepares measurements at a site. One whose panel cannot measure two angles, or whose comb has one tone, is prepared too:
 * all its soundings then give no fix, with the reason.
 *
 * @throws LabError 'unsupported' for combs that the sounding sequence or the delay grid cannot serve
 */
export function createMeasurementWorkspace(site: Site, radio: RadioConfiguration): MeasurementWorkspace {
  const { rows, columns } = site.panel;
  const tones = pilotToneCount(radio);
  if (radio.delayBins < 2 * tones - 1) {
    throw new LabError(
      'unsupported',
      `${radio.delayBins} delay bins are too few for ${tones} pilot tones.`,
      `Use at least ${2 * tones - 1} delay bins.`,
    );
  }
  const antennas = rows * columns;
  const delay = createDelayWorkspace(antennas, tones, radio.delayBins);
  return {
    site,
    radio,
    // A lone tone needs no sequence: it is its own phase reference.
    pilots: tones === 1 ? Float64Array.of(1, 0) : soundingSequence(radio),
    leastSquares: new Float32Array(2 * antennas * tones),
    delay,
    firstPath: createFirstPathWorkspace(tones),
    refusal: rows < 2 || columns < 2 ? 'panel-too-small' : tones < 2 ? 'one-tone' : null,
    music: createMusicWorkspace(site, delay.tapCount),
    weights: new Float64Array(tones),
  };
}

/**
 * Measures one sounding: least squares (eq. 2), received power, SNR (eq. 4), time of arrival (eq. 3), azimuth and elevation
 * (eq. 1).
 *
 * @param received pilots [symbols, antennas, tones, 2]
 * @param workspace from `createMeasurementWorkspace`; its contents become this sounding's
 * @returns the report, or why there is none; never a number that was not measured
 * @throws LabError where `received` has another size than the workspace was made for
 */
export function measure(received: Float32Array, workspace: MeasurementWorkspace): Measurement | NoFix {
  const { radio, site, leastSquares, delay, weights, refusal } = workspace;
  if (received.length !== radio.symbols * leastSquares.length) {
    throw new LabError(
      'bad-argument',
      `A sounding of ${site.name} holds ${radio.symbols * leastSquares.length} values, got ${received.length}.`,
      'Hand in pilots of this site and numerology, [symbols, antennas, tones, 2].',
    );
  }
  const scatter = estimateLeastSquares(received, workspace.pilots, radio.symbols, leastSquares);
  const power = meanChannelPower(leastSquares);
  const refused = refuseEstimate(power, scatter, refusal);
  if (refused) return refused;
  computeDelayProfile(leastSquares, delay);
  // First guess of the noise in a tap, for the weights alone: the symbols' scatter, or the quietest taps of a single symbol.
  const tapNoise = radio.symbols > 1 ? scatter / (radio.symbols - 1) : medianOf(delay.cellPower);
  mmseWeights(delay.cellPower, tapNoise, antennaCount(site.panel), weights);
  const { snr, signalPower, noisePower } = estimateSnr(power, scatter, delay.cellPower, weights, radio.symbols);
  if (!(snr > 0)) return { kind: 'no-fix', reason: 'no-signal' };
  const turns = estimateTimeOfArrival(delay.profile, delay.autocorrelation, delay.tones);
  const { sourceCount, azimuth, elevation } = estimateArrival(delay, turns, workspace.music);
  const lost = refuseDirection(
    sourceCount,
    antennaCount(site.panel),
    maximum(delay.profile),
    noisePower / radio.symbols / delay.tones,
  );
  if (lost) return lost;
  const period = unambiguousDelay(radio);
  const firstTurns = estimateFirstPath(delay.taps, turns, noisePower / radio.symbols, workspace.firstPath);
  return {
    kind: 'measurement',
    snr,
    azimuth,
    elevation,
    delay: turns * period,
    firstDelay: firstTurns * period,
    power: signalPower,
    noisePower,
    sourceCount,
  };
}

/**
 * Why a channel estimate cannot be measured.
 *
 * @param power mean power of the estimate
 * @param scatter of the symbols about it
 * @param refusal why no sounding of the site can, or null
 */
export function refuseEstimate(power: number, scatter: number, refusal: NoFixReason | null): NoFix | null {
  if (!Number.isFinite(power) || !Number.isFinite(scatter)) return { kind: 'no-fix', reason: 'not-finite' };
  if (power === 0) return { kind: 'no-fix', reason: 'no-power' };
  return refusal ? { kind: 'no-fix', reason: refusal } : null;
}

/**
 * Why there is no direction.
 *
 * @param highest peak of the power delay profile
 * @param tapNoise noise power in a delay of the profile
 */
export function refuseDirection(
  sourceCount: number,
  antennas: number,
  highest: number,
  tapNoise: number,
): NoFix | null {
  if (sourceCount === 0) {
    // Power that stands out and yet has no direction: sources in every dimension look like noise to an eigenvalue test.
    const heard = highest > alarmFactor(antennas) * tapNoise;
    return { kind: 'no-fix', reason: heard ? 'too-many-sources' : 'no-signal' };
  }
  // M antennas tell at most M − 1 sources from noise, and then cannot say that there are no more.
  return sourceCount >= antennas - 1 ? { kind: 'no-fix', reason: 'too-many-sources' } : null;
}

/** What the latest measurement of a workspace left behind, copied out. */
export interface MeasurementProducts {
  /** Least-squares estimate [antennas, tones, 2]. */
  readonly leastSquares: Float32Array;
  /** Power delay profile [bins], linear; a bin is the unambiguous delay over the number of bins. */
  readonly powerDelayProfile: Float32Array;
  /** Coefficients of the MUSIC null spectrum; see `NullSpectrum`. */
  readonly nullSpectrum: Float64Array;
}

/** The intermediate products of the latest measurement that returned a report. */
export function keepProducts(workspace: MeasurementWorkspace): MeasurementProducts {
  return {
    leastSquares: workspace.leastSquares.slice(),
    powerDelayProfile: Float32Array.from(workspace.delay.profile),
    nullSpectrum: workspace.music.spectrum.coefficients.slice(),
  };
}

/** A MUSIC pseudo-spectrum drawn on a grid of global directions. */
export interface SpectrumGrid {
  /** [elevations, azimuths], linear; 0 behind the panel. */
  readonly values: Float32Array;
  /** The half space in front, ascending, radians; not wrapped, so they may leave (−π, π] and a drawing has no seam. */
  readonly azimuths: Float32Array;
  /** −π/2 … π/2, radians. */
  readonly elevations: Float32Array;
}

/**
 * Draws the pseudo-spectrum of an earlier measurement from what was kept of it. It takes a few milliseconds, so it is
 * asked only for a user that is looked at.
 *
 * @param workspace of the same site and numerology
 * @param nullSpectrum from `keepProducts`
 * @param azimuths points of the grid, three degrees apart by default
 * @param elevations points of the grid, four and a half degrees apart by default
 */
export function drawSpectrum(
  { site, music }: MeasurementWorkspace,
  nullSpectrum: Float64Array,
  azimuths = 61,
  elevations = 41,
): SpectrumGrid {
  const axis = (count: number, centre: number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => centre + Math.PI * (i / (count - 1) - 0.5));
  const grid = { azimuths: axis(azimuths, site.orientation.azimuth), elevations: axis(elevations, 0) };
  const spectrum = { ...music.spectrum, coefficients: nullSpectrum };
  return { ...grid, values: musicSpectrum({ ...music, spectrum }, grid.azimuths, grid.elevations) };
}

function medianOf(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1];
}
