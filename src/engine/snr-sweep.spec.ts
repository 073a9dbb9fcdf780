import { describe, expect, it } from 'vitest';
import { spreadUsers } from './snr-sweep.ts';

describe('spreadUsers', () => {
  it('takes users from everywhere, each once, and no more than there are', () => {
    expect(spreadUsers(400, 4)).toEqual([0, 100, 200, 300]);
    expect(spreadUsers(5, 3)).toEqual([0, 1, 3]);
    expect(spreadUsers(3, 60)).toEqual([0, 1, 2]);
    expect(spreadUsers(0, 60)).toEqual([]);
  });
});
