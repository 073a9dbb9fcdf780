/**
 * What a site's density says at a noisy position, as a Gaussian, and Karras' preconditioning by it. Given what a site measured, a
 * user is not anywhere in the town, but about where the density is: with that in the place of the whole town's distribution, the
 * network has an answer of order one to give at every noise, and one of nothing is the density's own denoiser.
 */
import * as tf from '@tensorflow/tfjs-core';
import { FREEDOM } from '../site-product/student-t.ts';
import { type Kept, preconditioning } from './edm.ts';

/**
 * Columns of a Gaussian: centre x and y, logarithms of its deviations along the major and the minor axis, cosine and sine of twice
 * the major axis' direction. Normalised.
 */
export const GAUSSIAN_WIDTH = 6;

/**
 * Deviation, metres, that is added to every density: of the users that it has learnt from it is surer than of others, and a denoiser
 * whose answers are counted in its widths would learn of nothing but the few users whom it was sure to be elsewhere.
 */
export const BLUR = 0.1;

/** Difference of two variances, of their sum, below which there is no major axis to speak of. */
const ROUND = 1e-12;

/**
 * Centre and widths of a density: of L = [eᵃ, c·eᵇ; 0, eᵇ] the matrix (LᵀL)⁻¹, by its axes, which the blur leaves as they are.
 *
 * @param density from `DensityHead` [rows, DENSITY_WIDTH], metres
 * @param scale half the side of the region, metres
 * @returns [rows, GAUSSIAN_WIDTH]
 */
export function siteGaussian(density: tf.Tensor2D, scale: number): tf.Tensor2D {
  const [x, y, a, b, c] = tf.split(density, 5, 1);
  const width = (exponent: tf.Tensor): tf.Tensor => tf.div(tf.exp(tf.neg(exponent)), scale);
  const [u, v] = [width(a), width(b)];
  const xx = tf.mul(tf.square(u), tf.add(tf.square(c), 1));
  const yy = tf.square(v);
  const xy = tf.neg(tf.mul(c, tf.mul(u, v)));
  const half = tf.mul(tf.sub(xx, yy), 0.5);
  const trace = tf.add(xx, yy);
  const apart = tf.sqrt(tf.add(tf.square(half), tf.square(xy)));
  const major = tf.log(tf.add(tf.mul(trace, 0.5), apart));
  // By the determinant, for of a long ellipse the difference of trace and major variance is nothing but rounding.
  const minor = tf.sub(tf.mul(tf.log(tf.mul(u, v)), 2), major);
  const divisor = tf.add(apart, tf.mul(trace, ROUND));
  const blur = (BLUR / scale) ** 2;
  const axes = [major, minor].map((logarithm) => tf.mul(tf.log(tf.add(tf.exp(logarithm), blur)), 0.5));
  return tf.concat(
    [tf.div(x, scale), tf.div(y, scale), ...axes, tf.div(half, divisor), tf.div(xy, divisor)] as tf.Tensor2D[],
    1,
  );
}

/**
 * The Gaussian that a Student-t density is at a noisy position: the density is a mixture of Gaussians of all widths, and of those
 * (ν + z²)/(ν + 2) times as large a variance is what a position at distance z speaks for (Lange, Little, Taylor 1989, J. Am. Stat.
 * Assoc. 84(408), eq. 4). Far from where a site expects the user, the position is then trusted and not the site.
 *
 * @param density widths of a density [rows, GAUSSIAN_WIDTH]
 * @param noisy [rows, NOISY_WIDTH]
 * @returns [rows, GAUSSIAN_WIDTH]
 */
export function gaussianThere(density: tf.Tensor2D, noisy: tf.Tensor2D): tf.Tensor2D {
  const { in: inverse } = gainsOf(density, tf.exp<tf.Tensor2D>(columns(noisy, 2, 1)));
  const away = tf.sub<tf.Tensor2D>(columns(noisy, 0, 2), centresOf(density));
  const squared = tf.sum(tf.square(applyGains(density, inverse, away)), 1, true);
  const wider = tf.mul(tf.log(tf.div(tf.add(squared, FREEDOM), FREEDOM + 2)), 0.5);
  const deviations = tf.add<tf.Tensor2D>(columns(density, 2, 2), wider);
  return tf.concat([centresOf(density), deviations, columns(density, 4, 2)], 1);
}

