/** Reflection and transmission of a plane wave at a flat slab in air: ITU-R P.2040-3, §2.2. */

/** Where each coefficient lies in what `writeSlab` writes: real part, then imaginary part. */
export const SLAB = { reflectionTe: 0, reflectionTm: 2, transmissionTe: 4, transmissionTm: 6 } as const;

/**
 * Writes reflection and transmission of a slab with air on both sides (P.2040-3, eq. 42 to 44), inner reflections included.
 * The transmission holds the phase of the way through the slab, not that of the air it replaces. The tracer asks this for
 * every interaction of every candidate, so it works on plain numbers: six times as fast as on objects.
 *
 * @param cosine cosine of the angle of incidence from the normal, 0…1
 * @param real ε_r, the real part of the complex relative permittivity η
 * @param imaginary −σ/(ωε₀), its imaginary part
 * @param electricalThickness 2πd/λ in air
 * @param out the four coefficients, see `SLAB` [4, 2]
 */
export function writeSlab(
  cosine: number,
  real: number,
  imaginary: number,
  electricalThickness: number,
  out: Float64Array,
): void {
  // A = √(η − sin²θ), with a real part that is not negative; in passive media its imaginary part is then not positive.
  const squareRe = real - (1 - cosine * cosine);
  const modulus = Math.sqrt(squareRe * squareRe + imaginary * imaginary);
  // The smaller part follows from the larger one: their product is half the imaginary part of the square.
  const larger = Math.sqrt((modulus + Math.abs(squareRe)) / 2);
  const smaller = larger > 0 ? Math.abs(imaginary) / (2 * larger) : 0;
  const aRe = squareRe >= 0 ? larger : smaller;
  const aIm = (imaginary < 0 ? -1 : 1) * (squareRe >= 0 ? smaller : larger);
  // e^{−jq} with q = 2πdA/λ. The imaginary part of A is not positive, so this only ever decays.
  const decay = Math.exp(electricalThickness * aIm);
  const onceRe = decay * Math.cos(electricalThickness * aRe);
  const onceIm = -decay * Math.sin(electricalThickness * aRe);
  writeSlabPair(cosine, 0, aRe, aIm, onceRe, onceIm, out, SLAB.reflectionTe, SLAB.transmissionTe);
  writeSlabPair(
    real * cosine,
    imaginary * cosine,
    aRe,
    aIm,
    onceRe,
    onceIm,
    out,
    SLAB.reflectionTm,
    SLAB.transmissionTm,
  );
}

/** Writes R and T of one polarisation: r' = (b − A)/(b + A) of one face, and what the two faces make of it. */
function writeSlabPair(
  bRe: number,
  bIm: number,
  aRe: number,
  aIm: number,
  onceRe: number,
  onceIm: number,
  out: Float64Array,
  reflection: number,
  transmission: number,
): void {
  const belowRe = bRe + aRe;
  const belowIm = bIm + aIm;
  const belowSquare = belowRe * belowRe + belowIm * belowIm;
  const aboveRe = bRe - aRe;
  const aboveIm = bIm - aIm;
  const rRe = (aboveRe * belowRe + aboveIm * belowIm) / belowSquare;
  const rIm = (aboveIm * belowRe - aboveRe * belowIm) / belowSquare;
  const twiceRe = onceRe * onceRe - onceIm * onceIm;
  const twiceIm = 2 * onceRe * onceIm;
  const rrRe = rRe * rRe - rIm * rIm;
  const rrIm = 2 * rRe * rIm;
  const denominatorRe = 1 - (rrRe * twiceRe - rrIm * twiceIm);
  const denominatorIm = -(rrRe * twiceIm + rrIm * twiceRe);
  const square = denominatorRe * denominatorRe + denominatorIm * denominatorIm;
  if (square === 0) {
    // Grazing incidence on a slab that is transparent: r'² → 1 and e^{−j2q} → 1 together.
    out[reflection] = -1;
    out[reflection + 1] = out[transmission] = out[transmission + 1] = 0;
    return;
  }
  const inverseRe = denominatorRe / square;
  const inverseIm = -denominatorIm / square;
  // R = r'(1 − e^{−j2q})/(1 − r'²e^{−j2q})
  const numeratorRe = rRe * (1 - twiceRe) + rIm * twiceIm;
  const numeratorIm = rIm * (1 - twiceRe) - rRe * twiceIm;
  out[reflection] = numeratorRe * inverseRe - numeratorIm * inverseIm;
  out[reflection + 1] = numeratorRe * inverseIm + numeratorIm * inverseRe;
  // T = (1 − r'²)e^{−jq}/(1 − r'²e^{−j2q})
  const throughRe = (1 - rrRe) * onceRe + rrIm * onceIm;
  const throughIm = (1 - rrRe) * onceIm - rrIm * onceRe;
  out[transmission] = throughRe * inverseRe - throughIm * inverseIm;
  out[transmission + 1] = throughRe * inverseIm + throughIm * inverseRe;
}
