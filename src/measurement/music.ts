/**
 * MUSIC: azimuth and elevation of the strongest arrival at a rectangular panel (PE-MSRN paper, eq. 1).
 *
 * Snapshots are the tones of the symbol-averaged estimate. Taking the symbols one by one adds only the covariance of their
 * difference, which holds no signal: a multiple of the identity plus noise. Averaging first has the same eigenvectors with less noise
 * in them, at half the work.
 */
import { antennaCount, fromPanelCosines, panelFrame, toPanelCosines } from '../channel/array.ts';
import type { PanelFrame } from '../channel/array.ts';
import { createSubspaceSolver } from '../numerics/subspace.ts';
import type { SubspaceSolver } from '../numerics/subspace.ts';
import type { AntennaPanel, Site } from '../scene/sites.ts';
import { realCovariance, toPairedSpace } from './covariance.ts';
import { descendNullSpectrum, evaluateNullSpectrum, fillNullSpectrum, sampleNullSpectrum } from './null-spectrum.ts';
import type { NullSpectrum, NullSpectrumJet } from './null-spectrum.ts';
import { countSources, logDeterminant } from './source-count.ts';

/** Most sources that are looked for. */
export const MAXIMUM_SOURCES = 8;

/** Vectors iterated beyond the wanted ones; they carry what lies just below the cut and so speed convergence up. */
const GUARD_VECTORS = 4;

/** Points of the coarse grid per period of the array phase: four times the degree of an 8-element polynomial, twice over. */
const COARSE_GRID = 64;

/** Diagonal loading relative to the mean eigenvalue: far below any noise, far above rounding, so a noise-free covariance is definite. */
const LOADING = 1e-12;

/** What MUSIC found. */
export interface ArrivalEstimate {
  /** Sources by minimum description length; without any there is no direction. */
  readonly sourceCount: number;
  /** Global azimuth in (−π, π], radians; NaN without a source. */
  readonly azimuth: number;
  /** Global elevation, radians; NaN without a source. */
  readonly elevation: number;
}

/** Everything MUSIC needs for one panel and number of tones. Its contents belong to the latest call. */
export interface MusicWorkspace {
  readonly panel: AntennaPanel;
  readonly frame: PanelFrame;
  readonly paired: Float64Array;
  readonly covariance: Float64Array;
  readonly factor: Float64Array;
  readonly solver: SubspaceSolver;
  readonly spectrum: NullSpectrum;
  readonly coarse: Float64Array;
}

/** Scratch space for a site and a number of tones. */
export function createMusicWorkspace(site: Site, tones: number): MusicWorkspace {
  const { panel } = site;
  const antennas = antennaCount(panel);
  return {
    panel,
    frame: panelFrame(site.orientation),
    paired: new Float64Array(2 * antennas * tones),
    covariance: new Float64Array(antennas * antennas),
    factor: new Float64Array(antennas * antennas),
    solver: createSubspaceSolver(antennas, MAXIMUM_SOURCES + GUARD_VECTORS),
    spectrum: {
      rows: panel.rows,
      columns: panel.columns,
      coefficients: new Float64Array(2 * panel.rows * (2 * panel.columns - 1)),
    },
    coarse: new Float64Array(COARSE_GRID * COARSE_GRID),
  };
}

/**
 * Direction of the strongest arrival.
 *
 * MUSIC's peaks are sharp where a direction fits the signal subspace, not where power is, so the order of their heights says
 * little. Each peak is therefore weighed by the power that the subspace assigns to it, 1/(aᴴ U(Λ − σ²)⁻¹Uᴴ a) for a direction in the
 * subspace, and the strongest is reported.
 *
 * @param estimate least-squares estimate [antennas, tones, 2], at least 2×2 antennas
 * @param workspace from `createMusicWorkspace`; afterwards `workspace.spectrum` holds the null spectrum
 */
