/**
 * MUSIC: azimuth and elevation of the strongest arrival at a rectangular panel (PE-MSRN paper, eq. 1).
 *
 * Two readings of the snapshots, both measured in the hall of scenario S3:
 * - The symbols are averaged first. Taken one by one they would add only the covariance of their difference, which holds no
 *   signal, so the eigenvectors would be the same with more noise in them.
 * - Of the tones only what arrives near the reported delay is kept. All taps have the covariance of all tones
 *   (Parseval); a gate in delay leaves out the paths that arrive elsewhere, and their noise. In a hall of thirty paths that
 *   takes a third off the median angle error or more from 0 dB up (docs/measurement-errors-hall.md), and nothing from a lone
 *   path.
 */
import { antennaCount, fromPanelCosines, panelFrame, toPanelCosines } from '../channel/array.ts';
import type { PanelFrame } from '../channel/array.ts';
import type { AntennaPanel, Site } from '../scene/sites.ts';
import { pairedSteeringVector, toPairedSpace } from './covariance.ts';
import type { DelayWorkspace } from './delay-profile.ts';
import { descendNullSpectrum, evaluateNullSpectrum, fillNullSpectrum, sampleNullSpectrum } from './null-spectrum.ts';
import type { NullSpectrum, NullSpectrumJet } from './null-spectrum.ts';
import { createSignalSubspace, findSignalSubspace } from './signal-subspace.ts';
import type { SignalSubspace } from './signal-subspace.ts';
import { ridgePowers } from './ridge-powers.ts';

/** Taps on either side of the reported delay that the gate lets through: 20 ns of a 188 MHz sounding. */
const GATE_REACH = 5;

/** Points of the coarse grid per period of the array phase, nine per period of an 8-element panel's fastest ripple. */
export const COARSE_GRID = 64;

/** Ridge of the power estimate relative to a lone path: bounds the powers of directions that the panel cannot tell apart. */
export const RIDGE = 0.02;

/** Taps in the gate of a delay row. */
export function gateWidth(tapCount: number): number {
  return Math.min(2 * GATE_REACH + 1, tapCount);
}

/** Minima that are refined: a few more than wanted, because the coarse grid does not rank narrow ones well. */
export function candidateCount(sourceCount: number): number {
  return 2 * sourceCount + 2;
}

/** What MUSIC found. */
export interface ArrivalEstimate {
  /** Sources by minimum description length; without any there is no direction. */
  readonly sourceCount: number;
  /** Global azimuth in (−π, π], radians; NaN without a source. */
  readonly azimuth: number;
  /** Global elevation, radians; NaN without a source. */
  readonly elevation: number;
}

/** Everything MUSIC needs for one panel. Its contents belong to the latest call. */
export interface MusicWorkspace {
  readonly panel: AntennaPanel;
  readonly frame: PanelFrame;
  /** Taps in the gate. */
  readonly gate: number;
  readonly gated: readonly Float64Array[];
  readonly paired: Float64Array;
  readonly subspace: SignalSubspace;
  readonly spectrum: NullSpectrum;
  readonly coarse: Float64Array;
}

/**
 * Scratch space for a site.
 *
 * @param tapCount taps of a delay row, see `DelayWorkspace`
 * @param gate taps around the reported delay that are looked at; all of them are the plain reading of the paper
 */
export function createMusicWorkspace(site: Site, tapCount: number, gate = gateWidth(tapCount)): MusicWorkspace {
  const { panel } = site;
  const antennas = antennaCount(panel);
  return {
    panel,
    frame: panelFrame(site.orientation),
    gate,
    gated: Array.from({ length: antennas }, () => new Float64Array(2 * gate)),
    paired: new Float64Array(2 * antennas * gate),
    subspace: createSignalSubspace(antennas, 2 * gate),
    spectrum: {
      rows: panel.rows,
      columns: panel.columns,
      coefficients: new Float64Array(2 * panel.rows * (2 * panel.columns - 1)),
    },
    coarse: new Float64Array(COARSE_GRID * COARSE_GRID),
  };
}

/**
 * Direction of the strongest arrival around a delay.
 *
 * MUSIC peaks where a direction fits the signal subspace, not where power is, so the order of its peaks' heights says little.
 * As many of the deepest minima of the null spectrum as there are sources are taken as directions, their powers follow
 * by least squares from the same snapshots (which holds for coherent paths too), and the strongest is reported.
 *
 * @param delay workspace that `computeDelayProfile` has filled
 * @param turns time of arrival over the repetition period of the comb
 * @param workspace from `createMusicWorkspace`; afterwards `workspace.spectrum` holds the null spectrum
 */
