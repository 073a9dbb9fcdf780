import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import type { EdgeRay, FaceSlab } from './diffraction.ts';
import { diffractionMatrix } from './diffraction.ts';
import { SLAB, writeSlab } from './fresnel.ts';
import { fresnelTail } from './testing/fresnel-tail.ts';

const k = 40;
const coefficients = new Float64Array(8);
const conductor: FaceSlab = () => {
  coefficients.fill(0);
  coefficients[SLAB.reflectionTe] = -1;
  coefficients[SLAB.reflectionTm] = 1;
  return coefficients;
};
/** Two unlike lossy faces, thin enough to let something through. */
const dielectric: FaceSlab = (face, cosine) => {
  if (face === 0) writeSlab(cosine, 5.24, -0.6, k * 0.05, coefficients);
  else writeSlab(cosine, 2.5, -0.2, k * 0.08, coefficients);
  return coefficients;
};
const matrix = new Float64Array(8);

type Field = [number, number];
const plus = (a: Field, b: Field): Field => [a[0] + b[0], a[1] + b[1]];
const wave = (phase: number, size = 1): Field => [size * Math.cos(phase), size * Math.sin(phase)];
const size = ([re, im]: Field): number => Math.hypot(re, im);

/** Total field of a plane wave at a perfectly conducting wedge: unit wave at the edge, observer at ρ, φ. */
function conductorTotal(n: number, soft: boolean, sourceAngle: number, rho: number, angle: number): Field {
  const ray = { exteriorAngle: n * Math.PI, sourceAngle, angle, cosBeta: 0, sinBeta: 1, distance: rho, waveNumber: k };
  diffractionMatrix(ray, conductor, false, matrix);
  // Soft: E along the edge is E·β̂₀′ before and −E·β̂₀ behind. Hard: so is H along the edge with φ̂′ and φ̂.
  const at = soft ? 0 : 6;
  let total: Field = [-matrix[at], -matrix[at + 1]];
  const turn = wave(-k * rho);
  total = [total[0] * turn[0] - total[1] * turn[1], total[0] * turn[1] + total[1] * turn[0]];
  const sign = soft ? -1 : 1;
  if (Math.abs(angle - sourceAngle) < Math.PI) total = plus(total, wave(k * rho * Math.cos(angle - sourceAngle)));
  if (angle + sourceAngle < Math.PI) total = plus(total, wave(k * rho * Math.cos(angle + sourceAngle), sign));
  const far = 2 * n * Math.PI - angle - sourceAngle;
  if (far < Math.PI) total = plus(total, wave(k * rho * Math.cos(far), sign));
  return total;
}

/** J of any order by its power series, for arguments up to 25. */
function bessel(order: number, x: number): number {
  const gamma = (z: number): number => {
    // Stirling's series, from above.
    let shift = 1;
    let at = z;
    while (at < 12) shift *= at++;
    const series = 1 / (12 * at) - 1 / (360 * at ** 3) + 1 / (1260 * at ** 5) - 1 / (1680 * at ** 7);
    return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - Math.log(shift);
  };
  let sum = 0;
  let term = 1;
  for (let m = 0; m < 120; m++) {
    sum += term;
    term *= -(x * x) / 4 / ((m + 1) * (m + 1 + order));
  }
  return sum * Math.exp(order * Math.log(x / 2) - gamma(order + 1));
}

describe('a perfectly conducting half plane', () => {
  it.each([true, false])('has the exact field of Sommerfeld, soft %s', (soft) => {
    for (const sourceAngle of [0.4, 1.2, 2.6]) {
      for (const rho of [0.05, 1, 30]) {
        for (let angle = 0.05; angle < 2 * Math.PI; angle += 0.31) {
          const part = (difference: number): Field => {
            const [re, im] = fresnelTail(-Math.sqrt(2 * k * rho) * Math.cos(difference / 2));
            const turn = wave(k * rho * Math.cos(difference) + Math.PI / 4, 1 / Math.sqrt(Math.PI));
            return [turn[0] * re - turn[1] * im, turn[0] * im + turn[1] * re];
          };
          const [ar, ai] = part(angle - sourceAngle);
          const [br, bi] = part(angle + sourceAngle);
          const sign = soft ? -1 : 1;
          expect(conductorTotal(2, soft, sourceAngle, rho, angle)).toBeAllclose([ar + sign * br, ai + sign * bi], {
            relative: 0,
            absolute: 1e-7,
          });
        }
      }
    }
  });

  it('has the knife edge’s loss in the shadow at small angles', () => {
    // ITU-R P.526-15, eq. 31: J(ν) = 6.9 + 20 lg(√((ν − 0.1)² + 1) + ν − 0.1) for ν > −0.78, good to 0.2 dB.
    const s = 400;
    const d = 300;
    for (const turn of [0.001, 0.005, 0.01, 0.03]) {
      const ray = {
        exteriorAngle: 2 * Math.PI,
        sourceAngle: Math.PI / 2,
        angle: (3 * Math.PI) / 2 + turn,
        cosBeta: 0,
        sinBeta: 1,
        distance: (s * d) / (s + d),
        waveNumber: k,
      };
      diffractionMatrix(ray, conductor, false, matrix);
      const nu = turn * Math.sqrt((2 * s * d * k) / (2 * Math.PI) / (s + d));
      const loss = 6.9 + 20 * Math.log10(Math.sqrt((nu - 0.1) ** 2 + 1) + nu - 0.1);
      for (const at of [0, 6]) {
        expect(Math.abs(-20 * Math.log10(Math.hypot(matrix[at], matrix[at + 1])) - loss)).toBeLessThan(0.35);
      }
    }
  });
});