/** What {@link preconditioning} is along the axes of Gaussians [rows, 2], major and minor. */
export type Gains = Readonly<Record<Kept | 'out' | 'in', tf.Tensor2D>>;

/**
 * Preconditioning by Gaussians.
 *
 * @param gaussians [rows, GAUSSIAN_WIDTH]
 * @param sigma [rows, 1], normalised
 */
export function gainsOf(gaussians: tf.Tensor2D, sigma: tf.Tensor2D): Gains {
  const deviation = tf.exp(columns(gaussians, 2, 2));
  const inverse = tf.rsqrt<tf.Tensor2D>(tf.add(tf.square(deviation), tf.square(sigma)));
  const flow = tf.mul<tf.Tensor2D>(deviation, inverse);
  return { skip: tf.square(flow), flow, out: tf.mul(flow, sigma), in: inverse };
}

/**
 * Vectors times the symmetric matrix that has a gain along each of a Gaussian's axes.
 *
 * @param gains [rows, 2], major and minor
 * @param vectors [rows, 2]
 */
export function applyGains(gaussians: tf.Tensor2D, gains: tf.Tensor2D, vectors: tf.Tensor2D): tf.Tensor2D {
  const [major, minor] = tf.split(gains, 2, 1);
  const [cosine, sine] = tf.split(columns(gaussians, 4, 2), 2, 1);
  const [x, y] = tf.split(vectors, 2, 1);
  const mean = tf.mul(tf.add(major, minor), 0.5);
  const half = tf.mul(tf.sub(major, minor), 0.5);
  const mirrored = tf.concat(
    [tf.add(tf.mul(cosine, x), tf.mul(sine, y)), tf.sub(tf.mul(sine, x), tf.mul(cosine, y))],
    1,
  );
  return tf.add(tf.mul(mean, vectors), tf.mul(half, mirrored));
}

/** Centres of Gaussians [rows, 2]. */
export function centresOf(gaussians: tf.Tensor2D): tf.Tensor2D {
  return columns(gaussians, 0, 2);
}

function columns(tensor: tf.Tensor2D, from: number, count: number): tf.Tensor2D {
  return tf.slice(tensor, [0, from], [tensor.shape[0], count]);
}

/** A Gaussian in plain numbers, at one noise. */
export interface GaussianAt {
  readonly x: number;
  readonly y: number;
  /** Cosine and sine of twice the major axis' direction. */
  readonly axis: readonly [number, number];
  /** Preconditioning along the major and the minor axis. */
  readonly along: readonly [ReturnType<typeof preconditioning>, ReturnType<typeof preconditioning>];
}

/** As {@link gaussianThere} and {@link gainsOf}, of one position. */
export function gaussianAt(
  density: ArrayLike<number>,
  offset: number,
  x: number,
  y: number,
  sigma: number,
): GaussianAt {
  // A fix asks for tens of thousands of these.
  const centreX = density[offset];
  const centreY = density[offset + 1];
  const major = Math.exp(density[offset + 2]);
  const minor = Math.exp(density[offset + 3]);
  const axis = [density[offset + 4], density[offset + 5]] as const;
  const inverse = (width: number): number => 1 / Math.sqrt(sigma * sigma + width * width);
  const [dx, dy] = applyGain({ axis }, inverse(major), inverse(minor), x - centreX, y - centreY);
  const wider = Math.sqrt((FREEDOM + dx * dx + dy * dy) / (FREEDOM + 2));
  const along = [preconditioning(sigma, wider * major), preconditioning(sigma, wider * minor)] as const;
  return { x: centreX, y: centreY, axis, along };
}

/** As {@link applyGains}, of one vector. */
export function applyGain(
  { axis: [cosine, sine] }: Pick<GaussianAt, 'axis'>,
  major: number,
  minor: number,
  x: number,
  y: number,
): [x: number, y: number] {
  const [mean, half] = [(major + minor) / 2, (major - minor) / 2];
  return [mean * x + half * (cosine * x + sine * y), mean * y + half * (sine * x - cosine * y)];
}
