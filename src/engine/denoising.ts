/** Sampling the posterior of a session's users step by step, while the worker goes on answering others. */
import { LabError } from '../errors/lab-error.ts';
import { centreOf } from '../estimators/diffusion/sample.ts';
import type { CloudWalk, PosteriorSampler, WalkRequest } from '../estimators/diffusion/posterior-sampler.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { explainNoFix, refusalSentence } from '../estimators/no-fix.ts';
import { median } from '../numerics/quantiles.ts';
import { spreadEvenly } from '../numerics/spread.ts';
import type { Progress } from './base.ts';
import type {
  DenoiseRequest,
  DenoisingAnswer,
  DenoisingTrace,
  PosteriorSpread,
  PullRequest,
  SamplerId,
  SurveyRequest,
} from './denoising-view.ts';
import { MOST_SAMPLES, MOST_STEPS } from './denoising-view.ts';
import type { Device } from './device.ts';
import { estimatorOf, observedInput } from './finding.ts';
import { checkSite, checkUser, type Session } from './session.ts';
import type { Turns } from './turns.ts';
import { enclosedSentence } from './views.ts';

/** How long the device is kept before others get their turn, milliseconds. */
const SLICE = 40;

/** A look at a user before it is shown: fewer samples and steps than a run has. */
const LOOK = { samples: 24, steps: 60 } as const;