describe('a perfectly conducting wedge', () => {
  it.each([
    [true, 0.9],
    [false, 0.9],
    [true, 2.3],
    [false, 2.3],
  ])('has the field of the exact eigenfunction series, soft %s, source at %d', (soft, sourceAngle) => {
    const n = 1.5;
    const rho = 22 / k;
    for (let angle = 0.1; angle < n * Math.PI; angle += 0.23) {
      // u = (2/n) Σ ε j^{m/n} J_{m/n}(kρ) cos(mφ/n) cos(mφ′/n), or 4/n Σ … sin sin (Balanis, Advanced Engineering
      // Electromagnetics, §11.6 and 13.3).
      let exact: Field = [0, 0];
      for (let m = 0; m < 70; m++) {
        const shape = soft
          ? 2 * Math.sin((m * angle) / n) * Math.sin((m * sourceAngle) / n)
          : (m === 0 ? 1 : 2) * Math.cos((m * angle) / n) * Math.cos((m * sourceAngle) / n);
        exact = plus(exact, wave(((m / n) * Math.PI) / 2, (2 / n) * shape * bessel(m / n, k * rho)));
      }
      const [re, im] = conductorTotal(n, soft, sourceAngle, rho, angle);
      // An asymptotic theory at 3.5 wavelengths: its next order is about 1/kρ of the diffracted field.
      expect(Math.hypot(re - exact[0], im - exact[1])).toBeLessThan(0.012);
    }
  });
});

/** A dielectric wedge with its edge along z, face 0 along x; source and observer may stand at different heights. */
class WedgeScene {
  readonly n: number;
  readonly slab: FaceSlab;
  readonly transmitted: boolean;

  constructor(n: number, slab: FaceSlab, transmitted = false) {
    this.n = n;
    this.slab = slab;
    this.transmitted = transmitted;
  }

