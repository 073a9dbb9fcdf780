import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { gatherCorners } from '../scene/geometry.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { complexPermittivity, createMaterial } from '../scene/materials.ts';
import { buildBvh } from './bvh-build.ts';
import { buildFacets } from './facets.ts';
import { SLAB, writeSlab } from './fresnel.ts';
import type { PatchTable } from './patches.ts';
import { buildPatches } from './patches.ts';
import type { Scattering } from './scattering.ts';
import { createScatteringLobe, scatteringMatrix } from './scattering.ts';
import { boxScene, polygonScene } from './testing/scenes.ts';

const models: Scattering[] = [
  { model: 'lambertian', coefficient: 0.4, lobeExponent: 4 },
  { model: 'directive', coefficient: 0.4, lobeExponent: 1 },
  { model: 'directive', coefficient: 0.4, lobeExponent: 4 },
  { model: 'directive', coefficient: 0.7, lobeExponent: 20, crossPolarShare: 0.2 },
];
const title = ({ model, lobeExponent }: Scattering): string => `${model} ${lobeExponent}`;

describe('scatteringMatrix', () => {
  const mirror = Float64Array.of(-1, 0, 1, 0);
  const phases = Float64Array.of(1, 2, 3);
  const out = new Float64Array(8);

  it.each(models.map((model) => [title(model), model] as const))(
    'sends S² of the power that meets a mirror into the half space before it: %s',
    (_, model) => {
      const lobe = createScatteringLobe(model);
      for (const degrees of [5, 30, 50, 70, 80]) {
        const incidence = Math.cos((degrees * Math.PI) / 180);
        const sine = Math.sqrt(1 - incidence * incidence);
        // Power over the half space of a unit TE field, by the midpoint rule in cosine and azimuth.
        const rows = 120;
        const columns = 60;
        let power = 0;
        for (let i = 0; i < rows; i++) {
          const departure = (i + 0.5) / rows;
          for (let k = 0; k < columns; k++) {
            const azimuth = (Math.PI * (k + 0.5)) / columns;
            const cosPsi = incidence * departure + sine * Math.sqrt(1 - departure * departure) * Math.cos(azimuth);
            scatteringMatrix(model, lobe, incidence, departure, cosPsi, 0.5, mirror, phases, 0, out);
            power += (out[0] ** 2 + out[1] ** 2 + out[4] ** 2 + out[5] ** 2) * ((2 * Math.PI) / rows / columns);
          }
        }
        expect(power / (0.5 * incidence * model.coefficient ** 2)).toBeCloseTo(1, 2);
      }
    },
  );

  it.each(['concrete', 'brick', 'glass', 'wood'] as const)(
    'sends of what %s reflects S² away, and with reflection and transmission no more than arrives',
    (name) => {
      const material = createMaterial(name);
      const { real, imaginary } = complexPermittivity(material, 3.5e9);
      const electricalThickness = (2 * Math.PI * material.thickness * 3.5e9) / SPEED_OF_LIGHT;
      const slab = new Float64Array(8);
      const power = (at: number): number => slab[at] ** 2 + slab[at + 1] ** 2;
      for (const model of models.slice(0, 3)) {
        const lobe = createScatteringLobe(model);
        for (const degrees of [10, 40, 65]) {
          const incidence = Math.cos((degrees * Math.PI) / 180);
          const sine = Math.sqrt(1 - incidence * incidence);
          // What is scattered of a unit TE and TM field, and the most and least that the material reflects on the way.
          const scattered = [0, 0];
          const least = [1, 1];
          const most = [0, 0];
          const rows = 80;
          const columns = 40;
          for (let i = 0; i < rows; i++) {
            const departure = (i + 0.5) / rows;
            for (let k = 0; k < columns; k++) {
              const across = sine * Math.sqrt(1 - departure * departure) * Math.cos((Math.PI * (k + 0.5)) / columns);
              // The slab is met as if it were a mirror between the two directions.
              const straight = across - incidence * departure;
              writeSlab(Math.sqrt((1 - straight) / 2), real, imaginary, electricalThickness, slab);
              scatteringMatrix(
                model,
                lobe,
                incidence,
                departure,
                across + incidence * departure,
                0.5,
                slab,
                phases,
                0,
                out,
              );
              for (const field of [0, 1]) {
                const intensity = [0, 1, 4, 5].reduce((sum, j) => sum + out[2 * field + j] ** 2, 0);
                scattered[field] += (intensity * ((2 * Math.PI) / rows / columns)) / (0.5 * incidence);
                const reflected = power(2 * field);
                least[field] = Math.min(least[field], reflected);
                most[field] = Math.max(most[field], reflected);
              }
            }
          }
          const share = model.coefficient ** 2;
          writeSlab(incidence, real, imaginary, electricalThickness, slab);
          let total = 0;
          for (const field of [0, 1]) {
            expect(scattered[field]).toBeGreaterThan(0.99 * share * least[field]);
            expect(scattered[field]).toBeLessThan(1.01 * share * most[field]);
            const kept = (1 - share) * power(SLAB.reflectionTe + 2 * field) + power(SLAB.transmissionTe + 2 * field);
            total += (scattered[field] + kept) / 2;
          }
          expect(total).toBeLessThan(1.01);
        }
      }
    },
  );

  it('is Lambert’s law without a lobe, and the published lobe where both directions lie alike', () => {
    const lambert = createScatteringLobe(models[0]);
    expect(lambert(0.3) * lambert(0.8)).toBeCloseTo((0.3 * 0.8) / Math.PI, 12);
    // Degli-Esposti et al. (2007), eq. 13 to 15: E² = cos θ_i/F_α · lobe, F_α = 2^{−α} Σ C(α, j) I_j.
    const exponent = 4;
    const lobe = createScatteringLobe({ model: 'directive', coefficient: 1, lobeExponent: exponent });
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (const cosine of [0.9, 0.6]) {
      const sine2 = 1 - cosine * cosine;
      let content = 0;
      for (let j = 0; j <= exponent; j++) {
        let odd = 0;
        for (let w = 0; w <= (j - 1) / 2; w++) odd += (choose(2 * w, w) * sine2 ** w) / 4 ** w;
        content += choose(exponent, j) * ((2 * Math.PI) / (j + 1)) * (j % 2 === 1 ? cosine * odd : 1);
      }
      content /= 2 ** exponent;
      // The reciprocal form shares the normalisation between both directions: equal to some per cent.
      expect(lobe(cosine) ** 2 / (cosine / content)).toBeGreaterThan(0.8);
      expect(lobe(cosine) ** 2 / (cosine / content)).toBeLessThan(1.25);
    }
  });

  it('is the same both ways', () => {
    const model = models[3];
    const lobe = createScatteringLobe(model);
    const back = new Float64Array(8);
    const concrete = Float64Array.of(-0.5, 0.1, 0.3, -0.2);
    scatteringMatrix(model, lobe, 0.8, 0.3, 0.7, 2, concrete, phases, 0, out);
    scatteringMatrix(model, lobe, 0.3, 0.8, 0.7, 2, concrete, phases, 0, back);
    // The TE axis of the way back points the other way.
    expect(out).toBeAllclose([back[0], back[1], -back[4], -back[5], -back[2], -back[3], back[6], back[7]]);
  });

  it('refuses shares outside of 0 to 1 and lobes wider than the half space', () => {
    for (const wrong of [{ coefficient: 1.2 }, { coefficient: NaN }, { lobeExponent: 0 }, { crossPolarShare: -1 }]) {
      expect(() => createScatteringLobe({ ...models[2], ...wrong })).toThrow(LabError);
    }
  });
});

