/**
 * Diffraction at a straight edge: the uniform theory of Kouyoumjian and Pathak (Proc. IEEE 62(11), 1974) with faces of
 * finite conductivity after Luebbers (IEEE Trans. AP 32(1), 1984).
 *
 * Between the perfect conductor's reflections ∓1 and those of real faces the theory has no derivation, only conditions
 * that a heuristic must meet. Here they are: the reflected field is cancelled exactly at every reflection boundary,
 * with the face's full reflection matrix in ray-fixed coordinates, so that oblique rays of any polarisation stay
 * continuous; and source and observer may change places, so that the angles at which faces are read are symmetric in
 * both: the smaller one from the face (El-Sallabi and Vainikainen, IEEE Trans. AP 53(9), 2005; Schettino et al.,
 * IEEE Trans. Magn. 43(4), 2007). Where rays are also traced through walls, what the boundary of the shadow cancels is
 * the direct field less the transmitted one (Burnside and Burgener, IEEE Trans. AP 31(1), 1983, for a sheet; two faces
 * for a wedge as in Rouviere, Douchin and Combes, IEEE Trans. AP 47(11), 1999).
 */
import { SLAB } from './fresnel.ts';
import { scaledTransition } from './transition.ts';

/** How a ray meets an edge. Angles are those of `EdgeTable`; β is between the ray and the edge's direction. */
export interface EdgeRay {
  /** Open angle of the wedge, nπ, radians. */
  exteriorAngle: number;
  /** Where the ray comes from, φ′ in [0, nπ], radians. */
  sourceAngle: number;
  /** Where it goes to, φ in [0, nπ], radians. */
  angle: number;
  /** cos β, before and after the edge. */
  cosBeta: number;
  /** sin β. */
  sinBeta: number;
  /** ss′/(s + s′) of the unfolded ways to and from the edge, metres. */
  distance: number;
  /** 2π/λ, per metre. */
  waveNumber: number;
}

/**
 * Coefficients of one face's slab as `writeSlab` writes them [4, 2]: face 0 or 1 (φ = 0 or nπ), and the cosine of
 * incidence from its normal. They are read before the next call, which may reuse the array.
 */
export type FaceSlab = (face: 0 | 1, cosine: number) => Float64Array;

const transition = new Float64Array(2);
/** Complex factors of the four terms: shadow of face 1, shadow of face 0, reflection by face 1, reflection by face 0. */
const terms = new Float64Array(8);
const transmission0 = new Float64Array(6);
const transmission1 = new Float64Array(6);

/**
 * Writes the diffraction matrix from (β̂₀′, φ̂′) to (β̂₀, φ̂), the ray-fixed components of Kouyoumjian and Pathak with
 * φ̂′, φ̂ towards growing angle at source and observer and β̂₀′ = φ̂′ × ŝ′, β̂₀ = φ̂ × ŝ. It is relative to a free wave over
 * the whole unfolded way: the diffracted field is matrix · e^{−jk(s+s′)}/(s + s′), which is the usual coefficient with
 * its √(1/(s′s(s + s′))).
 *
 * @param ray see `EdgeRay`
 * @param slab coefficients of the faces; of a sheet both are those of the sheet
 * @param transmitted whether the direct ray is also traced through the faces: one of a sheet (n = 2), both of a wedge
 * @param out real and imaginary parts of ββ′, βφ′, φβ′, φφ′ [2, 2, 2]
 */
