/**
 * Adam (Kingma and Ba 2015) with L2 regularisation and an exponential moving average of the weights, on plain arrays:
 * its whole state is a few typed arrays, so a checkpoint of it is exact.
 */

/** Settings of the optimiser. */
export interface AdamConfiguration {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** L2 factor λ: 2λw is added to the gradient of every weight that decays. */
  readonly l2: number;
  /** Share of the old average that each step keeps; 0 makes the average follow the weights. */
  readonly averageDecay: number;
}

/** The usual settings. */
export const ADAM_DEFAULTS: AdamConfiguration = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  l2: 1e-5,
  averageDecay: 0.999,
};

/** State of the optimiser, one array per weight. */
export interface AdamState {
  /** Steps taken. */
  steps: number;
  /** First moments. */
  readonly first: readonly Float32Array[];
  /** Second moments. */
  readonly second: readonly Float32Array[];
}

/** A fresh state for weights of these sizes. */
export function createAdamState(sizes: readonly number[]): AdamState {
  return {
    steps: 0,
    first: sizes.map((size) => new Float32Array(size)),
    second: sizes.map((size) => new Float32Array(size)),
  };
}

/**
 * One step, in place.
 *
 * @param weights current weights, changed in place
 * @param gradients their gradients
 * @param decays which weights the L2 term acts on (kernels, not offsets and scales)
 * @param state moments, changed in place
 * @param learningRate step size
 */
export function adamStep(
  weights: readonly Float32Array[],
  gradients: readonly ArrayLike<number>[],
  decays: readonly boolean[],
  state: AdamState,
  learningRate: number,
  configuration: AdamConfiguration,
): void {
  const { beta1, beta2, epsilon, l2 } = configuration;
  state.steps++;
  const correction1 = 1 - beta1 ** state.steps;
  const correction2 = 1 - beta2 ** state.steps;
  const size = (learningRate * Math.sqrt(correction2)) / correction1;
  const floor = epsilon * Math.sqrt(correction2);
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k];
    const g = gradients[k];
    const m = state.first[k];
    const v = state.second[k];
    const decay = decays[k] ? 2 * l2 : 0;
    for (let i = 0; i < w.length; i++) {
      const slope = g[i] + decay * w[i];
      m[i] += (1 - beta1) * (slope - m[i]);
      v[i] += (1 - beta2) * (slope * slope - v[i]);
      w[i] -= (size * m[i]) / (Math.sqrt(v[i]) + floor);
    }
  }
}

/**
 * Moves the average towards the weights, in place.
 *
 * The decay starts small and grows with the steps, as (1 + n)/(10 + n), so that the random start is soon forgotten.
 */
export function averageStep(
  average: readonly Float32Array[],
  weights: readonly ArrayLike<number>[],
  steps: number,
  averageDecay: number,
): void {
  const decay = Math.min(averageDecay, (1 + steps) / (10 + steps));
  for (let k = 0; k < average.length; k++) {
    const a = average[k];
    const w = weights[k];
    for (let i = 0; i < a.length; i++) a[i] += (1 - decay) * (w[i] - a[i]);
  }
}
