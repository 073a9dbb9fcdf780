import { describe, expect, it } from 'vitest';
import type { LinkView, LocatedUser } from '../../engine/frontend.ts';
import { refusalLines } from './refusal-lines.ts';

const link = (reason = ''): LinkView => ({ snrDb: 3, reason, warning: '' }) as LinkView;
const located = (links: readonly LinkView[], refusals: LocatedUser['refusals']): LocatedUser =>
  ({ links, refusals }) as unknown as LocatedUser;
const estimators = [
  { id: 'toa-aoa', title: 'TOA + AOA' },
  { id: 'toa', title: 'TOA' },
  { id: 'tdoa', title: 'TDOA' },
];
const few = 'One site reports the user, and 3 are needed.';

describe('refusalLines', () => {
  it('has nothing to say of fixes', () => {
    expect(refusalLines(located([link()], {}), estimators)).toEqual([]);
  });

  it('lets the sites speak where none of them hears the user', () => {
    const inside = 'The user is inside of "rack 3".';
    const refusals = { 'toa-aoa': 'No path reaches the site.', toa: 'No path reaches the site.' };
    expect(refusalLines(located([link(inside)], refusals), estimators)).toEqual([inside]);
  });

  it('says each reason once, and whom it keeps from a fix', () => {
    const silent = link('No path reaches the site.');
    expect(refusalLines(located([link(), silent], { toa: few, tdoa: few }), estimators)).toEqual([`TOA, TDOA: ${few}`]);
    const others = { toa: few, tdoa: 'No position agrees with what the sites report.' };
    expect(refusalLines(located([link(), silent], others), estimators)).toEqual([
      `TOA: ${few}`,
      'TDOA: No position agrees with what the sites report.',
    ]);
    expect(refusalLines(located([link()], { toa: few }), [estimators[1]])).toEqual([few]);
  });
});
