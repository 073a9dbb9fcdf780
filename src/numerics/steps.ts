/** Long work in small steps: whoever runs it may show how far it is, let others have a turn, or stop. */

/** Work that yields now and then how much of it is done, as a share from 0 to 1 unless it says otherwise, and returns its result. */
export type Steps<Result> = Generator<number, Result, undefined>;

/**
 * Does all the work at once.
 *
 * @param tell hears how much is done, as the work yields it
 */
export function finishSteps<Result>(steps: Steps<Result>, tell?: (share: number) => void): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    tell?.(step.value);
  }
}

/**
 * Work that is a part of other work.
 *
 * @param steps the part
 * @param from share of the whole that is done when the part begins
 * @param to share of the whole that is done when it ends
 */
export function* stepsBetween<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