export function estimateArrival(delay: DelayWorkspace, turns: number, workspace: MusicWorkspace): ArrivalEstimate {
  const { panel, frame, gated, paired, subspace, spectrum, coarse } = workspace;
  gateTaps(delay, turns, workspace.gate, gated);
  toPairedSpace(gated, paired);
  const sourceCount = findSignalSubspace(paired, subspace);
  fillNullSpectrum(spectrum, subspace.vectors, sourceCount);
  const none = { sourceCount: 0, azimuth: Number.NaN, elevation: Number.NaN };
  if (sourceCount === 0) return none;

  sampleNullSpectrum(spectrum, COARSE_GRID, coarse);
  const step = (2 * Math.PI) / COARSE_GRID;
  const minima = findMinima(coarse, COARSE_GRID, panel.spacing)
    .slice(0, candidateCount(sourceCount))
    .map((cell) => {
      const jet = createJet();
      const startX = wrapPhase((cell % COARSE_GRID) * step);
      const startY = wrapPhase(Math.floor(cell / COARSE_GRID) * step);
      const [x, y] = descendNullSpectrum(spectrum, startX, startY, step, jet);
      return { x, y, depth: jet.value };
    })
    .sort((a, b) => a.depth - b.depth)
    .slice(0, sourceCount);
  if (minima.length === 0) return none;
  const responses = minima.map(({ x, y }) =>
    pairedSteeringVector(panel.rows, panel.columns, x, y, new Float64Array(subspace.antennas)),
  );
  const powers = ridgePowers(responses, paired, RIDGE);
  const { x, y } = minima[powers.indexOf(Math.max(...powers))];
  const toCosine = 1 / (2 * Math.PI * panel.spacing);
  return { sourceCount, ...fromPanelCosines(frame, x * toCosine, y * toCosine) };
}

/**
 * MUSIC pseudo-spectrum Γ = M/(wᴴUUᴴw) (eq. 1) of the latest estimate in global directions; 0 behind the panel.
 *
 * @param azimuths radians, global
 * @param elevations radians, global
 * @returns [elevations, azimuths], linear, at least 1 in front of the panel
 */
export function musicSpectrum(
  workspace: MusicWorkspace,
  azimuths: ArrayLike<number>,
  elevations: ArrayLike<number>,
): Float32Array {
  const { frame, panel, spectrum } = workspace;
  const antennas = antennaCount(panel);
  const toPhase = 2 * Math.PI * panel.spacing;
  const values = new Float32Array(azimuths.length * elevations.length);
  const jet = createJet();
  for (let i = 0; i < elevations.length; i++) {
    for (let j = 0; j < azimuths.length; j++) {
      const [p, q, w] = toPanelCosines(frame, azimuths[j], elevations[i]);
      if (w < -1e-9) continue;
      evaluateNullSpectrum(spectrum, toPhase * p, toPhase * q, jet);
      values[i * azimuths.length + j] = antennas / Math.max(jet.value, 1e-9 * antennas);
    }
  }
  return values;
}

/** Copies the taps around a delay, circularly, from every antenna. */
function gateTaps(delay: DelayWorkspace, turns: number, gate: number, target: readonly Float64Array[]): void {
  const { tapCount, taps } = delay;
  const first = Math.round(turns * tapCount) - (gate >> 1);
  for (let t = 0; t < gate; t++) {
    const from = (2 * (2 * tapCount - first - t)) % (2 * tapCount);
    for (let m = 0; m < taps.length; m++) {
      target[m][2 * t] = taps[m][from];
      target[m][2 * t + 1] = taps[m][from + 1];
    }
  }
}

/** Cells of a periodic grid that no neighbour undercuts and that lie in the visible region, deepest first. */
function findMinima(values: Float64Array, grid: number, spacing: number): number[] {
  const found: number[] = [];
  // A peak at the rim of the visible region may have its cell just outside.
  const rim = 1 + Math.SQRT2 / (grid * spacing);
  const cosine = (cell: number): number => wrapPhase((2 * Math.PI * cell) / grid) / (2 * Math.PI * spacing);
  for (let y = 0; y < grid; y++) {
    const row = y * grid;
    const below = ((y + grid - 1) % grid) * grid;
    const above = ((y + 1) % grid) * grid;
    for (let x = 0; x < grid; x++) {
      const here = values[row + x];
      const left = (x + grid - 1) % grid;
      const right = (x + 1) % grid;
      // In this order most cells are done after one or two looks.
      if (here > values[row + left] || here > values[row + right]) continue;
      if (here > values[below + x] || here > values[below + left] || here > values[below + right]) continue;
      if (here > values[above + x] || here > values[above + left] || here > values[above + right]) continue;
      if (cosine(x) ** 2 + cosine(y) ** 2 <= rim * rim) found.push(row + x);
    }
  }
  return found.sort((a, b) => values[a] - values[b]);
}

function createJet(): NullSpectrumJet {
  return { value: 0, gradientX: 0, gradientY: 0, curvatureXX: 0, curvatureXY: 0, curvatureYY: 0 };
}

/** The same phase in [−π, π). */
function wrapPhase(phase: number): number {
  return phase - 2 * Math.PI * Math.floor((phase + Math.PI) / (2 * Math.PI));
}
