/**
 * Refines a fix against the ray-traced channel, stage by stage: with an unknown gain for every path, which forgives a twin whose
 * walls or materials are a little off; with one for every site; with none. Each stage is as much sharper as its lobes are
 * narrower, so the one before says where to look, and what a stage leaves unexplained says whether the twin is exact enough for
 * it.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { DEFAULT_TRACE } from '../../propagation/trace-options.ts';
import type { Height, HeightOf, Summit } from './climb.ts';
import { byHeight, climb, gridPlaces, scan, spread } from './climb.ts';
import { displacePaths, modelPaths, samePaths } from './displaced-paths.ts';
import type { PathModel } from './displaced-paths.ts';
import type { LinkEvaluator, LinkLikelihood } from './likelihood.ts';
import { createLinkEvaluator } from './likelihood.ts';
import { siteTerms } from './site-information.ts';
import type { KnowledgeStage, Reception, Twin, TwinFix } from './twin.ts';

/** How it searches. */
export interface RefineOptions {
  /** How far from the start it looks, metres. */
  readonly reach: number;
  /** The last stage that is tried. */
  readonly until: KnowledgeStage;
}

/** The usual: what a good network leaves, and no transmitter whose phase is known. */
export const DEFAULT_REFINE: RefineOptions = { reach: 1.5, until: 'per-site' };

/** Paths of a link that count: all that are traced, or an exact twin would leave unexplained what was left out. */
const MOST_PATHS = DEFAULT_TRACE.maximumPaths;
/**
 * The look around the start on the paths that were traced there alone, which hold for about that far, metres: enough where the
 * start is good and the twin exact.
 */
const NEAR = { reach: 0.5, perSide: 5 } as const;
/** Places per side of the grid over the whole reach, each with paths traced there, and how many of them are followed. */
const GRID = 7;
const HYPOTHESES = 3;
/** Smallest stencil of the climb, metres. */
const FINEST = 1e-3;
/** A summit this far from where its paths were traced is traced again, so often at most, metres. */
const TRACE_AGAIN = 0.05;
const TRACES = 3;
/**
 * The search for the lobe of the carrier: places a tenth of a wavelength apart, as far as the stage before leaves it open (in
 * standard deviations), within limits in metres; and how many lobes are climbed.
 */
const LOBES = { perWavelength: 10, deviations: 3.5, nearest: 0.025, farthest: 0.3, climbed: 4 } as const;
/** Gauss–Newton steps at most, the longest of them, metres, and the last one over the bound. */
const STEPS = { count: 3, longest: 0.01, settled: 0.1 } as const;
/** Unexplained power over noise up to which the twin is taken to be exact, and up to which it is believed at all. */
const EXACT = 1.5;
const BELIEVED = 30;
/**
 * What a stage may explain less than free gains do: noise that these take with them, which scatters by less than its mean; and a share
 * of the signal. Where little stands out of the noise, any answer leaves about the noise.
 */
const LOST = { noise: 2, signal: 0.01 } as const;
/** Share of the power that may stay unexplained; beyond it the twin says less than the start does, and the fix stays there. */
const UNEXPLAINED = 0.5;
/** How far a refinement has come, at most, once it has looked near its start, over the whole reach, and climbed from there. */
const SHARES = { near: 0.2, far: 0.6, climbed: 0.7 } as const;

/** A place, and how well others near it explain what was received by paths that were traced there. */
interface Ground {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly models: readonly PathModel[];
  readonly likelihoods: (x: number, y: number) => LinkLikelihood[];
}

/** What a stage found. */
interface Found {
  readonly ground: Ground;
  readonly fix: TwinFix;
}

/**
 * Refines one fix.
 *
 * @param receptions of the sites that hear the user
 * @param start x and y, metres
 * @param z height of the user, metres
 */
