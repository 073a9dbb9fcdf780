import { describe, expect, it } from 'vitest';
import { layOut } from './layout.ts';

const unit = (name: string, ...reads: string[]) => ({ name, reads });

describe('the diagram of a network', () => {
  const diagram = layOut([
    unit('input'),
    unit('stem', 'input'),
    unit('fine', 'stem'),
    unit('inner', 'stem'),
    unit('coarse', 'inner'),
    unit('joined', 'fine', 'coarse'),
    unit('sum', 'joined', 'stem'),
  ]);
  const at = (name: string) => {
    const { x, y } = diagram.units.find((placed) => placed.unit.name === name) ?? { x: NaN, y: NaN };
    return [x, y];
  };

  it('goes down with the data: everything stands below what it reads', () => {
    for (const { unit: one, y } of diagram.units) {
      for (const read of one.reads) expect(y).toBeGreaterThan(at(read)[1]);
    }
    expect(diagram.rows).toBe(6);
    expect(at('sum')[1]).toBe(5);
  });

  it('has branches side by side, around the middle, and lines that know how far they go', () => {
    expect(at('inner')).toEqual([0, 2]);
    expect(at('fine')).toEqual([-0.5, 3]);
    expect(at('coarse')).toEqual([0.5, 3]);
    expect(diagram.columns).toBe(2);
    expect(diagram.links).toContainEqual({ from: 'stem', to: 'fine', span: 2 });
    expect(diagram.links).toContainEqual({ from: 'stem', to: 'sum', span: 4 });
  });
});
