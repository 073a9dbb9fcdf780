import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../engine/frontend.ts';
import {
  activationImage,
  featureImage,
  magnitudeImage,
  phaseImage,
  spectrumImage,
  thumbnailActivation,
} from './images.ts';

describe('channel images', () => {
  it('shows magnitude over its maximum and phase over a turn', () => {
    const channel = Float32Array.from([3, 4, 0, 0, 0, -10, -1, 0]);
    expect([...magnitudeImage(channel, 2, 2).values]).toEqual([0.5, 0, 1, Math.fround(0.1)]);
    expect([...phaseImage(channel, 2, 2).values].slice(2)).toEqual([0.25, 1]);
  });
});

describe('spectrumImage', () => {
  it('puts the highest elevation on top, the peak at one, the median at nought, and leaves the unseen blank', () => {
    const view = {
      spectrum: Float32Array.from([0, 1, 10, 1000, 1, 1]),
      spectrumAzimuths: Float32Array.from([-1, 0, 1]),
      spectrumElevations: Float32Array.from([-0.5, 0.5]),
    } as unknown as NonNullable<Inspection['measurement']>;
    const { rows, columns, values } = spectrumImage(view);
    expect([rows, columns]).toEqual([2, 3]);
    expect(values).toBeAllclose([1, 0, 0, Number.NaN, 0, 1 / 3], { relative: 1e-5 });
  });
});

describe('featureImage', () => {
  it('clips far features to the ends of the scale', () => {
    const view = { image: Float32Array.from([0, 9, -9, 1]), height: 2, width: 2 } as unknown as NonNullable<
      Inspection['features']
    >;
    expect([...featureImage(view).values]).toEqual([0.5, 1, 0, Math.fround(0.7)]);
  });
});

describe('activationImage', () => {
  const layer = (height: number, width: number, channels: number) => ({
    name: 'layer',
    height,
    width,
    channels,
    values: Float32Array.from({ length: height * width * channels }, (_, i) => i),
  });

  it('lays channels side by side with a gap between', () => {
    const { rows, columns, values } = activationImage(layer(2, 2, 2), 3);
    expect([rows, columns]).toEqual([2, 5]);
    expect(values[2]).toBeNaN();
    // Channel 0 holds 0, 2, 4, 6 of 0 … 7.
    expect([values[0], values[1], values[5], values[6]]).toEqual([0, 2, 4, 6].map((v) => Math.fround(v / 7)));
  });

  it('makes one cell a channel where a layer has no extent', () => {
    const { rows, columns } = activationImage(layer(1, 1, 8), 2);
    expect(rows * columns).toBeGreaterThanOrEqual(8);
    expect(columns).toBe(4);
  });

  it('picks the last layer with an extent for the thumbnail', () => {
    expect(thumbnailActivation([layer(6, 6, 4), layer(3, 3, 8), layer(1, 1, 16)])?.channels).toBe(8);
    expect(thumbnailActivation([layer(1, 1, 16)])?.channels).toBe(16);
    expect(thumbnailActivation([])).toBeUndefined();
  });
});
