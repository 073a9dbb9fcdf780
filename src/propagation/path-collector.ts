/** Weighs the candidates that geometry let through, and makes the path table of the strongest. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Candidate } from './candidate.ts';
import type { FieldModel } from './field.ts';
import type { PathTable } from './path-table.ts';
import { PATH_END } from './path-table.ts';
import { PathWeigher } from './path-weigher.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Numbers kept of a path: its length, amplitude, departure, arrival and transfer. */
const RECORD = { length: 0, amplitude: 1, departure: 3, arrival: 6, transfer: 9, size: 17 } as const;

/** Collects the paths of one link. */
export class PathCollector {
  readonly #weigher: PathWeigher;
  readonly #tolerance: number;
  #count = 0;
  #records = new Float64Array(64 * RECORD.size);
  /** Start of each path's vertices, in vertices. */
  readonly #offsets: number[] = [0];
  /** Vertices from user to site, as candidates have them, and what happens at each. */
  #vertices = new Float64Array(3 * 256);
  #kinds = new Uint8Array(256);

  /**
   * @param field antennas and materials
   * @param tolerance paths whose vertices agree within ten times this are one path, metres
   */
  constructor(field: FieldModel, tolerance: number) {
    this.#weigher = new PathWeigher(field);
    this.#tolerance = tolerance;
  }

  /**
   * Adds a path.
   *
   * @param candidate what geometry let through
   * @param prepared the scene
   */
  add(candidate: Candidate, prepared: PreparedScene): void {
    const weigher = this.#weigher;
    if (!weigher.weigh(candidate, prepared)) return;
    const { order, vertices, kinds } = candidate;
    const offset = this.#offsets[this.#count];
    const end = offset + order + 2;
    this.#makeRoom(end);
    for (let i = 0; i < 3 * (order + 2); i++) this.#vertices[3 * offset + i] = vertices[i];
    this.#kinds[offset] = this.#kinds[end - 1] = PATH_END;
    for (let i = 0; i < order; i++) this.#kinds[offset + 1 + i] = kinds[i];
    const record = RECORD.size * this.#count;
    this.#records[record + RECORD.length] = weigher.length;
    this.#records[record + RECORD.amplitude] = weigher.amplitudeRe;
    this.#records[record + RECORD.amplitude + 1] = weigher.amplitudeIm;
    this.#records.set(weigher.departure, record + RECORD.departure);
    this.#records.set(weigher.arrival, record + RECORD.arrival);
    this.#records.set(weigher.transfer, record + RECORD.transfer);
    this.#offsets.push(end);
    this.#count++;
  }

