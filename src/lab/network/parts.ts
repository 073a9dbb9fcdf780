/** The parts of PE-MSRN that can be switched off: each ablation is a network of its own, trained without that part. */
import type { EstimatorView } from '../../engine/frontend.ts';

/** The three parts that the paper's ablation removes. */
const NETWORK_PARTS = [
  { id: 'residual', title: 'residual', without: 'pe-msn', explained: 'Shortcuts around the convolution blocks' },
  { id: 'multi-scale', title: 'multi-scale', without: 'pe-srn', explained: 'Three kernels side by side' },
  { id: 'encoding', title: 'positional encoding', without: 'msrn', explained: 'Sines and cosines of the angles' },
] as const;

/** One of the parts. */
export type NetworkPart = (typeof NETWORK_PARTS)[number]['id'];

/** The network with all parts. */
const WHOLE = 'pe-msrn';

/** What can be done about one part of the network in use. */
export interface PartSwitch {
  readonly id: NetworkPart;
  readonly title: string;
  readonly explained: string;
  readonly isOn: boolean;
  /** The network that a press brings. */
  readonly leadsTo: string;
  /** Why it cannot be pressed, or an empty string. */
  readonly reason: string;
}

/**
 * The switches of a network; none for one that has no such parts.
 *
 * @param estimator id of the network in use
 * @param estimators those of the session
 */
export function partSwitches(estimator: string, estimators: readonly EstimatorView[]): readonly PartSwitch[] {
  const missing = NETWORK_PARTS.find(({ without }) => without === estimator);
  if (estimator !== WHOLE && !missing) return [];
  return NETWORK_PARTS.map(({ id, title, without, explained }) => {
    const isOn = missing?.id !== id;
    const leadsTo = isOn ? without : WHOLE;
    const view = estimators.find((one) => one.id === leadsTo);
    const isSecond = missing !== undefined && isOn;
    const reason = isSecond
      ? 'The paper trains no network without two of its parts.'
      : view
        ? view.unavailable
        : `There is no network ${leadsTo}.`;
    return { id, title, explained, isOn, leadsTo, reason };
  });
}

/** The estimators in use with one network in another's place. */
export function swapEstimator(inUse: readonly string[], from: string, to: string): readonly string[] {
  const swapped = inUse.map((id) => (id === from ? to : id));
  return swapped.filter((id, i) => swapped.indexOf(id) === i);
}
