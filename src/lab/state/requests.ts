/** What may be asked of an open scene, and the sentence for what may not. The engine is never asked the latter. */
import type { EstimatorId, SessionView } from '../../engine/frontend.ts';
import { LabError } from '../../errors/lab-error.ts';
import { isOnScale, SNR_SCALES } from './snr.ts';
import { MAXIMUM_ESTIMATORS, MAXIMUM_USERS } from './url-codec.ts';

/** A point, metres. */
export type Point = readonly [number, number, number];

/** @throws LabError 'unknown-id' for a number that no user has */
export function checkUser(session: SessionView, user: number): void {
  const users = session.truth.length / 3;
  if (Number.isInteger(user) && user >= 0 && user < users) return;
  throw new LabError('unknown-id', `There is no user ${user}.`, `Users are numbered 0 to ${users - 1}.`);
}

/** @throws LabError 'bad-argument' for a number of users that cannot be asked for, or in a scene whose users are its own */
export function checkUserCount(session: SessionView, users: number): void {
  if (session.datasetId === null) {
    throw new LabError(
      'bad-argument',
      'A scene that was brought along has users of its own.',
      'Open a built-in scene.',
    );
  }
  if (Number.isInteger(users) && users >= 1 && users <= MAXIMUM_USERS) return;
  throw new LabError('bad-argument', `${users} users cannot be found.`, `Ask for 1 to ${MAXIMUM_USERS}.`);
}

/** @throws LabError 'bad-argument' for anything but three finite coordinates inside the scene's bounds, metres */
export function checkPosition(session: SessionView, position: Point): void {
  if (position.length !== 3 || !position.every(Number.isFinite)) {
    throw new LabError('bad-argument', 'The new position is not three finite numbers.', 'Give [x, y, z] in metres.');
  }
  const { minimum, maximum } = session.scene.bounds;
  if (position.every((coordinate, axis) => coordinate >= minimum[axis] && coordinate <= maximum[axis])) return;
  const ranges = (['x', 'y', 'z'] as const).map((name, axis) => `${name} ${minimum[axis]} to ${maximum[axis]} m`);
  throw new LabError(
    'bad-argument',
    `The new position ${position.join(', ')} lies outside the scene.`,
    `Its bounds are ${ranges.join(', ')}.`,
  );
}

/**
 * The estimators of a list, each once.
 *
 * @throws LabError 'unknown-id' for one that the scene does not have, 'unsupported' for one that cannot run here,
 *   'bad-argument' for none or too many
 */
export function checkEstimators(session: SessionView, ids: readonly string[]): EstimatorId[] {
  const chosen = Array.from(new Set(ids), (id) => {
    const known = session.estimators.find((one) => one.id === id);
    if (!known) {
      throw new LabError(
        'unknown-id',
        `There is no estimator "${id}".`,
        `Estimators of this scene: ${session.estimators.map((one) => one.id).join(', ')}.`,
      );
    }
    if (known.unavailable) throw new LabError('unsupported', `${known.title} cannot run here.`, known.unavailable);
    return known.id;
  });
  if (chosen.length === 0) {
    throw new LabError('bad-argument', 'No estimator was asked for.', 'One estimator always stays: name at least one.');
  }
  if (chosen.length > MAXIMUM_ESTIMATORS) {
    throw new LabError(
      'bad-argument',
      `${chosen.length} estimators were asked for.`,
      `Compare at most ${MAXIMUM_ESTIMATORS} at once.`,
    );
  }
  return chosen;
}

/** @throws LabError 'bad-argument' for an SNR, or an offset to the link budget, outside the slider's range, decibels */
export function checkSnr({ snr: kind }: SessionView, snrDb: number): void {
  if (isOnScale(kind, snrDb)) return;
  const { label, minimum, maximum } = SNR_SCALES[kind];
  throw new LabError(
    'bad-argument',
    `An ${label} of ${snrDb} dB is outside the range.`,
    `Choose ${minimum} to ${maximum} dB.`,
  );
}