/** Where the work is done, and who hears of it. */
export interface DenoisingContext {
  readonly device: Device;
  readonly turns: Turns;
  readonly emit: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Walks the clouds of a user.
 *
 * @throws LabError 'unsupported' where the sampler cannot run here, 'bad-argument' for a request that makes no sense, or whatever
 *   aborted the signal
 */
export async function denoiseUser(
  session: Session,
  { user, sampler, ...request }: DenoiseRequest,
  context: DenoisingContext,
): Promise<DenoisingAnswer> {
  checkUser(session, user);
  checkRequest(session, request);
  await loadSampler(session, sampler, context);
  // Somebody waits to see it: finding everybody else goes on afterwards.
  const walked = await context.turns.foremost((next) => {
    session.pipeline.observe(user, session.snrDb);
    return walkUser(session, user, sampler, request, { ...context, next });
  });
  if (!walked) return { kind: 'unheard', user, reason: whyUnheard(session, sampler, user) };
  const { posterior, walk } = walked;
  const trace = { user, sampler, seed: request.seed, samples: request.samples, clouds: request.clouds };
  return { kind: 'trace', trace: { ...trace, heard: posterior.heard, ...packWalk(walk, request) } };
}

/**
 * Where some sites would move positions; zeros for a user whom no site hears.
 *
 * @returns [count, 2], metres
 * @throws LabError as `denoiseUser` does
 */
export async function pullPositions(
  session: Session,
  { user, sampler, sites, positions, sigma, prior }: PullRequest,
  context: DenoisingContext,
): Promise<Float32Array> {
  checkUser(session, user);
  for (const site of sites) checkSite(session, site);
  await loadSampler(session, sampler, context);
  session.pipeline.observe(user, session.snrDb);
  return context.device.compute(session.loaded, async () => {
    const posterior = await openPosterior(session, user, sampler);
    return (await posterior?.pull(positions, sigma, sites, prior)) ?? new Float32Array(positions.length);
  });
}

/**
 * How well the sites find many users, alone and together; whoever is heard by one site or none is left out.
 *
 * @throws LabError as `denoiseUser` does
 */
export async function surveyPosteriors(
  session: Session,
  { sampler, users, seed }: SurveyRequest,
  onSpread: (spread: PosteriorSpread) => void,
  context: DenoisingContext,
): Promise<void> {
  await loadSampler(session, sampler, context);
  const { pipeline } = session;
  const numbers = pipeline.world.sites.map((_, site) => site);
  const clouds = [numbers, ...numbers.map((site) => [site])];
  const next = (signal: AbortSignal): Promise<void> => context.turns.next(signal);
  const quiet = { ...context, next, emit: () => undefined };
  for (const user of spreadEvenly(pipeline.users.count, users)) {
    await next(context.signal);
    const { position } = pipeline.observe(user, session.snrDb);
    const walked = await walkUser(session, user, sampler, { ...LOOK, clouds, seed, prior: false, from: null }, quiet);
    if (!walked) continue;
    const { posterior, walk } = walked;
    const last = walk.positions.subarray(-2 * LOOK.samples * clouds.length);
    const missOf = (cloud: number): number =>
      missAround(last.subarray(2 * LOOK.samples * cloud, 2 * LOOK.samples * (cloud + 1)), position);
    const hearing = numbers.filter((site) => posterior.heard[site]);
    if (hearing.length < 2) continue;
    const alone = median(hearing.map((site) => missOf(1 + site)));
    onSpread({ user, heard: hearing.length, alone, together: missOf(0) });
  }
}

function checkRequest(
  session: Session,
  { clouds, samples, steps, from }: Omit<DenoiseRequest, 'user' | 'sampler'>,
): void {
  for (const site of clouds.flat()) checkSite(session, site);
  if (!Number.isInteger(samples) || samples < 1 || samples > MOST_SAMPLES) {
    throw new LabError('bad-argument', `${samples} samples cannot be drawn.`, `Ask for 1 to ${MOST_SAMPLES}.`);
  }
  if (steps !== undefined && !(Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS)) {
    throw new LabError('bad-argument', `${steps} steps cannot be taken.`, `Ask for 1 to ${MOST_STEPS}.`);
  }
  if (clouds.length === 0) throw new LabError('bad-argument', 'No cloud was asked for.', 'Name the sites of one.');
  if (from && from.positions.length !== 2 * clouds.length * samples) {
    throw new LabError(
      'bad-argument',
      `The clouds to go on from hold ${from.positions.length / 2} samples, and ${clouds.length} × ${samples} were asked for.`,
      'Hand in positions [clouds, samples, 2].',
    );
  }
}

/** Fetches the weights of a sampler, unless they are there. */
async function loadSampler(session: Session, id: SamplerId, { device, emit, signal }: DenoisingContext): Promise<void> {
  const view = session.estimators.find((one) => one.id === id);
  if (!view || view.unavailable !== '') {
    throw new LabError('unsupported', `${view?.title ?? id} cannot run here.`, view?.unavailable ?? '');
  }
  if (session.loaded.get(id)) return;
  session.loaded.ask([id], { emit, signal });
  await device.compute(session.loaded, () => session.loaded.loadNew());
  signal.throwIfAborted();
  const refusal = session.loaded.refusal(id);
  if (refusal) throw new LabError('missing-weights', `${view.title} cannot run here.`, refusal);
}

/** What the sites say of an observed user, by the estimator that is loaded now. */
function openPosterior(session: Session, user: number, id: SamplerId): Promise<PosteriorSampler | null> {
  const sampler = estimatorOf(session, id);
  return sampler.samplePosterior?.(observedInput(session, user), 0) ?? Promise.resolve(null);
}

/** A context with the gate that is passed between slices. */
interface WalkContext extends Omit<DenoisingContext, 'turns'> {
  readonly next: (signal: AbortSignal) => Promise<void>;
}

/** A walk, and who made it. */
interface Begun {
  readonly by: Estimator;
  readonly posterior: PosteriorSampler;
  readonly walk: CloudWalk;
}

/** A whole walk, in slices; one that began on a device which was lost begins again. Null for a user whom no site hears. */
async function walkUser(
  session: Session,
  user: number,
  id: SamplerId,
  request: WalkRequest,
  { device, next, emit, signal }: WalkContext,
): Promise<Begun | null> {
  const latest: { begun: Begun | null } = { begun: null };
  for (;;) {
    await next(signal);
    const begun = await device.compute(session.loaded, async () => {
      const by = estimatorOf(session, id);
      if (latest.begun?.by !== by) {
        const posterior = await openPosterior(session, user, id);
        if (!posterior) return null;
        latest.begun = { by, posterior, walk: posterior.walk(request) };
      }
      const { walk } = latest.begun;
      const until = performance.now() + SLICE;
      while (walk.step() < walk.sigma.length - 1 && performance.now() < until) await walk.advance();
      return latest.begun;
    });
    if (!begun) return null;
    const { walk } = begun;
    const total = walk.sigma.length - 1;
    emit({ stage: 'denoising', done: walk.step(), total, unit: 'steps' });
    if (walk.step() >= total) return begun;
  }
}

/** The arrays of a trace in one buffer, so that they cross the border together. */
function packWalk(
  { sigma, first, positions }: CloudWalk,
  { clouds, samples }: Pick<DenoiseRequest, 'clouds' | 'samples'>,
): Pick<DenoisingTrace, 'steps' | 'first' | 'sigma' | 'positions' | 'centres' | 'spreads'> {
  const steps = sigma.length - 1;
  const rows = (steps - first + 1) * clouds.length;
  const sizes = [sigma.length, positions.length, 2 * rows, rows];
  const buffer = new ArrayBuffer(4 * sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  const [levels, places, centres, spreads] = sizes.map((size) => {
    const part = new Float32Array(buffer, at, size);
    at += 4 * size;
    return part;
  });
  levels.set(sigma);
  places.set(positions);
  for (let row = 0; row < rows; row++) {
    const { centre, radius } = spreadAround(positions.subarray(2 * samples * row, 2 * samples * (row + 1)));
    centres.set(centre, 2 * row);
    spreads[row] = radius;
  }
  return { steps, first, sigma: levels, positions: places, centres, spreads };
}

/** The middle of a cloud, and the radius around it that holds half of its samples. */
function spreadAround(cloud: Float32Array): { readonly centre: readonly [number, number]; readonly radius: number } {
  const centre = centreOf(cloud);
  return { centre, radius: missAround(cloud, centre) };
}

/** How far from a place half of the samples of a cloud are at most. */
function missAround(cloud: Float32Array, place: ArrayLike<number>): number {
  return median(
    Float64Array.from({ length: cloud.length / 2 }, (_, i) =>
      Math.hypot(cloud[2 * i] - place[0], cloud[2 * i + 1] - place[1]),
    ),
  );
}

function whyUnheard(session: Session, id: SamplerId, user: number): string {
  const { enclosedBy } = session.pipeline.observed(user);
  if (enclosedBy !== null) return enclosedSentence(enclosedBy);
  const input = observedInput(session, user);
  const refusal = explainNoFix(estimatorOf(session, id), input, 0);
  const isReported = input.links.some(({ measurements }) => !Number.isNaN(measurements.snr[0]));
  if (isReported && refusal.kind !== 'not-finite') return 'No path of the user stands out of the noise of any site.';
  return refusalSentence(refusal);
}
