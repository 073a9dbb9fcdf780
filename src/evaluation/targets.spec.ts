import { describe, expect, it } from 'vitest';
import { checkTargets, POSITIONING_TARGETS } from './targets.ts';

const met = (errors: readonly number[]): string[] =>
  checkTargets(errors).flatMap(({ target, met: is }) => (is ? [target.id] : []));

describe('3GPP targets', () => {
  it('are met at just their share and limit, and not a user below', () => {
    const nine = (error: number, other: number): number[] => [...new Array<number>(9).fill(error), other];
    expect(met(nine(0.2, 99))).toEqual(POSITIONING_TARGETS.map(({ id }) => id));
    expect(met(nine(0.21, 0.1))).not.toContain('rel-17-industrial');
    expect(met(nine(1, 1.1))).toContain('rel-17-commercial');
    expect(met([...new Array<number>(8).fill(1), 1.1, 3])).toEqual(['rel-16-outdoor', 'rel-16-indoor']);
    expect(met([...new Array<number>(8).fill(10), 11, 11])).toEqual(['rel-16-outdoor']);
  });

  it('count users without a fix as not found, and are not met by nobody', () => {
    expect(checkTargets([0, 0, NaN, NaN])[0]).toMatchObject({ share: 0.5, met: false });
    expect(met([])).toEqual([]);
  });
});