  #makeRoom(vertices: number): void {
    if (RECORD.size * (this.#count + 1) > this.#records.length) {
      const records = new Float64Array(2 * this.#records.length);
      records.set(this.#records);
      this.#records = records;
    }
    if (vertices <= this.#kinds.length) return;
    const size = Math.max(vertices, 2 * this.#kinds.length);
    const positions = new Float64Array(3 * size);
    positions.set(this.#vertices);
    this.#vertices = positions;
    const kinds = new Uint8Array(size);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }

  /** Whether two paths are the same ray with the same interactions. */
  #isSame(a: number, b: number): boolean {
    const from = this.#offsets[a];
    const other = this.#offsets[b];
    const count = this.#offsets[a + 1] - from;
    if (this.#offsets[b + 1] - other !== count) return false;
    for (let i = 0; i < count; i++) if (this.#kinds[from + i] !== this.#kinds[other + i]) return false;
    for (let i = 0; i < 3 * count; i++) {
      if (Math.abs(this.#vertices[3 * from + i] - this.#vertices[3 * other + i]) > 10 * this.#tolerance) return false;
    }
    return true;
  }

  /**
   * Paths in the order of their lengths, without those that two overlapping surfaces made twice: of the same, the one
   * that came first stays. Only paths of nearly the same length are compared.
   */
  #listDistinct(): number[] {
    const length = (path: number): number => this.#records[RECORD.size * path + RECORD.length];
    const sorted = Array.from({ length: this.#count }, (_, path) => path).sort(
      (a, b) => length(a) - length(b) || a - b,
    );
    const isRepeated = new Uint8Array(this.#count);
    sorted.forEach((path, i) => {
      // Each end of each leg moves by at most the tolerance along each axis.
      const legs = this.#offsets[path + 1] - this.#offsets[path] - 1;
      const reach = 2 * Math.sqrt(3) * 10 * this.#tolerance * legs;
      for (let k = i + 1; k < sorted.length && length(sorted[k]) - length(path) <= reach; k++) {
        if (this.#isSame(path, sorted[k])) isRepeated[Math.max(path, sorted[k])] = 1;
      }
    });
    return sorted.filter((path) => isRepeated[path] === 0);
  }

  /**
   * The table of the strongest paths.
   *
   * @param dynamicRangeDb weaker ones are dropped, decibels below the strongest
   * @param maximumPaths how many are kept
   */
  finish(dynamicRangeDb: number, maximumPaths: number): PathTable {
    const records = this.#records;
    const power = (path: number): number =>
      records[RECORD.size * path + RECORD.amplitude] ** 2 + records[RECORD.size * path + RECORD.amplitude + 1] ** 2;
    // Of equal power the shorter path comes first: that is the order they are in.
    const sorted = this.#listDistinct().sort((a, b) => power(b) - power(a));
    const floor = sorted.length > 0 ? power(sorted[0]) * 10 ** (-dynamicRangeDb / 10) : 0;
    const kept = sorted.filter((path, i) => i < maximumPaths && power(path) >= floor);
    const count = kept.length;
    const total = kept.reduce((sum, path) => sum + this.#offsets[path + 1] - this.#offsets[path], 0);
    const table = {
      count,
      delays: new Float64Array(count),
      amplitudes: new Float64Array(2 * count),
      transfers: new Float64Array(8 * count),
      departureAzimuths: new Float64Array(count),
      departureElevations: new Float64Array(count),
      arrivalAzimuths: new Float64Array(count),
      arrivalElevations: new Float64Array(count),
      vertexOffsets: new Uint32Array(count + 1),
      vertices: new Float64Array(3 * total),
      interactions: new Uint8Array(total),
    };
    let offset = 0;
    kept.forEach((path, p) => {
      const record = RECORD.size * path;
      const departure = record + RECORD.departure;
      const arrival = record + RECORD.arrival;
      table.delays[p] = records[record + RECORD.length] / SPEED_OF_LIGHT;
      for (let i = 0; i < 2; i++) table.amplitudes[2 * p + i] = records[record + RECORD.amplitude + i];
      for (let i = 0; i < 8; i++) table.transfers[8 * p + i] = records[record + RECORD.transfer + i];
      table.departureAzimuths[p] = Math.atan2(records[departure + 1], records[departure]);
      table.departureElevations[p] = elevation(records, departure);
      table.arrivalAzimuths[p] = Math.atan2(records[arrival + 1], records[arrival]);
      table.arrivalElevations[p] = elevation(records, arrival);
      const start = this.#offsets[path];
      const vertices = this.#offsets[path + 1] - start;
      for (let v = 0; v < vertices; v++) {
        const from = start + vertices - 1 - v;
        for (let axis = 0; axis < 3; axis++) table.vertices[3 * (offset + v) + axis] = this.#vertices[3 * from + axis];
        table.interactions[offset + v] = this.#kinds[from];
      }
      offset += vertices;
      table.vertexOffsets[p + 1] = offset;
    });
    return table;
  }
}

/** Elevation of a unit vector, radians. */
function elevation(values: Float64Array, at: number): number {
  return Math.atan2(values[at + 2], Math.hypot(values[at], values[at + 1]));
}