  /** Total field vector [x, y, z] at the observer for a field transverse at the source, all rays of first order. */
  total(source: readonly number[], observer: readonly number[], launch: readonly number[]): Field[] {
    const total: Field[] = [
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    const add = (field: { re: Float64Array; im: Float64Array }, length: number): void => {
      const [c, s] = wave(-k * length, 1 / length);
      for (let i = 0; i < 3; i++) {
        total[i] = plus(total[i], [field.re[i] * c - field.im[i] * s, field.re[i] * s + field.im[i] * c]);
      }
    };
    const open = this.n * Math.PI;
    const sourceAngle = azimuth(source);
    const angle = azimuth(observer);
    const direct = unit(minus(observer, source));
    if (Math.abs(angle - sourceAngle) < Math.PI) add(transverse(launch, direct), distance(source, observer));
    else if (this.transmitted) {
      const field = transverse(launch, direct);
      const faces: (0 | 1)[] = this.n === 2 ? [0] : angle > sourceAngle ? [0, 1] : [1, 0];
      for (const face of faces) {
        const normal = faceNormal(face, open);
        passPlane(field, direct, direct, normal, this.slab(face, Math.abs(inner(normal, direct))), SLAB.transmissionTe);
      }
      add(field, distance(source, observer));
    }
    for (const face of [0, 1] as const) {
      const turn = face === 0 ? angle + sourceAngle : 2 * open - angle - sourceAngle;
      if (turn >= Math.PI) continue;
      const normal = faceNormal(face, open);
      const height = 2 * inner(normal, observer);
      const image = observer.map((c, i) => c - height * normal[i]);
      const k0 = unit(minus(image, source));
      const along = 2 * inner(normal, k0);
      const k1 = Float64Array.from(k0, (c, i) => c - along * normal[i]);
      const field = transverse(launch, k0);
      passPlane(field, k0, k1, normal, this.slab(face, Math.abs(inner(normal, k0))), SLAB.reflectionTe);
      add(field, distance(source, image));
    }
    const rs = Math.hypot(source[0], source[1]);
    const ro = Math.hypot(observer[0], observer[1]);
    const edge = [0, 0, source[2] + ((observer[2] - source[2]) * rs) / (rs + ro)];
    const before = unit(minus(edge, source));
    const after = unit(minus(observer, edge));
    const s = distance(edge, source);
    const d = distance(observer, edge);
    const ray: EdgeRay = {
      exteriorAngle: open,
      sourceAngle,
      angle,
      cosBeta: before[2],
      sinBeta: Math.hypot(before[0], before[1]),
      distance: (s * d) / (s + d),
      waveNumber: k,
    };
    diffractionMatrix(ray, this.slab, this.transmitted, matrix);
    const phiIn = [-Math.sin(sourceAngle), Math.cos(sourceAngle), 0];
    const phiOut = [-Math.sin(angle), Math.cos(angle), 0];
    const betaIn = crossed(phiIn, before);
    const betaOut = crossed(phiOut, after);
    const field = transverse(launch, before);
    const inBeta = inner(betaIn, field.re);
    const inPhi = inner(phiIn, field.re);
    const outBeta = [matrix[0] * inBeta + matrix[2] * inPhi, matrix[1] * inBeta + matrix[3] * inPhi];
    const outPhi = [matrix[4] * inBeta + matrix[6] * inPhi, matrix[5] * inBeta + matrix[7] * inPhi];
    add(
      {
        re: Float64Array.from([0, 1, 2], (i) => outBeta[0] * betaOut[i] + outPhi[0] * phiOut[i]),
        im: Float64Array.from([0, 1, 2], (i) => outBeta[1] * betaOut[i] + outPhi[1] * phiOut[i]),
      },
      s + d,
    );
    return total;
  }
}

const minus = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: ArrayLike<number>): Float64Array => Float64Array.from(a, (c) => c / Math.hypot(a[0], a[1], a[2]));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.hypot(...minus(a, b));
const crossed = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const azimuth = (p: ArrayLike<number>): number => (Math.atan2(p[1], p[0]) + 2 * Math.PI) % (2 * Math.PI);
const faceNormal = (face: 0 | 1, open: number): readonly [number, number, number] =>
  face === 0 ? [0, 1, 0] : [Math.sin(open), -Math.cos(open), 0];
/** The part of a vector across a direction, as a field without imaginary part. */
function transverse(launch: readonly number[], direction: Float64Array): { re: Float64Array; im: Float64Array } {
  const along = inner(launch, direction);
  return { re: Float64Array.from(launch, (c, i) => c - along * direction[i]), im: new Float64Array(3) };
}
/** Multiplies the parts of a field across and in the plane of incidence by a slab's coefficients. */
function passPlane(
  field: { re: Float64Array; im: Float64Array },
  before: Float64Array,
  after: Float64Array,
  normal: readonly number[],
  slab: Float64Array,
  first: number,
): void {
  const across = unit(crossed(before, normal));
  const [re, im] = [field.re.slice(), field.im.slice()];
  field.re.fill(0);
  field.im.fill(0);
  for (const [at, incoming, outgoing] of [
    [first, across, across],
    [first + 2, crossed(across, before), crossed(across, after)],
  ] as const) {
    const a = inner(incoming, re);
    const b = inner(incoming, im);
    for (let i = 0; i < 3; i++) {
      field.re[i] += (slab[at] * a - slab[at + 1] * b) * outgoing[i];
      field.im[i] += (slab[at] * b + slab[at + 1] * a) * outgoing[i];
    }
  }
}

const at = (rho: number, angle: number, z: number): number[] => [rho * Math.cos(angle), rho * Math.sin(angle), z];

