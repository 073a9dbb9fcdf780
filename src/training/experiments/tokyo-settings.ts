/** What all trainings in the Tokyo-style town have in common. */
import { ADAM_DEFAULTS } from '../adam.ts';
import type { AdamConfiguration } from '../adam.ts';

/** What they are trained on. */
export const TOKYO_DATA = { dataset: 'tokyo-streets', practice: 'tokyo-practice' } as const;

/** How their weights are moved. */
export const TOKYO_ADAM: AdamConfiguration = { ...ADAM_DEFAULTS, beta2: 0.99, l2: 1e-6, averageDecay: 0.995 };
