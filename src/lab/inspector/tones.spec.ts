import { describe, expect, it } from 'vitest';
import { pilotFrequencies } from '../../channel/srs.ts';
import { pilotToneCount, pilotToneSpacing, type RadioConfiguration } from '../../channel/radio.ts';
import { toneFrequencies } from './tones.ts';

describe('toneFrequencies', () => {
  it.each([
    [60e3, 262, 4],
    [30e3, 273, 2],
    [120e3, 66, 8],
  ])('are those that the channel is sounded at: %d Hz, %d blocks, comb %d', (subcarrierSpacing, blocks, combSize) => {
    const radio = { subcarrierSpacing, resourceBlocks: blocks, combSize } as RadioConfiguration;
    expect(toneFrequencies(pilotToneCount(radio), pilotToneSpacing(radio))).toEqual(pilotFrequencies(radio));
  });
});
