/** What the five settings of the PE-MSRN paper ask of a recipe: how far a report may be moved, and where users are rare. */
import type { DatasetId } from '../../datasets/definition.ts';
import type { MoveConfiguration } from '../sampler.ts';

/** Datasets of the paper. */
export const SETTING_IDS = ['s1-3d', 's2-2d', 's2-3d', 's3-2d', 's3-3d'] as const satisfies readonly DatasetId[];

/** One of {@link SETTING_IDS}. */
export type SettingId = (typeof SETTING_IDS)[number];

/** How many of the noise draws of every training position are used. */
export const DRAWS = 16;

/** Share of a recipe's steps: the smaller grids (288 to 72 positions) are learnt by heart in fewer. */
export const STEP_SHARE: Readonly<Record<SettingId, number>> = {
  's1-3d': 0.75,
  's2-2d': 0.5,
  's2-3d': 0.5,
  's3-2d': 1,
  's3-3d': 1,
};

/** Half a pitch of the grid in each direction, so that moved reports fill the space between training positions. */
export const MOVES: Readonly<Record<SettingId, MoveConfiguration>> = {
  's1-3d': { reach: [25, 1.75, 0.5], largestError: 10, nearRange: 100 },
  's2-2d': { reach: [5, 5, 0], largestError: 3, nearRange: 12 },
  's2-3d': { reach: [5, 5, 0.5], largestError: 3, nearRange: 12 },
  's3-2d': { reach: [1, 1, 0], largestError: 3, nearRange: 12 },
  's3-3d': { reach: [1, 1, 0.5], largestError: 3, nearRange: 12 },
};