export function estimateArrival(estimate: Float32Array, workspace: MusicWorkspace): ArrivalEstimate {
  const { panel, frame, paired, covariance, factor, solver, spectrum, coarse } = workspace;
  const antennas = antennaCount(panel);
  const snapshots = estimate.length / (2 * antennas);
  toPairedSpace(estimate, antennas, paired);
  realCovariance(paired, antennas, covariance);
  let trace = 0;
  for (let i = 0; i < antennas; i++) trace += covariance[i * antennas + i];
  const loading = (LOADING * trace) / antennas;
  for (let i = 0; i < antennas; i++) covariance[i * antennas + i] += loading;
  trace += loading * antennas;
  factor.set(covariance);
  const logDet = logDeterminant(factor, antennas);
  const count = (values: Float64Array): number =>
    countSources(values, trace, logDet, antennas, snapshots, Math.min(MAXIMUM_SOURCES, antennas - 1));
  const { values, vectors } = solver.solve(covariance, count, 1e-5, 60);
  const sourceCount = count(values);
  fillNullSpectrum(spectrum, vectors, sourceCount);
  if (sourceCount === 0) return { sourceCount, azimuth: Number.NaN, elevation: Number.NaN };

  let rest = trace;
  for (let i = 0; i < sourceCount; i++) rest -= values[i];
  const noise = Math.max(0, rest) / (antennas - sourceCount);

  sampleNullSpectrum(spectrum, COARSE_GRID, coarse);
  const candidates = findMinima(coarse, COARSE_GRID, panel.spacing).slice(0, 2 * sourceCount);
  const jet: NullSpectrumJet = { value: 0, gradientX: 0, gradientY: 0, curvatureXX: 0, curvatureXY: 0, curvatureYY: 0 };
  let bestPower = -1;
  let bestX = 0;
  let bestY = 0;
  for (const cell of candidates) {
    const step = (2 * Math.PI) / COARSE_GRID;
    const startX = wrapPhase((cell % COARSE_GRID) * step);
    const startY = wrapPhase(Math.floor(cell / COARSE_GRID) * step);
    const [x, y] = descendNullSpectrum(spectrum, startX, startY, step, jet);
    const power = subspacePower(panel, values, vectors, sourceCount, noise, x, y);
    if (power > bestPower) {
      bestPower = power;
      bestX = x;
      bestY = y;
    }
  }
  if (bestPower < 0) return { sourceCount: 0, azimuth: Number.NaN, elevation: Number.NaN };
  const toCosine = 1 / (2 * Math.PI * panel.spacing);
  return { sourceCount, ...fromPanelCosines(frame, bestX * toCosine, bestY * toCosine) };
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
  const jet: NullSpectrumJet = { value: 0, gradientX: 0, gradientY: 0, curvatureXX: 0, curvatureXY: 0, curvatureYY: 0 };
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

/** Cells of a periodic grid that no neighbour undercuts and that lie in the visible region, deepest first. */
function findMinima(values: Float64Array, grid: number, spacing: number): number[] {
  const found: number[] = [];
  // A peak at the rim of the visible region may have its cell just outside.
  const rim = 1 + Math.SQRT2 / (grid * spacing);
  for (let y = 0; y < grid; y++) {
    const q = wrapPhase((2 * Math.PI * y) / grid) / (2 * Math.PI * spacing);
    for (let x = 0; x < grid; x++) {
      const p = wrapPhase((2 * Math.PI * x) / grid) / (2 * Math.PI * spacing);
      if (p * p + q * q > rim * rim) continue;
      const here = values[y * grid + x];
      let lowest = true;
      for (let dy = -1; dy <= 1 && lowest; dy++) {
        const row = ((y + dy + grid) % grid) * grid;
        for (let dx = -1; dx <= 1 && lowest; dx++) lowest = here <= values[row + ((x + dx + grid) % grid)];
      }
      if (lowest) found.push(y * grid + x);
    }
  }
  return found.sort((a, b) => values[a] - values[b]);
}

/**
 * Power of a plane wave from (ψ_x, ψ_y) by the signal subspace: c²/(M²·aᴴU(Λ − σ²)⁻¹Uᴴa) with c = ‖Uᴴa‖². For a direction within the
 * subspace it is the source's own power (uncorrelated sources); outside it falls towards zero.
 */
function subspacePower(
  panel: AntennaPanel,
  values: Float64Array,
  vectors: Float64Array,
  count: number,
  noise: number,
  psiX: number,
  psiY: number,
): number {
  const antennas = antennaCount(panel);
  const half = antennas >> 1;
  let captured = 0;
  let weighted = 0;
  for (let i = 0; i < count; i++) {
    let projection = antennas % 2 === 1 ? vectors[i * antennas + antennas - 1] : 0;
    for (let m = 0; m < half; m++) {
      const phase =
        psiX * ((m % panel.columns) - (panel.columns - 1) / 2) +
        psiY * (Math.floor(m / panel.columns) - (panel.rows - 1) / 2);
      projection +=
        Math.SQRT2 * (Math.cos(phase) * vectors[i * antennas + m] + Math.sin(phase) * vectors[i * antennas + half + m]);
    }
    captured += projection * projection;
    weighted += (projection * projection) / Math.max(values[i] - noise, 1e-12 * values[0]);
  }
  return weighted > 0 ? (captured * captured) / (antennas * antennas * weighted) : 0;
}

/** The same phase in [−π, π). */
function wrapPhase(phase: number): number {
  return phase - 2 * Math.PI * Math.floor((phase + Math.PI) / (2 * Math.PI));
}
