/** What all trainings in the Tokyo-style town have in common. */
import { ADAM_DEFAULTS } from '../adam.ts';
import type { AdamConfiguration } from '../adam.ts';
import type { DenoiserShape } from '../../estimators/diffusion/network.ts';
import type { SiteEncoderShape } from '../../estimators/per-site/site-encoder.ts';

/** What they are trained on. */
export const TOKYO_DATA = { dataset: 'tokyo-streets', practice: 'tokyo-practice' } as const;

/** How their weights are moved. */
export const TOKYO_ADAM: AdamConfiguration = { ...ADAM_DEFAULTS, beta2: 0.99, l2: 1e-6, averageDecay: 0.995 };

/** What every network has under every site. */
export const TOKYO_ENCODER: SiteEncoderShape = { units: 256, blocks: 2 };

/** What DiffLoc's denoisers are, and its consistency functions. */
export const TOKYO_DENOISER: DenoiserShape = { encoder: TOKYO_ENCODER, units: 96, blocks: 3 };
