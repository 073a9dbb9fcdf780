import { describe, expect, it } from 'vitest';
import { featureImages, imageSide } from './image.ts';

describe('feature image', () => {
  it('has the smallest square side that holds the features', () => {
    expect([1, 4, 5, 32, 36, 37, 64, 4096].map(imageSide)).toEqual([1, 2, 3, 6, 6, 7, 8, 64]);
  });

  it('lays feature i at row ⌊i/W⌋, column i mod W, and zeros after them', () => {
    const width = 7;
    const features = Float32Array.from({ length: 2 * width }, (_, i) => i + 1);
    const images = featureImages(features, width);
    expect(images).toHaveLength(2 * 9);
    for (let image = 0; image < 2; image++) {
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 3; column++) {
          const i = row * 3 + column;
          expect(images[image * 9 + row * 3 + column]).toBe(i < width ? image * width + i + 1 : 0);
        }
      }
    }
  });
});
