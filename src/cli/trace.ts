/** `wavefix trace`: the rays between one site and one user, as JSON. */
import { performance } from 'node:perf_hooks';
import { LabError } from '../errors/lab-error.ts';
import { finishSteps } from '../numerics/steps.ts';
import { dopplerShifts } from '../propagation/doppler.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { INTERACTIONS, PATH_END } from '../propagation/path-table.ts';
import { prepareSceneInSteps } from '../propagation/prepared-scene.ts';
import { ROUGH_WALLS, type ScatteringOptions } from '../propagation/trace-options.ts';
import { prepareSiteInSteps, tracePaths, type PreparedSite, type TraceOptions } from '../propagation/trace.ts';
import { createMaterial, noteMaterials } from '../scene/materials.ts';
import type { Scene, Vector3 } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { parseArguments } from './arguments.ts';
import { openScene } from './open-scene.ts';
import { createProgressLine } from './progress-line.ts';

const OPTIONS = {
  scene: { kind: 'text', shape: '<built-in id, GeoJSON, Mitsuba XML, PLY, zip or folder>', required: true },
  site: { kind: 'numbers', length: 3, shape: 'x,y,z (metres)', required: true },
  ue: { kind: 'numbers', length: 3, shape: 'x,y,z (metres)', required: true },
  frequency: { kind: 'number', shape: 'hertz, such as 3.5e9' },
  'max-reflections': { kind: 'integer' },
  pattern: { kind: 'text', choices: ['iso', 'dipole', 'tr38901'] },
  orientation: { kind: 'numbers', length: 2, shape: 'azimuth,elevation (radians)' },
  velocity: { kind: 'numbers', length: 3, shape: 'x,y,z (metres per second)' },
  materials: { kind: 'text', choices: ['p2040-3', 'p2040-4'] },
  diffraction: { kind: 'flag' },
  transmission: { kind: 'flag' },
  scattering: { kind: 'flag' },
} as const;

/** Images of a site that are grown for one user: it does not repay a city's second generation. */
export const ONE_USER_NODE_LIMIT = 2000;
/** Walls that a path may go through with --transmission. */
const MAXIMUM_TRANSMISSIONS = 2;
/** How surfaces scatter with --scattering. */
const SCATTERING: ScatteringOptions = { model: 'directive', ...ROUGH_WALLS };

/**
 * Traces one link. All paths are reported, however weak. Pattern and orientation are the site's; the user is isotropic.
 * With a velocity of the user every path has its Doppler shift.
 * What was mended in a scene from a file, and materials that the carrier is too high or too low for, are told on stderr.
 *
 * @param args what follows `trace` on the command line
 * @returns `{paths, timing}` as the design's contracts have it
 * @throws LabError for bad options, scenes and ends
 */
export async function trace(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (positionals.length > 0) {
    throw new LabError('bad-argument', `"${positionals[0]}" belongs to no option.`, 'Write --scene, --site and --ue.');
  }
  const [azimuth, elevation] = values.orientation ?? [0, 0];
  const frequency = values.frequency ?? 3.5e9;
  const start = performance.now();
  const { scene: opened, repairs } = await openScene(values.scene);
  const scene = values.materials === 'p2040-4' ? revise(opened) : opened;
  const loaded = performance.now();
  const site: Site = {
    name: '--site',
    position: vector(values.site),
    orientation: { azimuth, elevation },
    panel: { rows: 1, columns: 1, spacing: 0.5, pattern: values.pattern ?? 'iso' },
  };
  const preparedSite = prepareWithProgress(scene, site, {
    frequency,
    maximumReflections: values['max-reflections'] ?? 3,
    maximumTransmissions: values.transmission ? MAXIMUM_TRANSMISSIONS : 0,
    diffraction: values.diffraction ? 'edge-and-reflection' : 'none',
    scattering: values.scattering ? SCATTERING : null,
    dynamicRangeDb: Infinity,
    maximumPaths: Infinity,
    nodeLimit: ONE_USER_NODE_LIMIT,
  });
  const ready = performance.now();
  const paths = tracePaths(preparedSite, vector(values.ue));
  const traced = performance.now();
  // Only now: of what is refused, one line says why.
  for (const sentence of [...repairs, ...noteMaterials(scene.materials, frequency)])
    process.stderr.write(`${sentence}\n`);
  return {
    paths: describePaths(paths, values.velocity && dopplerShifts(paths, vector(values.velocity), frequency)),
    timing: {
      load_s: (loaded - start) / 1000,
      prepare_s: (ready - loaded) / 1000,
      trace_s: (traced - ready) / 1000,
    },
  };
}

/** Prepares a scene and a site of it; on stderr it says how far that is where it takes long, as it does in a large town. */
function prepareWithProgress(scene: Scene, site: Site, options: TraceOptions): PreparedSite {
  const progress = createProgressLine('% prepared');
  const tellFrom =
    (from: number) =>
    (share: number): void =>
      progress.update(Math.floor(from + 50 * share), 100);
  try {
    const prepared = finishSteps(prepareSceneInSteps(scene), tellFrom(0));
    return finishSteps(prepareSiteInSteps(prepared, site, options), tellFrom(50));
  } finally {
    progress.end();
  }
}

/** A scene of the latest revision's materials. */
const revise = (scene: Scene): Scene => ({
  ...scene,
  materials: scene.materials.map(({ name, thickness }) => createMaterial(name, thickness, 4)),
});

const vector = ([x, y, z]: readonly number[]): Vector3 => [x, y, z];

/** The JSON form of a path table; `shifts` in hertz, where the user moves. */
function describePaths(paths: PathTable, shifts?: Float64Array): unknown[] {
  return Array.from({ length: paths.count }, (_, p) => {
    const start = paths.vertexOffsets[p];
    const end = paths.vertexOffsets[p + 1];
    const re = paths.amplitudes[2 * p];
    const im = paths.amplitudes[2 * p + 1];
    return {
      delay_s: paths.delays[p],
      gain_db: 10 * Math.log10(re * re + im * im),
      phase_rad: Math.atan2(im, re),
      ...(shifts && { doppler_hz: shifts[p] }),
      departure: { azimuth_rad: paths.departureAzimuths[p], elevation_rad: paths.departureElevations[p] },
      arrival: { azimuth_rad: paths.arrivalAzimuths[p], elevation_rad: paths.arrivalElevations[p] },
      interactions: [...paths.interactions.slice(start, end)]
        .filter((code) => code !== PATH_END)
        .map((code) => INTERACTIONS[code]),
      vertices: Array.from({ length: end - start }, (_, v) => [
        ...paths.vertices.slice(3 * (start + v), 3 * (start + v) + 3),
      ]),
    };
  });
}
