/**
 * Diffuse scattering by effective roughness (Degli-Esposti, Fuschini, Vitucci, Falciasecca, IEEE Trans. AP 55(1), 2007):
 * a share S² of what a surface reflects leaves it in all directions, with a phase of its own from every patch.
 *
 * The directive lobe is used in a reciprocal form, as reciprocity asks of any propagation model (Vitucci, Cenni, Fuschini,
 * Degli-Esposti, IEEE Trans. AP 71, 2023): instead of dividing by the lobe's content for the incident direction alone,
 * incident and scattered direction both carry a factor a(cos θ), chosen so that the power balance holds exactly. Of a
 * lobe without direction that is Lambert's law.
 */
import { LabError } from '../errors/lab-error.ts';

/** How surfaces scatter. */
export interface Scattering {
  readonly model: 'lambertian' | 'directive';
  /** S: root of the share of the reflected power that is scattered, 0 to 1. */
  readonly coefficient: number;
  /** α_R: exponent of the directive lobe ((1 + cos ψ)/2)^α, 1 or more; ignored by the Lambertian model. */
  readonly lobeExponent: number;
  /**
   * Share of the scattered power that changes between TE and TM, 0 to 1; left out it is 0, as in the model of 2007 and
   * in Sionna RT's default.
   */
  readonly crossPolarShare?: number;
}

/** Cosines of incidence in the table of the normalisation. */
const NODES = 64;
/** Azimuths in half a turn; the midpoint rule converges exponentially on a smooth periodic function. */
const AZIMUTHS = 32;

/**
 * The factor a(cos θ) of each direction: the scattered intensity of a patch is
 * S²·|R|²·a(cos θ_i)·a(cos θ_s)·((1 + cos ψ)/2)^α·dA of the incident power density, ψ between scattered and mirrored ray.
 * It solves a(μ)·∫a(μ′)((1 + cos ψ)/2)^α dΩ′ = μ over the half space for every μ; for α = 0 it is μ/√π.
 *
 * @param scattering see `Scattering`
 * @returns of a cosine from the normal
 * @throws LabError `bad-argument` for a coefficient or share outside of 0…1, or an exponent below 1
 */
export function createScatteringLobe(scattering: Scattering): (cosine: number) => number {
  const { model, coefficient, lobeExponent, crossPolarShare = 0 } = scattering;
  const isShare = (value: number): boolean => value >= 0 && value <= 1;
  if (!isShare(coefficient) || !isShare(crossPolarShare) || (model === 'directive' && !(lobeExponent >= 1))) {
    throw new LabError(
      'bad-argument',
      `Scattering coefficient ${coefficient}, lobe exponent ${lobeExponent} and cross-polar share ${crossPolarShare} do not go together.`,
      'Use a coefficient and a share from 0 to 1, and an exponent of 1 or more.',
    );
  }
  if (model === 'lambertian') return (cosine) => cosine / Math.sqrt(Math.PI);
  // Midpoint nodes in μ; the kernel is the lobe, integrated over azimuth and the node's own share of μ.
  const kernel = new Float64Array(NODES * NODES);
  for (let i = 0; i < NODES; i++) {
    const cosI = (i + 0.5) / NODES;
    const sinI = Math.sqrt(1 - cosI * cosI);
    for (let j = 0; j <= i; j++) {
      const cosJ = (j + 0.5) / NODES;
      const sinJ = Math.sqrt(1 - cosJ * cosJ);
      let sum = 0;
      for (let k = 0; k < AZIMUTHS; k++) {
        const cosPsi = cosI * cosJ + sinI * sinJ * Math.cos((Math.PI * (k + 0.5)) / AZIMUTHS);
        sum += ((1 + cosPsi) / 2) ** lobeExponent;
      }
      kernel[NODES * i + j] = kernel[NODES * j + i] = (sum / AZIMUTHS) * ((2 * Math.PI) / NODES);
    }
  }
  // Symmetric balancing (Sinkhorn and Knopp 1967): the geometric mean of old and required factor converges.
  const factors = Float64Array.from({ length: NODES }, (_, i) => Math.sqrt((i + 0.5) / NODES));
  for (let round = 0; round < 60; round++) {
    const content = factors.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < NODES; j++) sum += kernel[NODES * i + j] * factors[j];
      return sum;
    });
    for (let i = 0; i < NODES; i++) factors[i] = Math.sqrt((factors[i] * ((i + 0.5) / NODES)) / content[i]);
  }
  // a²/μ stays finite and smooth down to grazing, so that is what is interpolated.
  const smooth = factors.map((factor, i) => (factor * factor * NODES) / (i + 0.5));
  return (cosine) => {
    const at = Math.min(Math.max(cosine * NODES - 0.5, 0), NODES - 1);
    const low = Math.min(Math.floor(at), NODES - 2);
    return Math.sqrt((smooth[low] + (at - low) * (smooth[low + 1] - smooth[low])) * Math.max(0, cosine));
  };
}

