/** Some of many, evenly spread. */

/**
 * Numbers of as many as asked for, evenly spread over all and the first among them.
 *
 * @param all how many there are
 * @param wanted how many are asked for; no more than there are come back
 */
export function spreadEvenly(all: number, wanted: number): number[] {
  const count = Math.min(all, wanted);
  return Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
}