describe('buildPatches', () => {
  const patchesOf = (scene: ReturnType<typeof boxScene>, size: number, seed = 1): PatchTable => {
    const corners = gatherCorners(scene.mesh.positions, scene.mesh.indices);
    return buildPatches(buildBvh(corners), buildFacets(corners), size, seed);
  };

  it('cuts a box into squares whose areas add up to its own', () => {
    const patches = patchesOf(boxScene({ minimum: [0, 0, 0], maximum: [8, 4, 2] }), 2);
    expect(patches.count).toBe(2 * (8 + 4 + 2));
    expect(patches.areas).toBeAllclose(Array<number>(28).fill(4));
    for (let patch = 0; patch < patches.count; patch++) {
      const [x, y, z] = patches.centres.subarray(3 * patch, 3 * patch + 3);
      const onFace = [x, y, z].map((c, axis) => c === 0 || c === [8, 4, 2][axis]).filter(Boolean).length;
      expect(onFace).toBe(1);
    }
  });

  it('keeps every square metre of oblique and small pieces', () => {
    const scene = polygonScene(
      [
        [
          [0, 0, 0],
          [3, 1, 0.5],
          [2, 4, 2],
        ],
        [
          [5, 5, 5],
          [5.2, 5, 5],
          [5, 5.1, 5],
        ],
      ],
      createMaterial('brick'),
    );
    const patches = patchesOf(scene, 0.7);
    const cross = [1 * 2 - 0.5 * 4, 0.5 * 2 - 3 * 2, 3 * 4 - 1 * 2];
    expect(patches.areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(Math.hypot(...cross) / 2 + 0.01, 9);
    expect(Math.max(...patches.areas)).toBeLessThanOrEqual(0.49 + 1e-9);
  });

  it('gives a patch phases of its own that only the seed decides', () => {
    const box = boxScene({ minimum: [0, 0, 0], maximum: [8, 4, 2] });
    const [one, same, other] = [patchesOf(box, 2, 5), patchesOf(box, 2, 5), patchesOf(box, 2, 6)];
    expect(same.phases).toEqual(one.phases);
    expect(other.phases).not.toEqual(one.phases);
    expect(new Set(one.phases).size).toBe(one.phases.length);
  });
});
