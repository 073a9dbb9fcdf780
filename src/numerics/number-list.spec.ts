import { describe, expect, it } from 'vitest';
import { NumberList } from './number-list.ts';

describe('NumberList', () => {
  it('holds what an ordinary array would, in whatever portions it comes', () => {
    const list = new NumberList((length) => new Float64Array(length));
    const reference: number[] = [];
    for (let i = 0; i < 300; i++) {
      list.add(i / 7);
      list.addTriple(-i, i * i, 0.5);
      const many = Array.from({ length: i % 11 }, (_, k) => k + i);
      list.addAll(many);
      reference.push(i / 7, -i, i * i, 0.5, ...many);
      expect(list.length).toBe(reference.length);
    }
    expect([...list.toArray()]).toEqual(reference);
  });

  it('gives copies', () => {
    const list = new NumberList((length) => new Uint32Array(length));
    expect(list.toArray()).toEqual(new Uint32Array());
    list.addTriple(1, 2, 3);
    const before = list.toArray();
    before[0] = 9;
    list.add(4);
    expect(list.toArray()).toEqual(Uint32Array.of(1, 2, 3, 4));
  });
});