export function refineFix(
  twin: Twin,
  receptions: readonly Reception[],
  start: readonly [x: number, y: number],
  z: number,
  options: RefineOptions = DEFAULT_REFINE,
): TwinFix {
  const steps = refineSteps(twin, receptions, start, z, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * The same in steps, between which others may be let in and whoever waits may be told or give up.
 *
 * @returns yields how far it has come, 0 to 1; a start whose surroundings explain everything skips a part of the way
 */
export function* refineSteps(
  twin: Twin,
  receptions: readonly Reception[],
  start: readonly [x: number, y: number],
  z: number,
  { reach, until }: RefineOptions = DEFAULT_REFINE,
): Generator<number, TwinFix> {
  const evaluators = receptions.map((reception) =>
    createLinkEvaluator(reception, twin.sites[reception.site], twin.radio, MOST_PATHS),
  );
  const stand = (x: number, y: number): Ground | null => groundAt(twin, receptions, evaluators, [x, y, z]);
  let found = yield* findSummit(stand, start, reach);
  if (!found) {
    const nothing = { residual: NaN, information: [0, 0, 0], bound: Infinity, believed: false } as const;
    return { x: start[0], y: start[1], stage: 'start', ...nothing };
  }
  for (const stage of ['per-site', 'coherent'] as const) {
    if (found.fix.stage === until) break;
    yield SHARES.climbed;
    const next = findLobe(twin, receptions, stand, found, stage);
    if (!next || next.fix.residual > EXACT || !explainsAsMuch(next, stage)) break;
    found = next;
  }
  const bound = found.fix.stage === 'per-path' ? Math.max(found.fix.bound, yield* scatterOf(found)) : found.fix.bound;
  return shrunken(dispersed(found.fix, bound), start);
}

/**
 * A twin that leaves more unexplained than the noise knows less by as much than its likelihood says (McCullagh and Nelder 1989,
 * Generalized Linear Models, §4.5: the covariance is that of the model times the dispersion, here what is left over the noise), and
 * so does one whose sites do not agree.
 *
 * @param least what the bound is at least, metres
 */
function dispersed(fix: TwinFix, least: number): TwinFix {
  if (!Number.isFinite(fix.bound)) return fix;
  const dispersion = Math.max(1, fix.residual, (least / fix.bound) ** 2);
  const [xx, xy, yy] = fix.information;
  const information = [xx / dispersion, xy / dispersion, yy / dispersion] as const;
  return { ...fix, information, bound: fix.bound * Math.sqrt(dispersion) };
}

/**
 * How far the sites disagree, metres: the standard deviation of a fix by the jackknife (Tukey 1958), √((n − 1)/n·Σ|xᵢ − x|²) of the
 * summits xᵢ that are found without one site each. A wall that is off moves the paths of a site together, and free gains hide
 * that from the residual, but the other sites know nothing of that wall. One site alone has nobody to disagree with: Infinity.
 *
 * @returns yields how far the refinement has come
 */
function* scatterOf({ ground, fix }: Found): Generator<number, number> {
  const heard = [...ground.models.keys()].filter((link) => ground.models[link].count > 0);
  if (heard.length < 2) return Infinity;
  let squared = 0;
  for (const [number, without] of heard.entries()) {
    yield SHARES.climbed + ((1 - SHARES.climbed) * number) / heard.length;
    const height: HeightOf = (x, y) =>
      ground.likelihoods(x, y).reduce((sum, { log }, link) => (link === without ? sum : sum + log['per-path']), 0);
    const summit = climb(height, fix.x, fix.y, TRACE_AGAIN, FINEST);
    squared += (summit.x - fix.x) ** 2 + (summit.y - fix.y) ** 2;
  }
  return Math.sqrt(((heard.length - 1) / heard.length) * squared);
}

/**
 * The fix between its start and the twin's answer: 1 − s²/d² of the way, where s is the bound and d the way, and none of it where
 * that is less than the twin can tell. That is the mean of both weighted by their variances, that of the start as this very
 * distance tells it (Efron and Morris 1973, Stein's estimation rule and its competitors: an empirical Bayes approach).
 */
function shrunken(fix: TwinFix, [x, y]: readonly [x: number, y: number]): TwinFix {
  const [dx, dy] = [fix.x - x, fix.y - y];
  const share = 1 - fix.bound ** 2 / (dx * dx + dy * dy);
  if (share > 0) return { ...fix, x: x + share * dx, y: y + share * dy };
  return { ...fix, x, y, stage: 'start', believed: false };
}

/** The highest summit of the per-path likelihood within reach, each hypothesis on paths traced where it stands. */
function* findSummit(
  stand: (x: number, y: number) => Ground | null,
  [x, y]: readonly [number, number],
  reach: number,
): Generator<number, Found | null> {
  yield 0;
  const home = stand(x, y);
  if (home) {
    const near = Math.min(reach, NEAR.reach);
    const around = scan(heightOn(home, 'per-path'), x, y, near, NEAR.perSide);
    const found = yield* followPlaces(stand, around, (2 * near) / (NEAR.perSide - 1), [0, SHARES.near]);
    if (found && found.fix.residual < EXACT) return found;
  }
  const heights: Height[] = [];
  const grid = gridPlaces(x, y, reach, GRID);
  for (const [at, [px, py]] of grid.entries()) {
    yield SHARES.near + ((SHARES.far - SHARES.near) * at) / grid.length;
    const ground = stand(px, py);
    if (ground) heights.push({ x: px, y: py, value: heightOn(ground, 'per-path')(px, py) });
  }
  return yield* followPlaces(stand, heights.sort(byHeight), (2 * reach) / (GRID - 1), [SHARES.far, SHARES.climbed]);
}

/**
 * Climbs from the best places of a grid, traces again where that leads away, and takes the highest summit.
 *
 * @param places the highest first
 * @param step of the grid, metres
 * @param shares how far the refinement has come before and after
 */
function* followPlaces(
  stand: (x: number, y: number) => Ground | null,
  places: readonly Height[],
  step: number,
  [before, after]: readonly [number, number],
): Generator<number, Found | null> {
  let best: { summit: Summit; ground: Ground } | null = null;
  const hypotheses = spread(places, HYPOTHESES, 1.5 * step);
  for (const [number, place] of hypotheses.entries()) {
    yield before + ((after - before) * number) / hypotheses.length;
    let at: Pick<Height, 'x' | 'y'> = place;
    let size = step / 2;
    let ground = stand(at.x, at.y);
    for (let trace = 1; ground && trace <= TRACES; trace++) {
      const summit = climb(heightOn(ground, 'per-path'), at.x, at.y, size, FINEST);
      const there = stand(summit.x, summit.y);
      if (there && (trace === TRACES || holdsAt(ground, there))) {
        if (!best || summit.value > best.summit.value) best = { summit, ground: there };
        break;
      }
      at = summit;
      size = TRACE_AGAIN;
      ground = there;
    }
  }
  if (!best) return null;
  const { summit, ground } = best;
  const likelihoods = ground.likelihoods(summit.x, summit.y);
  const sum = (of: (likelihood: LinkLikelihood) => number): number =>
    likelihoods.reduce((total, likelihood) => total + of(likelihood), 0);
  if (!(sum(({ left }) => left['per-path']) < UNEXPLAINED * sum(({ power }) => power))) return null;
  const residual = residualOf(likelihoods, 'per-path');
  const information = summit.curvature;
  const told = { residual, information, bound: boundOf(information), believed: residual < BELIEVED };
  return { ground, fix: { x: summit.x, y: summit.y, stage: 'per-path', ...told } };
}

/**
 * The highest lobe of a sharper stage around what the stage before found, and its top over the whole band. Paths that were traced
 * centimetres off have gains of that place, which is far for a fix of micrometres: the top is found on those of the lobe itself, and
 * where these are others than the ones that the lobe was chosen by, it is chosen anew by them.
 */
function findLobe(
  twin: Twin,
  receptions: readonly Reception[],
  stand: (x: number, y: number) => Ground | null,
  { fix, ground: first }: Found,
  stage: 'per-site' | 'coherent',
): Found | null {
  let ground = first;
  for (let trace = 1; ; trace++) {
    const lobe = highestLobe(heightOn(ground, stage), fix, SPEED_OF_LIGHT / twin.radio.carrierFrequency);
    const near = lobe && stepUp(twin, receptions, ground, lobe, stage);
    const there = near && stand(near.x, near.y);
    if (!there) return null;
    const top = stepUp(twin, receptions, there, near, stage);
    if (!top) return null;
    if (trace === TRACES || hasPathsOf(ground, there)) {
      const residual = residualOf(there.likelihoods(top.x, top.y), stage);
      return { ground: there, fix: { ...top, stage, residual, believed: true } };
    }
    ground = there;
  }
}

/** Searches as far around a fix as its bound leaves it open. */
function highestLobe(height: HeightOf, { x, y, bound }: TwinFix, wavelength: number): Height | null {
  const spacing = wavelength / LOBES.perWavelength;
  const reach = Math.min(LOBES.farthest, Math.max(LOBES.nearest, LOBES.deviations * bound));
  const perSide = 2 * Math.ceil(reach / spacing) + 1;
  const places = spread(scan(height, x, y, reach, perSide), LOBES.climbed, 2 * spacing);
  const summits = places.map((place) => climb(height, place.x, place.y, spacing / 2, spacing / 50));
  return summits.sort(byHeight).at(0) ?? null;
}

/** Gauss–Newton over the whole band; null where nothing determines the place. */
function stepUp(
  twin: Twin,
  receptions: readonly Reception[],
  { models, z }: Ground,
  from: Pick<Height, 'x' | 'y'>,
  stage: 'per-site' | 'coherent',
): Pick<TwinFix, 'x' | 'y' | 'information' | 'bound'> | null {
  let { x, y } = from;
  let information: TwinFix['information'] = [0, 0, 0];
  for (let step = 0; step < STEPS.count; step++) {
    let [gx, gy, xx, xy, yy] = [0, 0, 0, 0, 0];
    receptions.forEach((reception, link) => {
      const site = twin.sites[reception.site];
      const { gradient, curvature } = siteTerms(models[link], reception, site, twin.radio, x, y, z, stage);
      gx += gradient[0];
      gy += gradient[1];
      xx += curvature[0];
      xy += curvature[1];
      yy += curvature[2];
    });
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 0)) return null;
    const dx = (yy * gx - xy * gy) / determinant;
    const dy = (xx * gy - xy * gx) / determinant;
    const shrink = Math.min(1, STEPS.longest / Math.hypot(dx, dy));
    x += shrink * dx;
    y += shrink * dy;
    information = [2 * xx, 2 * xy, 2 * yy];
    if (Math.hypot(dx, dy) < STEPS.settled * boundOf(information)) break;
  }
  return { x, y, information, bound: boundOf(information) };
}

