/** Turns what a stage produced into pictures: rows of fractions from 0 (low) to 1 (high). */
import type { Inspection } from '../../engine/frontend.ts';

/** A picture of fractions, row by row from the top. */
export interface FractionImage {
  readonly rows: number;
  readonly columns: number;
  /** Fractions [rows, columns]; NaN stays blank. */
  readonly values: Float32Array;
}

type Measurement = NonNullable<Inspection['measurement']>;
type Activation = NonNullable<Inspection['network']>['activations'][number];

/** Spreads values over 0 to 1 by their own range. */
export function normalise(values: ArrayLike<number>): Float32Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  const span = high - low || 1;
  return Float32Array.from(values, (value) => (value - low) / span);
}

/**
 * Magnitude of a channel over its own maximum.
 *
 * @param channel complex response [antennas, tones, 2]
 */
export function magnitudeImage(channel: Float32Array, antennas: number, tones: number): FractionImage {
  const values = new Float32Array(antennas * tones);
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    // Magnitudes of a channel are far from the limits that Math.hypot guards, and this runs while a user is dragged.
    values[i] = Math.sqrt(channel[2 * i] ** 2 + channel[2 * i + 1] ** 2);
    if (values[i] > largest) largest = values[i];
  }
  if (largest > 0) for (let i = 0; i < values.length; i++) values[i] /= largest;
  return { rows: antennas, columns: tones, values };
}

/** Phase of a channel, −π to π as 0 to 1. */
export function phaseImage(channel: Float32Array, antennas: number, tones: number): FractionImage {
  return {
    rows: antennas,
    columns: tones,
    values: Float32Array.from(
      { length: antennas * tones },
      (_, i) => 0.5 + Math.atan2(channel[2 * i + 1], channel[2 * i]) / (2 * Math.PI),
    ),
  };
}

/**
 * The MUSIC spectrum in decibels, highest elevation on top, azimuth rising to the right. Its median is the dark end, so
 * that the floor of the spectrum is quiet whatever its level; a direction that no wave can come from stays blank.
 */
export function spectrumImage({ spectrum, spectrumAzimuths, spectrumElevations }: Measurement): FractionImage {
  const rows = spectrumElevations.length;
  const columns = spectrumAzimuths.length;
  const decibels = spectrum.map((power) => (power > 0 ? 10 * Math.log10(power) : Number.NaN));
  const sorted = decibels.filter((value) => !Number.isNaN(value)).sort();
  const floor = sorted[Math.floor(sorted.length / 2)];
  const span = sorted[sorted.length - 1] - floor || 1;
  const values = new Float32Array(rows * columns);
  const upward = rows < 2 || spectrumElevations[rows - 1] > spectrumElevations[0];
  const rightward = columns < 2 || spectrumAzimuths[columns - 1] > spectrumAzimuths[0];
  for (let row = 0; row < rows; row++) {
    const from = upward ? rows - 1 - row : row;
    for (let column = 0; column < columns; column++) {
      const source = from * columns + (rightward ? column : columns - 1 - column);
      const value = decibels[source];
      values[row * columns + column] = Number.isNaN(value) ? value : Math.max(0, (value - floor) / span);
    }
  }
  return { rows, columns, values };
}

/** The image that the network is fed, z-scores from −2.5 to 2.5 as 0 to 1. */
export function featureImage({ image, height, width }: NonNullable<Inspection['features']>): FractionImage {
  return { rows: height, columns: width, values: image.map((z) => Math.min(1, Math.max(0, 0.5 + z / 5))) };
}

/** How the channels of a layer lie side by side, in cells of the picture. */
export interface Tiles {
  readonly across: number;
  readonly cellHeight: number;
  readonly cellWidth: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Lays the channels of a layer out.
 *
 * @param aspect width over height that the picture should have
 */
export function tileChannels(
  { height, width, channels }: Pick<Activation, 'height' | 'width' | 'channels'>,
  aspect: number,
): Tiles {
  const gap = height * width > 1 ? 1 : 0;
  const cellHeight = height + gap;
  const cellWidth = width + gap;
  const across = Math.max(1, Math.min(channels, Math.round(Math.sqrt((channels * aspect * cellHeight) / cellWidth))));
  const down = Math.ceil(channels / across);
  return { across, cellHeight, cellWidth, rows: down * cellHeight - gap, columns: across * cellWidth - gap };
}

/**
 * All channels of a layer side by side; a layer without an extent becomes one cell a channel.
 *
 * @param activation one layer's output
 * @param aspect width over height that the picture should have
 */
export function activationImage(activation: Omit<Activation, 'name'>, aspect: number): FractionImage {
  const { height, width, channels, values } = activation;
  const { across, cellHeight, cellWidth, rows, columns } = tileChannels(activation, aspect);
  const scaled = normalise(values);
  const picture = new Float32Array(rows * columns).fill(Number.NaN);
  for (let channel = 0; channel < channels; channel++) {
    const top = Math.floor(channel / across) * cellHeight;
    const left = (channel % across) * cellWidth;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        picture[(top + y) * columns + left + x] = scaled[(y * width + x) * channels + channel];
      }
    }
  }
  return { rows, columns, values: picture };
}

/** The layer that the thumbnail shows: the last one that still has an extent, else the last. */
export function thumbnailActivation(activations: readonly Activation[]): Activation | undefined {
  return activations.findLast(({ height, width }) => height * width > 1) ?? activations.at(-1);
}
