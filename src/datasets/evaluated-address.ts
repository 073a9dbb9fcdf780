/** What the users of an evaluation are called where the page is asked to open them; knows no dataset. */
import type { Protocol } from './evaluation-set.ts';

/** What follows a dataset's id. */
const ENDINGS: Readonly<Record<Protocol, string>> = { 'held-out': '-test', grid: '-grid' };

/** Every protocol whose users have a name. */
export const PROTOCOLS = Object.keys(ENDINGS) as readonly Protocol[];

/** The name of an evaluation's users, such as "s3-3d-grid". */
export function evaluatedAddress(dataset: string, protocol: Protocol): string {
  return `${dataset}${ENDINGS[protocol]}`;
}
