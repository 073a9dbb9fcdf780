/** How much a twin forgives: the refinement against twins, and with clocks, that are wrong in one way each. */
import { receptionsOf } from '../../estimators/twin/receptions.ts';
import { DEFAULT_REFINE, refineFix } from '../../estimators/twin/refine.ts';
import type { KnowledgeStage, Twin, TwinFix, TwinStage } from '../../estimators/twin/twin.ts';
import type { ErrorMetrics } from '../../evaluation/metrics.ts';
import { errorMetrics } from '../../evaluation/metrics.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';
import { createRandom } from '../../numerics/random.ts';
import { PATH_END } from '../../propagation/path-table.ts';
import type { Scene } from '../../scene/scene.ts';
import { calibrateClocks, opposite, withClocks } from './clocks.ts';
import { busiestBuilding, displaceWalls, removeObject } from './displaced-walls.ts';

/** What is wrong in a case. */
export interface MismatchCase {
  readonly id: string;
  /** In words. */
  readonly title: string;
  /** Standard deviation of every wall, metres. */
  readonly walls?: number;
  /** What the permittivity and the conductivity of every material are multiplied by. */
  readonly permittivity?: number;
  /** The building that most paths of the users touch is not in the map. */
  readonly missing?: boolean;
  /** Standard deviation of the sites' clocks, seconds. */
  readonly clocks?: number;
  /** Users at known places who tell the clocks. */
  readonly calibratedOn?: number;
}

/** The cases. */
export const MISMATCHES: readonly MismatchCase[] = [
  { id: 'exact', title: 'nothing' },
  { id: 'walls-5cm', title: 'every wall off by σ = 5 cm', walls: 0.05 },
  { id: 'walls-10cm', title: 'every wall off by σ = 10 cm', walls: 0.1 },
  { id: 'permittivity', title: 'permittivity and conductivity 30 % too high', permittivity: 1.3 },
  { id: 'building', title: 'the building missing that most paths touch', missing: true },
  { id: 'clocks-0.1ns', title: 'clocks of the sites off by σ = 0.1 ns', clocks: 1e-10 },
  { id: 'clocks-1ns', title: 'clocks of the sites off by σ = 1 ns', clocks: 1e-9 },
  { id: 'clocks-10ns', title: 'clocks of the sites off by σ = 10 ns', clocks: 1e-8 },
  { id: 'calibrated', title: 'clocks off by σ = 10 ns, told by 16 known users', clocks: 1e-8, calibratedOn: 16 },
];

/** What the study works with. */
export interface MismatchWorld {
  readonly scene: Scene;
  /** A twin of a scene, its sites and radio those of the true one. */
  readonly twinOf: (scene: Scene) => Twin;
  /** Users with their true channels; those who calibrate come first and are not refined. */
  readonly positions: Float64Array;
  readonly channels: ChannelSource;
}

/** How it is done. */
export interface MismatchOptions {
  /** Users at the head of the table who are known. */
  readonly known: number;
  /** Standard deviation of the starts in x and in y, metres. */
  readonly start: number;
  /** The last stage of the refinement. */
  readonly until: KnowledgeStage;
  readonly seed: number;
}

/** What a case gave. */
export interface MismatchResult {
  readonly id: string;
  readonly title: string;
  readonly errors: ErrorMetrics;
  readonly start: Pick<ErrorMetrics, 'mean_m' | 'median_m' | 'p90_m'>;
  /** Share of users whose fix is more than a fifth farther from the truth than its start. */
  readonly worse_than_start: number;
  readonly below_1cm: number;
  readonly believed: number;
  readonly stages: Readonly<Record<TwinStage, number>>;
}

/** What the study says. */
export interface MismatchStudy {
  readonly study: 'twin-mismatch';
  readonly dataset: string;
  readonly dataset_hash: string;
  readonly seed: number;
  readonly count: number;
  readonly start_m: number;
  readonly until: KnowledgeStage;
  readonly cases: readonly MismatchResult[];
}

/** A user is worse off where the error has grown by more than this. */
const WORSE = 1.2;

/** Runs one case. */
export function runMismatch(
  { scene, twinOf, positions, channels }: MismatchWorld,
  mismatch: MismatchCase,
  { known, start, until, seed }: MismatchOptions,
  onUser?: (done: number, total: number) => void,
): MismatchResult {
  const touched = (): number[] => touchedPoints(twinOf(scene), positions.subarray(3 * known));
  const twin = twinOf(wrongScene(scene, mismatch, touched, seed));
  const random = createRandom(seed, 2);
  const errors = twin.sites.map(() => ({ delay: (mismatch.clocks ?? 0) * random.normal(), phase: 0 }));
  const late = mismatch.clocks === undefined ? channels : withClocks(channels, errors);
  const calibrated =
    mismatch.calibratedOn === undefined
      ? late
      : withClocks(late, calibrateClocks(twin, late, positions.subarray(0, 3 * mismatch.calibratedOn)).map(opposite));
  const total = positions.length / 3 - known;
  const fixes: TwinFix[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let user = known; user < known + total; user++) {
    const [x, y, z] = positions.subarray(3 * user, 3 * user + 3);
    const chance = createRandom(seed, 3, user);
    const from = [x + start * chance.normal(), y + start * chance.normal()] as const;
    const fix = refineFix(twin, receptionsOf(calibrated, twin, user), from, z, { ...DEFAULT_REFINE, until });
    fixes.push(fix);
    starts.push(Math.hypot(from[0] - x, from[1] - y));
    ends.push(Math.hypot(fix.x - x, fix.y - y));
    onUser?.(fixes.length, total);
  }
  const share = (holds: (user: number) => boolean): number => ends.filter((_, user) => holds(user)).length / total;
  const at = (stage: TwinStage): number => fixes.filter((fix) => fix.stage === stage).length;
  const { mean_m, median_m, p90_m } = errorMetrics(starts);
  return {
    ...{ id: mismatch.id, title: mismatch.title, errors: errorMetrics(ends), start: { mean_m, median_m, p90_m } },
    worse_than_start: share((user) => ends[user] > WORSE * starts[user]),
    below_1cm: share((user) => ends[user] < 0.01),
    believed: share((user) => fixes[user].believed),
    stages: { start: at('start'), 'per-path': at('per-path'), 'per-site': at('per-site'), coherent: at('coherent') },
  };
}

/** The world as the twin has it. */
function wrongScene(
  scene: Scene,
  { walls, permittivity, missing }: MismatchCase,
  touched: () => number[],
  seed: number,
): Scene {
  let wrong = scene;
  if (walls !== undefined) wrong = displaceWalls(wrong, walls, createRandom(seed, 1));
  if (permittivity !== undefined) {
    const materials = wrong.materials.map((material) => ({
      ...material,
      bands: material.bands.map((band) => ({ ...band, a: permittivity * band.a, c: permittivity * band.c })),
    }));
    wrong = { ...wrong, materials };
  }
  if (missing) {
    const building = busiestBuilding(wrong, touched());
    if (building >= 0) wrong = removeObject(wrong, building);
  }
  return wrong;
}

/** Where the paths of some users touch something [count · 3], metres. */
function touchedPoints({ trace }: Twin, positions: Float64Array): number[] {
  const points: number[] = [];
  for (let at = 0; at < positions.length; at += 3) {
    for (const { vertices, interactions } of trace([positions[at], positions[at + 1], positions[at + 2]]) ?? []) {
      interactions.forEach((code, vertex) => {
        if (code !== PATH_END) points.push(...vertices.subarray(3 * vertex, 3 * vertex + 3));
      });
    }
  }
  return points;
}
