import { describe, expect, it } from 'vitest';
import { choosePlaylist, gainOf, nextIn } from './playlist.ts';

const spread = (user: number, alone: number, together: number) => ({ user, heard: 3, alone, together });

describe('whom the page shows by itself', () => {
  it('are those whose sites gain most from each other, the most telling first', () => {
    const list = choosePlaylist([spread(1, 2, 1.9), spread(2, 60, 0.5), spread(3, 9, 2), spread(4, 40, 0.1)]);
    expect(list).toEqual([4, 2, 3]);
    expect(gainOf(spread(0, 10, 0.5))).toBe(20);
  });

  it('is somebody even where nobody gains, and nobody where nothing is known', () => {
    expect(choosePlaylist([spread(1, 2, 1.9), spread(2, 2, 1)])).toEqual([2]);
    expect(choosePlaylist([spread(5, Number.NaN, 1), spread(6, 1, 0)])).toEqual([]);
    expect(choosePlaylist(Array.from({ length: 20 }, (_, i) => spread(i, 50 + i, 1)))).toEqual([
      19, 18, 17, 16, 15, 14,
    ]);
  });

  it('come one after the other, also when the list has changed meanwhile', () => {
    expect(nextIn([4, 2, 3], 2)).toBe(3);
    expect(nextIn([4, 2, 3], 3)).toBe(4);
    expect(nextIn([4, 2, 3], 99)).toBe(4);
    expect(nextIn([4, 2, 3], null)).toBe(4);
    expect(nextIn([], 4)).toBeNull();
  });
});
