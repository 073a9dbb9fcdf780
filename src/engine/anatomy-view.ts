/** What the page is told of a network taken apart. */
import type { NetworkAnatomy, UnitOperation } from '../estimators/network/anatomy.ts';
import type { UnitArithmetic, UnitPlace } from '../estimators/network/arithmetic.ts';
import type { EstimatorId } from '../estimators/registry.ts';

export type { UnitOperation, UnitPlace };

/** One operation with what it made of the user. */
export type UnitView = NetworkAnatomy['units'][number];

/** A network as one user went through it. */
export interface NetworkAnatomyView extends NetworkAnatomy {
  readonly user: number;
  readonly estimator: EstimatorId;
  readonly title: string;
}

/** Which number is to be explained. */
export interface NumberRequest {
  readonly user: number;
  /** Name of the operation. */
  readonly unit: string;
  readonly place: UnitPlace;
}

/** One number as the sum that it is. */
export type NumberView = UnitArithmetic;