describe('a wedge with lossy faces', () => {
  const launches = [
    [0, 0, 1],
    [0.3, -0.5, 0.1],
    [1, 1, 1],
  ];
  const cases: [string, WedgeScene][] = [
    ['right-angled', new WedgeScene(1.5, dielectric)],
    ['blunt', new WedgeScene(1.15, dielectric)],
    ['sheet', new WedgeScene(2, (_, cosine) => dielectric(0, cosine))],
    ['right-angled, seen through', new WedgeScene(1.5, dielectric, true)],
    ['sheet, seen through', new WedgeScene(2, (_, cosine) => dielectric(0, cosine), true)],
    ['conducting', new WedgeScene(1.5, conductor)],
  ];

  it.each(cases)('keeps every component of the total field continuous at all boundaries: %s', (_, scene) => {
    const open = scene.n * Math.PI;
    for (const sourceAngle of [0.5, 1.9, 2.8, open - 0.7]) {
      for (const z of [0, 1.5, -4]) {
        const boundaries = [
          sourceAngle + Math.PI,
          sourceAngle - Math.PI,
          Math.PI - sourceAngle,
          2 * open - Math.PI - sourceAngle,
        ].filter((angle) => angle > 0.01 && angle < open - 0.01);
        for (const boundary of boundaries) {
          for (const launch of launches) {
            const source = at(5, sourceAngle, 0);
            const step = 1e-9;
            const below = scene.total(source, at(3, boundary - step, z), launch);
            const above = scene.total(source, at(3, boundary + step, z), launch);
            const scale = Math.max(...below.map(size));
            below.forEach((field, i) => {
              expect(Math.hypot(field[0] - above[i][0], field[1] - above[i][1])).toBeLessThan(1e-6 * scale);
            });
          }
        }
      }
    }
  });

  it.each(cases)('has no step of half a decibel anywhere on a fine circle: %s', (_, scene) => {
    const open = scene.n * Math.PI;
    const launch = [0.4, -0.2, 1];
    const source = at(3, 0.6, 0);
    const power = (angle: number): number =>
      scene.total(source, at(1, angle, 1.3), launch).reduce((sum, [re, im]) => sum + re * re + im * im, 0);
    let last = power(0.02);
    let worst = 0;
    for (let angle = 0.0204; angle < open - 0.02; angle += 4e-4) {
      const now = power(angle);
      // 0.5 dB of the field; near a null of the interference, of half the free field.
      const step = Math.abs(Math.sqrt(now) - Math.sqrt(last)) / Math.max(Math.sqrt(last), 0.5 / 4);
      worst = Math.max(worst, step);
      last = now;
    }
    expect(20 * Math.log10(1 + worst)).toBeLessThan(0.5);
  });

  it('lets source and observer change places', () => {
    const random = createRandom(3);
    const reversed = new Float64Array(8);
    for (let i = 0; i < 300; i++) {
      const exteriorAngle = Math.PI * (1.02 + 0.98 * random.uniform());
      const beta = Math.PI * random.uniform();
      const ray: EdgeRay = {
        exteriorAngle,
        sourceAngle: exteriorAngle * random.uniform(),
        angle: exteriorAngle * random.uniform(),
        cosBeta: Math.cos(beta),
        sinBeta: Math.sin(beta),
        distance: 10 * random.uniform(),
        waveNumber: k,
      };
      for (const transmitted of [false, true]) {
        diffractionMatrix(ray, dielectric, transmitted, matrix);
        const back = { ...ray, sourceAngle: ray.angle, angle: ray.sourceAngle, cosBeta: -ray.cosBeta };
        diffractionMatrix(back, dielectric, transmitted, reversed);
        // β̂₀ of one is −β̂₀′ of the other, φ̂ stays: the transpose changes sign where only one of them occurs.
        const [bb, bbi, bp, bpi, pb, pbi, pp, ppi] = reversed;
        expect(matrix).toBeAllclose([bb, bbi, -pb, -pbi, -bp, -bpi, pp, ppi], { relative: 1e-9, absolute: 1e-12 });
      }
    }
  });

  it('loses nothing of the conductor’s field where the faces conduct ever better', () => {
    const metal: FaceSlab = (_, cosine) => {
      writeSlab(cosine, 1, -1e12, k * 0.1, coefficients);
      return coefficients;
    };
    const limit = new Float64Array(8);
    const ray: EdgeRay = {
      exteriorAngle: 1.5 * Math.PI,
      sourceAngle: 0.8,
      angle: 3.1,
      cosBeta: 0.3,
      sinBeta: Math.sqrt(1 - 0.09),
      distance: 4,
      waveNumber: k,
    };
    diffractionMatrix(ray, conductor, false, limit);
    diffractionMatrix(ray, metal, true, matrix);
    expect(matrix).toBeAllclose(limit, { relative: 0, absolute: 1e-5 });
    expect([limit[2], limit[3], limit[4], limit[5]]).toBeAllclose([0, 0, 0, 0]);
  });
});