function groundAt(
  twin: Twin,
  receptions: readonly Reception[],
  evaluators: readonly LinkEvaluator[],
  point: readonly [number, number, number],
): Ground | null {
  const tables = twin.trace(point);
  if (!tables) return null;
  const { carrierFrequency } = twin.radio;
  const models = receptions.map(({ site }) => modelPaths(tables[site], carrierFrequency, MOST_PATHS));
  return {
    x: point[0],
    y: point[1],
    z: point[2],
    models,
    likelihoods: (x, y) =>
      models.map((model, link) => evaluators[link].evaluate(displacePaths(model, x, y, point[2], carrierFrequency))),
  };
}

/** Whether paths that were traced at one place still stand for those of another, which is near and has the same ones. */
function holdsAt(ground: Ground, there: Ground): boolean {
  return Math.hypot(there.x - ground.x, there.y - ground.y) <= TRACE_AGAIN && hasPathsOf(ground, there);
}

/** Whether the paths of a place are those of another one, continued to it. */
function hasPathsOf({ models }: Ground, { x, y, z, models: traced }: Ground): boolean {
  return models.every((model, link) => samePaths(model, traced[link], x, y, z));
}

const heightOn =
  ({ likelihoods }: Ground, stage: KnowledgeStage): HeightOf =>
  (x, y) =>
    likelihoods(x, y).reduce((sum, { log }) => sum + log[stage], 0);

/** Unexplained power over noise, mean over the links. */
function residualOf(likelihoods: readonly LinkLikelihood[], stage: KnowledgeStage): number {
  const told = likelihoods.filter(({ expected }) => expected > 0);
  return told.reduce((sum, { left, expected }) => sum + left[stage] / expected, 0) / told.length;
}

/** Whether a stage explains what free gains would, up to what chance gives these. */
function explainsAsMuch({ ground, fix }: Found, stage: KnowledgeStage): boolean {
  let [lost, taken, explained] = [0, 0, 0];
  for (const likelihood of ground.likelihoods(fix.x, fix.y)) {
    lost += likelihood.left[stage] - likelihood.left['per-path'];
    taken += likelihood.taken;
    explained += likelihood.power - likelihood.left['per-path'];
  }
  return lost < LOST.noise * taken + LOST.signal * explained;
}

/** √tr(J⁻¹). */
function boundOf([xx, xy, yy]: readonly [number, number, number]): number {
  const determinant = xx * yy - xy * xy;
  return determinant > 0 && xx > 0 ? Math.sqrt((xx + yy) / determinant) : Infinity;
}
