import { expect, it } from 'vitest';
import { measureEvaluationSet } from './evaluation-set.ts';
import { joinParts, measurePartsOf, partBuffers } from './measured-part.ts';
import { openWalks } from './testing/routes.ts';

it('makes of parts what is measured as a whole: reports, paths and noise of every site', () => {
  const walks = openWalks();
  const request = { split: 'test', protocol: 'held-out', seed: 2, count: 5 } as const;
  const whole = measureEvaluationSet(walks, request);
  const measure = measurePartsOf(walks, request);
  // Asked in any order, put together in that of the users, and handed from thread to thread.
  const late = measure({ from: 3, to: 5 });
  const parts = [measure({ from: 0, to: 3 }), structuredClone(late, { transfer: partBuffers(late) })];
  expect(late.paths.delays).toHaveLength(0);
  const joined = joinParts(walks, request, parts);
  expect(joined.users).toEqual(whole.users);
  expect(joined.links).toEqual(whole.links);
  for (const [user, site] of [
    [0, 0],
    [3, 1],
    [4, 0],
  ]) {
    expect(joined.channels?.estimate(user, site)).toEqual(whole.channels?.estimate(user, site));
  }
});