export function diffractionMatrix(ray: EdgeRay, slab: FaceSlab, transmitted: boolean, out: Float64Array): void {
  const { exteriorAngle, sourceAngle, angle, cosBeta, sinBeta } = ray;
  writeTerm(ray, Math.PI + (angle - sourceAngle), 0);
  writeTerm(ray, Math.PI - (angle - sourceAngle), 1);
  writeTerm(ray, Math.PI + (angle + sourceAngle), 2);
  writeTerm(ray, Math.PI - (angle + sourceAngle), 3);
  // The direct ray leaves with −β̂₀′ and −φ̂′ in the observer's components.
  const directRe = -terms[0] - terms[2];
  const directIm = -terms[1] - terms[3];
  out[0] = out[6] = directRe;
  out[1] = out[7] = directIm;
  out[2] = out[3] = out[4] = out[5] = 0;
  if (transmitted) addTransmitted(ray, slab, out);
  addReflected(slab, 0, sourceAngle, angle, cosBeta, sinBeta, out);
  addReflected(slab, 1, exteriorAngle - sourceAngle, exteriorAngle - angle, -cosBeta, sinBeta, out);
}

/**
 * Writes one term, −e^{−jπ/4}/(2n√π)·cot(y)·|sin(ny)|·G(√(2kL)|sin(ny)|) with y = (π ± β)/2n less the nearest multiple
 * of π: Kouyoumjian and Pathak's cot(·)F(kLa) (eq. 25 to 29), where a = 2 sin²(ny), with the root of F's argument
 * divided out of F, so that nothing diverges at the boundary; there it is ∓½.
 */
function writeTerm(ray: EdgeRay, twoNY: number, term: number): void {
  const { exteriorAngle, sinBeta, distance, waveNumber } = ray;
  const n = exteriorAngle / Math.PI;
  let y = twoNY / (2 * n);
  y -= Math.PI * Math.round(y / Math.PI);
  const sine = Math.sin(n * y);
  const weight = y === 0 ? n : Math.abs(sine) / Math.tan(y);
  scaledTransition(Math.sqrt(2 * waveNumber * distance) * sinBeta * Math.abs(sine), transition);
  const scale = -weight / (2 * n * Math.sqrt(2 * Math.PI));
  terms[2 * term] = scale * (transition[0] + transition[1]);
  terms[2 * term + 1] = scale * (transition[1] - transition[0]);
}

/**
 * Adds a face's reflection term. With c and s the components of the normal of the plane of incidence along φ̂ and β̂₀,
 * the matrix R_TE·êê + R_TM·p̂p̂ is exact where the observer stands at the reflection boundary, φ + φ′ = π. Elsewhere c and
 * s are read at the smaller of both angles, and what mixes polarisations, odd in φ − φ′ by reciprocity, at half the
 * difference of the cosines, which is cos φ′ at the boundary.
 */
function addReflected(
  slab: FaceSlab,
  face: 0 | 1,
  sourceAngle: number,
  angle: number,
  cosBeta: number,
  sinBeta: number,
  out: Float64Array,
): void {
  const readAt = Math.min(sourceAngle, angle);
  const cosSource = Math.cos(sourceAngle);
  const cosObserver = Math.cos(angle);
  const sine = Math.sin(readAt);
  const cosine = sourceAngle < angle ? cosSource : cosObserver;
  const cosIncidence = sinBeta * Math.abs(sine);
  const coefficients = slab(face, Math.min(1, cosIncidence));
  const teRe = coefficients[SLAB.reflectionTe];
  const teIm = coefficients[SLAB.reflectionTe + 1];
  const tmRe = coefficients[SLAB.reflectionTm];
  const tmIm = coefficients[SLAB.reflectionTm + 1];
  // sin²θ = cos²β sin²φ + cos²φ; at normal incidence there is no plane, and R_TE = −R_TM.
  const square = cosBeta * cosBeta * sine * sine + cosine * cosine;
  const cc = square > 1e-18 ? (cosBeta * cosBeta * sine * sine) / square : 0;
  const ss = 1 - cc;
  const mixed = square > 1e-18 ? (cosBeta * Math.abs(sine) * (cosSource - cosObserver)) / (2 * square) : 0;
  const re = terms[face === 0 ? 6 : 4];
  const im = terms[face === 0 ? 7 : 5];
  const crossRe = mixed * (teRe + tmRe);
  const crossIm = mixed * (teIm + tmIm);
  addProduct(out, 0, re, im, cc * tmRe - ss * teRe, cc * tmIm - ss * teIm);
  addProduct(out, 2, re, im, crossRe, crossIm);
  addProduct(out, 4, re, im, -crossRe, -crossIm);
  addProduct(out, 6, re, im, cc * teRe - ss * tmRe, cc * teIm - ss * tmIm);
}