/**
 * Writes the scattering matrix of a patch from (TE, TM) to (TE, TM) components (see `writeScatterFrames`). Reflection
 * coefficients are those of a surface that mirrors the ray into the observer, at half the angle between them, which is
 * the same both ways; what changes polarisation is the geometric mean of both.
 *
 * @param model see `Scattering`
 * @param lobe of `createScatteringLobe`
 * @param incidence cosine of incidence (likewise departure), positive
 * @param cosPsi cosine between the scattered and the mirrored ray
 * @param area of the patch, square metres
 * @param reflection R_TE and R_TM at half the angle between the rays [2, 2]
 * @param phases of TE, TM and both mixed ones, radians; they belong to the patch
 * @param at where the patch's three phases start
 * @param out [2, 2, 2], metres: the scattered field is matrix · E/s of the incident field E
 */
export function scatteringMatrix(
  model: Scattering,
  lobe: (cosine: number) => number,
  incidence: number,
  departure: number,
  cosPsi: number,
  area: number,
  reflection: Float64Array,
  phases: Float64Array,
  at: number,
  out: Float64Array,
): void {
  const { coefficient, lobeExponent, crossPolarShare = 0 } = model;
  const shape = model.model === 'directive' ? Math.max(0, (1 + cosPsi) / 2) ** lobeExponent : 1;
  const size = coefficient * Math.sqrt(lobe(incidence) * lobe(departure) * shape * area);
  const te = Math.hypot(reflection[0], reflection[1]);
  const tm = Math.hypot(reflection[2], reflection[3]);
  const kept = size * Math.sqrt(1 - crossPolarShare);
  const mixed = size * Math.sqrt(crossPolarShare * te * tm);
  out[0] = kept * te * Math.cos(phases[at]);
  out[1] = kept * te * Math.sin(phases[at]);
  out[2] = mixed * Math.cos(phases[at + 2]);
  out[3] = mixed * Math.sin(phases[at + 2]);
  // On the way back TE axes point the other way and TM axes do not: reciprocity makes the mixed parts opposite.
  out[4] = -out[2];
  out[5] = -out[3];
  out[6] = kept * tm * Math.cos(phases[at + 1]);
  out[7] = kept * tm * Math.sin(phases[at + 1]);
}

/**
 * How much more a patch collects from an end, or throws onto it, than a point of its area would: its solid angle as a square
 * about its centre over A·cos θ/d². One far away; above or below it where the patch is not small beside the distance, so
 * that whoever stands at a wall is not lit by a point within arm's reach. The same at both ends, so paths stay reciprocal.
 *
 * @param direction unit vector between the patch and the end, either way
 * @param distance from the patch's centre to the end, metres
 * @param normals of the patches; this one's unit normal starts at `at`
 * @param area A, square metres
 */
export function nearPatchFactor(
  direction: ArrayLike<number>,
  distance: number,
  normals: ArrayLike<number>,
  at: number,
  area: number,
): number {
  const nx = normals[at];
  const ny = normals[at + 1];
  const nz = normals[at + 2];
  const [dx, dy, dz] = [direction[0], direction[1], direction[2]];
  const cosine = Math.abs(dx * nx + dy * ny + dz * nz);
  if (cosine < 1e-6) return 1;
  // The square lies as `buildPatches` cuts: u runs level, v = n × u.
  const level = Math.hypot(nx, ny);
  const ux = level > 1e-6 ? -ny / level : 1;
  const uy = level > 1e-6 ? nx / level : 0;
  const u = distance * (dx * ux + dy * uy);
  const v = distance * (dz * (nx * uy - ny * ux) + nz * (dy * ux - dx * uy));
  const height = distance * cosine;
  const half = Math.sqrt(area) / 2;
  let solidAngle = 0;
  for (const [x, y, sign] of [
    [u + half, v + half, 1],
    [u - half, v + half, -1],
    [u + half, v - half, -1],
    [u - half, v - half, 1],
  ]) {
    solidAngle += sign * Math.atan((x * y) / (height * Math.hypot(x, y, height)));
  }
  return (solidAngle * distance * distance) / (area * cosine);
}
