/** The networks that can be trained, by the id of their estimator. */
import { CNN } from '../estimators/cnn/network.ts';
import { FCNET } from '../estimators/fcnet/network.ts';
import { FE_FCNET } from '../estimators/fe-fcnet/network.ts';
import { MSRN } from '../estimators/msrn/network.ts';
import type { NetworkDefinition } from '../estimators/network/definition.ts';
import { PE_FCNET } from '../estimators/pe-fcnet/network.ts';
import { PE_MSN } from '../estimators/pe-msn/network.ts';
import { PE_MSRN } from '../estimators/pe-msrn/network.ts';
import { PE_MSRN_HARMONIC } from '../estimators/pe-msrn-harmonic/network.ts';
import { PE_MSRN_PLUS } from '../estimators/pe-msrn-plus/network.ts';
import { PE_SRN } from '../estimators/pe-srn/network.ts';
import type { EstimatorId } from '../estimators/registry.ts';

/** Ids of the networks. */
export const NETWORK_IDS = [
  'pe-msrn',
  'cnn',
  'fcnet',
  'fe-fcnet',
  'pe-fcnet',
  'pe-msn',
  'pe-srn',
  'msrn',
  'pe-msrn-harmonic',
  'pe-msrn-plus',
] as const satisfies readonly EstimatorId[];

/** One of {@link NETWORK_IDS}. */
export type NetworkId = (typeof NETWORK_IDS)[number];

/** The table. */
export const NETWORKS: Readonly<Record<NetworkId, NetworkDefinition>> = {
  'pe-msrn': PE_MSRN,
  cnn: CNN,
  fcnet: FCNET,
  'fe-fcnet': FE_FCNET,
  'pe-fcnet': PE_FCNET,
  'pe-msn': PE_MSN,
  'pe-srn': PE_SRN,
  msrn: MSRN,
  'pe-msrn-harmonic': PE_MSRN_HARMONIC,
  'pe-msrn-plus': PE_MSRN_PLUS,
};
