/** What the denoising stage shows. */
import type { DenoisingTrace, SamplerId, TwinFix } from '../../engine/frontend.ts';
import type { Companion } from './companion.ts';

/** How far the stage is. */
export type DenoisingStatus =
  /** Nobody is selected, or the page is not ready. */
  | { readonly kind: 'waiting' }
  /** The sampler cannot run here. */
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'working'; readonly done: number; readonly total: number }
  | { readonly kind: 'ready' }
  /** No site hears the user. */
  | { readonly kind: 'unheard'; readonly reason: string }
  /** The reader has switched all sites off. */
  | { readonly kind: 'silent' }
  /** The reader has stopped it: what was there before stays. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Where samples would be moved, at one step. */
export interface PullField {
  readonly step: number;
  /** [count, 2], metres */
  readonly positions: Float32Array;
  /** [count, 2], metres */
  readonly pull: Float32Array;
}

/** See the file's head. */
export interface DenoisingState {
  readonly status: DenoisingStatus;
  readonly sampler: SamplerId;
  /** Whether the other sampler is shown beside it. */
  readonly isBeside: boolean;
  /** That one's cloud; null while nobody asks for it. */
  readonly companion: Companion | null;
  readonly trace: DenoisingTrace | null;
  /** Where the user was when it was sampled, metres. */
  readonly truth: readonly [number, number, number];
  /** Which sites listen together. */
  readonly listening: readonly boolean[];
  readonly seed: number;
  readonly samples: number;
  /** Whether a change goes on from the step that is chosen; else it begins in noise. */
  readonly isFromHere: boolean;
  /** Whether the prior is taken out of all scores but one. */
  readonly isPriorOut: boolean;
  /** Whether the clouds of single sites are drawn. */
  readonly showsAlone: boolean;
  /** Whether arrows say where samples are moved. */
  readonly showsField: boolean;
  readonly field: PullField | null;
  readonly refined: TwinFix | null;
  /** How far the refinement is that is under way, 0 to 1; null where none is. */
  readonly refining: number | null;
}

/** What the map draws of it, and at which step. */
export interface DenoisingPicture extends DenoisingState {
  readonly trace: DenoisingTrace;
  readonly step: number;
}

/** The stage before it was opened. */
export const CLOSED_STAGE: DenoisingState = {
  status: { kind: 'waiting' },
  sampler: 'diffloc-unet',
  isBeside: false,
  companion: null,
  trace: null,
  truth: [0, 0, 0],
  listening: [],
  seed: 1,
  samples: 64,
  isFromHere: false,
  isPriorOut: false,
  showsAlone: true,
  showsField: false,
  field: null,
  refined: null,
  refining: null,
};

/** The sites that listen together, by their numbers. */
export function numbersOf({ listening }: Pick<DenoisingState, 'listening'>): number[] {
  return listening.flatMap((is, site) => (is ? [site] : []));
}
