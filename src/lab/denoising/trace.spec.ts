import { describe, expect, it } from 'vitest';
import type { DenoisingTrace } from '../../engine/frontend.ts';
import { centreAt, cloudAt, countVoices, errorAt, joinTraces, spreadAt, takeClouds } from './trace.ts';

/** A trace whose numbers say where they come from: 1000·step + 100·cloud + 10·sample + axis, plus an offset. */
function numbered(clouds: readonly (readonly number[])[], first: number, offset = 0): DenoisingTrace {
  const [steps, samples] = [3, 2];
  const positions: number[] = [];
  const centres: number[] = [];
  const spreads: number[] = [];
  for (let step = first; step <= steps; step++) {
    clouds.forEach((_, cloud) => {
      const at = offset + 1000 * step + 100 * cloud;
      positions.push(at, at + 1, at + 10, at + 11);
      centres.push(at + 5, at + 6);
      spreads.push(at + 7);
    });
  }
  return {
    ...{ user: 4, sampler: 'diffloc-unet', seed: offset, samples, clouds, heard: [true, true], steps, first },
    sigma: Float32Array.of(100, 10, 1, 0.1),
    positions: Float32Array.from(positions),
    centres: Float32Array.from(centres),
    spreads: Float32Array.from(spreads),
  };
}

const whole = numbered([[0, 1], [0], [1]], 0);

describe('a trace', () => {
  it('shows each cloud at each step', () => {
    expect([...cloudAt(whole, 2, 1)]).toEqual([2100, 2101, 2110, 2111]);
    expect(centreAt(whole, 3, 2)).toEqual([3205, 3206]);
    expect(spreadAt(whole, 1, 0)).toBe(1007);
    expect(errorAt(whole, 0, 0, [2, 2, 1.5])).toBe(5);
    expect([...takeClouds(whole, 1, [0, 2])]).toEqual([...cloudAt(whole, 1, 0), ...cloudAt(whole, 1, 2)]);
  });

  it('takes one cloud over from another, and leaves the rest and the whole it came from', () => {
    const joined = joinTraces(whole, numbered([[1]], 0, 50_000), [0]);
    expect(joined.clouds).toEqual([[1], [0], [1]]);
    expect([...cloudAt(joined, 2, 0)]).toEqual([52_000, 52_001, 52_010, 52_011]);
    expect(cloudAt(joined, 2, 1)).toEqual(cloudAt(whole, 2, 1));
    expect(spreadAt(joined, 3, 0)).toBe(53_007);
    expect(cloudAt(whole, 2, 0)[0]).toBe(2000);
  });

  it('goes on as another from the middle, and was what it was before', () => {
    const joined = joinTraces(whole, numbered([[0, 1], [0], [1]], 2, 50_000), [0, 1, 2]);
    expect(cloudAt(joined, 1, 2)).toEqual(cloudAt(whole, 1, 2));
    expect([...cloudAt(joined, 2, 2)]).toEqual([52_200, 52_201, 52_210, 52_211]);
    expect(centreAt(joined, 3, 1)).toEqual([53_105, 53_106]);
    expect(joined.seed).toBe(50_000);
  });

  it('takes the noise over with the cloud that it is told of', () => {
    const part = { ...numbered([[1]], 0, 50_000), sigma: Float32Array.of(100, 30, 3, 0.1) };
    expect(joinTraces(whole, part, [0]).sigma[1]).toBe(30);
    expect(joinTraces(whole, part, [2]).sigma[1]).toBe(10);
  });

  it('counts who says something: those that listen and hear', () => {
    expect(countVoices({ heard: [true, false, true] }, [true, true, false])).toBe(1);
    expect(countVoices({ heard: [false, true] }, [true, false])).toBe(0);
  });
});