/**
 * Takes the transmitted field off what the shadow boundaries cancel. The straight ray halfway between source and
 * observer goes through the faces; at the boundary it is the ray itself.
 */
function addTransmitted(ray: EdgeRay, slab: FaceSlab, out: Float64Array): void {
  const { exteriorAngle, sourceAngle, angle, cosBeta, sinBeta } = ray;
  const line = (sourceAngle + angle - Math.PI) / 2;
  writeTransmission(slab, 0, line, cosBeta, sinBeta, transmission0);
  const sheet = exteriorAngle === 2 * Math.PI;
  if (!sheet) writeTransmission(slab, 1, exteriorAngle - line, -cosBeta, sinBeta, transmission1);
  // Term 1 goes through face 0 first, term 0 through face 1 first.
  for (let term = 0; term < 2; term++) {
    const re = terms[2 * term];
    const im = terms[2 * term + 1];
    if (sheet) {
      addProduct(out, 0, re, im, transmission0[0], transmission0[1]);
      addProduct(out, 2, re, im, transmission0[2], transmission0[3]);
      addProduct(out, 4, re, im, transmission0[2], transmission0[3]);
      addProduct(out, 6, re, im, transmission0[4], transmission0[5]);
      continue;
    }
    const first = term === 1 ? transmission0 : transmission1;
    const second = term === 1 ? transmission1 : transmission0;
    // Symmetric matrices [ββ, βφ, φφ]: (second · first)ᵢⱼ = Σₖ secondᵢₖ firstₖⱼ.
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < 2; column++) {
        for (let inner = 0; inner < 2; inner++) {
          const a = 2 * (row + inner);
          const b = 2 * (inner + column);
          const productRe = second[a] * first[b] - second[a + 1] * first[b + 1];
          const productIm = second[a] * first[b + 1] + second[a + 1] * first[b];
          addProduct(out, 4 * row + 2 * column, re, im, productRe, productIm);
        }
      }
    }
  }
}

/** Writes a face's transmission matrix for a straight ray from angle φ of that face: ββ, βφ = φβ, φφ [3, 2]. */
function writeTransmission(
  slab: FaceSlab,
  face: 0 | 1,
  angle: number,
  cosBeta: number,
  sinBeta: number,
  out: Float64Array,
): void {
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const coefficients = slab(face, Math.min(1, sinBeta * Math.abs(sine)));
  const teRe = coefficients[SLAB.transmissionTe];
  const teIm = coefficients[SLAB.transmissionTe + 1];
  const tmRe = coefficients[SLAB.transmissionTm];
  const tmIm = coefficients[SLAB.transmissionTm + 1];
  const square = cosBeta * cosBeta * sine * sine + cosine * cosine;
  const length = Math.sqrt(square);
  const c = square > 1e-18 ? (cosBeta * sine) / length : 0;
  const s = square > 1e-18 ? -cosine / length : 1;
  out[0] = teRe * s * s + tmRe * c * c;
  out[1] = teIm * s * s + tmIm * c * c;
  out[2] = (teRe - tmRe) * s * c;
  out[3] = (teIm - tmIm) * s * c;
  out[4] = teRe * c * c + tmRe * s * s;
  out[5] = teIm * c * c + tmIm * s * s;
}

/** Adds the product of two complex numbers to an element. */
function addProduct(out: Float64Array, at: number, aRe: number, aIm: number, bRe: number, bIm: number): void {
  out[at] += aRe * bRe - aIm * bIm;
  out[at + 1] += aRe * bIm + aIm * bRe;
}
