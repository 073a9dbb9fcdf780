/** Weighs the candidates that geometry let through, and makes the path table of the strongest. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Candidate } from './candidate.ts';
import type { FieldModel, TravellingField } from './field.ts';
import { reflectField } from './field.ts';
import type { PathTable } from './path-table.ts';
import { INTERACTION_CODE, PATH_END } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** One path, until the table is made. */
interface WeighedPath {
  /** From site to user [V, 3], metres. */
  readonly vertices: Float64Array;
  readonly delay: number;
  readonly re: number;
  readonly im: number;
}

/** Collects the paths of one link. */
export class PathCollector {
  readonly #field: FieldModel;
  readonly #tolerance: number;
  readonly #paths: WeighedPath[] = [];

  /**
   * @param field antennas and materials
   * @param tolerance paths whose vertices agree within ten times this are one path, metres
   */
  constructor(field: FieldModel, tolerance: number) {
    this.#field = field;
    this.#tolerance = tolerance;
  }

  /**
   * Adds a path, unless two overlapping surfaces already made the very same.
   *
   * @param candidate what geometry let through
   * @param prepared the scene
   */
  add({ order, vertices: reversed, elements }: Candidate, prepared: PreparedScene): void {
    const vertices = new Float64Array(3 * (order + 2));
    for (let v = 0; v < order + 2; v++) vertices.set(reversed.subarray(3 * v, 3 * v + 3), 3 * (order + 1 - v));
    if (this.#paths.some((path) => this.#isSame(path.vertices, vertices))) return;
    const { frequency, siteAntenna, userAntenna, slab } = this.#field;
    const field: TravellingField = { re: new Float64Array(3), im: new Float64Array(3) };
    const direction = new Float64Array(3);
    const next = new Float64Array(3);
    let length = legLength(vertices, 0);
    legDirection(vertices, 0, direction);
    siteAntenna(direction[0], direction[1], direction[2], field.re);
    for (let reflection = 1; reflection <= order; reflection++) {
      const slot = elements[order + 1 - reflection];
      const { planes } = prepared.facets;
      const p = 4 * prepared.facetOfSlot[slot];
      // The mirror law, not the next vertex: in a corner the leg between two reflections has no length.
      const along = planes[p] * direction[0] + planes[p + 1] * direction[1] + planes[p + 2] * direction[2];
      for (let axis = 0; axis < 3; axis++) next[axis] = direction[axis] - 2 * along * planes[p + axis];
      length += legLength(vertices, reflection);
      const { scene, bvh } = prepared;
      const { material } = scene.objects[scene.mesh.objectOfTriangle[bvh.triangleOfSlot[slot]]];
      reflectField(
        field,
        direction,
        next,
        [planes[p], planes[p + 1], planes[p + 2]],
        slab(material, Math.min(1, Math.abs(along))),
      );
      direction.set(next);
    }
    const receive = new Float64Array(3);
    userAntenna(-direction[0], -direction[1], -direction[2], receive);
    const gainRe = field.re[0] * receive[0] + field.re[1] * receive[1] + field.re[2] * receive[2];
    const gainIm = field.im[0] * receive[0] + field.im[1] * receive[1] + field.im[2] * receive[2];
    const delay = length / SPEED_OF_LIGHT;
    const spreading = SPEED_OF_LIGHT / frequency / (4 * Math.PI * length);
    const cycles = frequency * delay;
    const phase = -2 * Math.PI * (cycles - Math.floor(cycles));
    const cosine = Math.cos(phase);
    const sine = Math.sin(phase);
    this.#paths.push({
      vertices,
      delay,
      re: spreading * (gainRe * cosine - gainIm * sine),
      im: spreading * (gainRe * sine + gainIm * cosine),
    });
  }

  /** Whether two vertex lists describe the same ray. */
  #isSame(a: Float64Array, b: Float64Array): boolean {
    return a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 10 * this.#tolerance);
  }

  /**
   * The table of the strongest paths.
   *
   * @param dynamicRangeDb weaker ones are dropped, decibels below the strongest
   * @param maximumPaths how many are kept
   */
  finish(dynamicRangeDb: number, maximumPaths: number): PathTable {
    const power = (path: WeighedPath): number => path.re * path.re + path.im * path.im;
    const sorted = this.#paths.sort((a, b) => power(b) - power(a) || a.delay - b.delay);
    const floor = sorted.length > 0 ? power(sorted[0]) * 10 ** (-dynamicRangeDb / 10) : 0;
    const kept = sorted.filter((path, i) => i < maximumPaths && power(path) >= floor);
    const count = kept.length;
    const total = kept.reduce((sum, path) => sum + path.vertices.length / 3, 0);
    const table = {
      count,
      delays: new Float64Array(count),
      amplitudes: new Float64Array(2 * count),
      departureAzimuths: new Float64Array(count),
      departureElevations: new Float64Array(count),
      arrivalAzimuths: new Float64Array(count),
      arrivalElevations: new Float64Array(count),
      vertexOffsets: new Uint32Array(count + 1),
      vertices: new Float64Array(3 * total),
      interactions: new Uint8Array(total).fill(INTERACTION_CODE.reflection),
    };
    const direction = new Float64Array(3);
    let offset = 0;
    kept.forEach((path, p) => {
      const count = path.vertices.length / 3;
      table.delays[p] = path.delay;
      table.amplitudes.set([path.re, path.im], 2 * p);
      legDirection(path.vertices, 0, direction);
      table.departureAzimuths[p] = Math.atan2(direction[1], direction[0]);
      table.departureElevations[p] = Math.atan2(direction[2], Math.hypot(direction[0], direction[1]));
      legDirection(path.vertices, count - 2, direction);
      table.arrivalAzimuths[p] = Math.atan2(-direction[1], -direction[0]);
      table.arrivalElevations[p] = Math.atan2(-direction[2], Math.hypot(direction[0], direction[1]));
      table.vertices.set(path.vertices, 3 * offset);
      table.interactions[offset] = PATH_END;
      table.interactions[offset + count - 1] = PATH_END;
      offset += count;
      table.vertexOffsets[p + 1] = offset;
    });
    return table;
  }
}

/** Length of a path's leg, metres. */
function legLength(vertices: Float64Array, index: number): number {
  const v = 3 * index;
  return Math.hypot(
    vertices[v + 3] - vertices[v],
    vertices[v + 4] - vertices[v + 1],
    vertices[v + 5] - vertices[v + 2],
  );
}

/** Writes the unit direction of a path's leg, which has a length. */
function legDirection(vertices: Float64Array, index: number, direction: Float64Array): void {
  const length = legLength(vertices, index);
  for (let axis = 0; axis < 3; axis++) {
    direction[axis] = (vertices[3 * index + 3 + axis] - vertices[3 * index + axis]) / length;
  }
}
