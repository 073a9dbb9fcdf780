import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { parseShard, shardRange } from './shards.ts';

describe('shards', () => {
  it('share all items, each once, and evenly', () => {
    for (const [items, count] of [
      [10, 3],
      [300, 16],
      [2, 5],
      [0, 2],
    ]) {
      let next = 0;
      for (let index = 0; index < count; index++) {
        const [from, to] = shardRange(items, { index, count });
        expect(from).toBe(next);
        expect(Math.abs(to - from - items / count)).toBeLessThan(1);
        next = to;
      }
      expect(next).toBe(items);
    }
  });

  it('are read from i/n', () => {
    expect(parseShard('3/16')).toEqual({ index: 3, count: 16 });
  });

  it.each(['', '1', '/4', '4/4', '0/0', '-1/4', '1/4/2', '1.5/4', 'a/b', ' 1/4', '1/4 ', '1/-4', '0x1/4', '1e1/20'])(
    'refuse %j',
    (text) => {
      expect(() => parseShard(text)).toThrow(LabError);
    },
  );
});
