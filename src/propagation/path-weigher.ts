/** Carries the field along a candidate, whatever its interactions, and leaves its transfer and its length. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Candidate } from './candidate.ts';
import type { EdgeRay, FaceSlab } from './diffraction.ts';
import { diffractionMatrix } from './diffraction.ts';
import type { FieldModel } from './field.ts';
import { SLAB } from './fresnel.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { Frames } from './polarisation.ts';
import {
  createTravellingField,
  turnField,
  writeEdgeFrames,
  writePlaneFrames,
  writeScatterFrames,
  writeSphericalAxes,
} from './polarisation.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { nearPatchFactor, scatteringMatrix } from './scattering.ts';

/** Weighs the candidates of one link, one after another, in the same work space. */
export class PathWeigher {
  /** Full transfer of the last path, see `PathTable.transfers` [2, 2, 2]. */
  readonly transfer = new Float64Array(8);
  /** Unfolded length of the last path, metres. */
  length = 0;
  /** Complex amplitude of the last path between the link's antennas. */
  amplitudeRe = 0;
  amplitudeIm = 0;
  /** Unit direction in which the last path leaves the site [3]. */
  readonly departure = new Float64Array(3);
  /** Unit direction from the user towards where the last path comes from [3]. */
  readonly arrival = new Float64Array(3);

  readonly #field: FieldModel;
  readonly #waveNumber: number;
  readonly #travelling = createTravellingField();
  readonly #k = new Float64Array(3);
  readonly #next = new Float64Array(3);
  readonly #axes = new Float64Array(6);
  readonly #siteAxes = new Float64Array(6);
  readonly #frames: Frames = new Float64Array(12);
  readonly #matrix = new Float64Array(8);
  readonly #coefficients = new Float64Array(8);
  readonly #pattern = new Float64Array(3);
  readonly #ray: EdgeRay = {
    exteriorAngle: 0,
    sourceAngle: 0,
    angle: 0,
    cosBeta: 0,
    sinBeta: 0,
    distance: 0,
    waveNumber: 0,
  };
  readonly #faceMaterials: [number, number] = [0, 0];
  readonly #faceSlab: FaceSlab = (face, cosine) => {
    this.#field.specularSlab(this.#faceMaterials[face], cosine, this.#coefficients);
    return this.#coefficients;
  };

  /** @param field antennas, materials and what is traced */
  constructor(field: FieldModel) {
    this.#field = field;
    this.#waveNumber = (2 * Math.PI * field.frequency) / SPEED_OF_LIGHT;
  }

  /**
   * Weighs a path.
   *
   * @param candidate what geometry let through
   * @param prepared the scene
   * @returns false where the ray has no direction after an edge or a patch, since its next vertex is the same point
   */
  weigh({ order, vertices, kinds, elements }: Candidate, prepared: PreparedScene): boolean {
    const { length } = this.#unfold(order, vertices);
    const k = this.#k;
    if (!writeLeg(vertices, order, k)) return false;
    this.departure.set(k);
    writeSphericalAxes(k[0], k[1], k[2], this.#siteAxes);
    this.#launch();
    let before = legLength(vertices, order);
    let spreading = 1 / length;
    for (let vertex = order; vertex >= 1; vertex--) {
      const element = elements[vertex];
      switch (kinds[vertex - 1]) {
        case INTERACTION_CODE.reflection:
          this.#reflect(element, prepared);
          break;
        case INTERACTION_CODE.transmission:
          this.#transmit(element, prepared);
          break;
        case INTERACTION_CODE.diffraction:
          if (!writeLeg(vertices, vertex - 1, this.#next)) return false;
          this.#diffract(element, before, length - before, prepared);
          break;
        default:
          if (!writeLeg(vertices, vertex - 1, this.#next)) return false;
          this.#scatter(element, prepared);
          spreading = this.#spreadFromPatch(element, before, length - before);
      }
      k.set(this.#next);
      before += legLength(vertices, vertex - 1);
    }
    for (let axis = 0; axis < 3; axis++) this.arrival[axis] = -k[axis];
    this.length = length;
    this.#receive((spreading * 2 * Math.PI) / this.#waveNumber / (4 * Math.PI));
    return true;
  }

  /** Total length of a path, added up from the site on. */
  #unfold(order: number, vertices: Float64Array): { readonly length: number } {
    let length = 0;
    for (let leg = order; leg >= 0; leg--) length += legLength(vertices, leg);
    return { length };
  }

  #launch(): void {
    const { re, im } = this.#travelling;
    re.set(this.#siteAxes);
    im.fill(0);
  }

  /** Mirrors direction and field. The mirror law, not the next vertex: in a corner the leg between two reflections has no length. */
  #reflect(slot: number, prepared: PreparedScene): void {
    const { planes } = prepared.facets;
    const p = 4 * prepared.facetOfSlot[slot];
    const k = this.#k;
    const along = planes[p] * k[0] + planes[p + 1] * k[1] + planes[p + 2] * k[2];
    for (let axis = 0; axis < 3; axis++) this.#next[axis] = k[axis] - 2 * along * planes[p + axis];
    this.#field.specularSlab(materialOf(prepared, slot), Math.min(1, Math.abs(along)), this.#coefficients);
    this.#passPlane(p, planes, SLAB.reflectionTe, SLAB.reflectionTm);
  }

  #transmit(slot: number, prepared: PreparedScene): void {
    const { planes } = prepared.facets;
    const p = 4 * prepared.facetOfSlot[slot];
    const k = this.#k;
    const along = planes[p] * k[0] + planes[p + 1] * k[1] + planes[p + 2] * k[2];
    this.#next.set(k);
    this.#field.slab(materialOf(prepared, slot), Math.min(1, Math.abs(along)), this.#coefficients);
    this.#passPlane(p, planes, SLAB.transmissionTe, SLAB.transmissionTm);
  }

  #passPlane(p: number, planes: Float64Array, te: number, tm: number): void {
    writePlaneFrames(this.#k, this.#next, planes[p], planes[p + 1], planes[p + 2], this.#frames);
    const matrix = this.#matrix;
    matrix[0] = this.#coefficients[te];
    matrix[1] = this.#coefficients[te + 1];
    matrix[2] = matrix[3] = matrix[4] = matrix[5] = 0;
    matrix[6] = this.#coefficients[tm];
    matrix[7] = this.#coefficients[tm + 1];
    turnField(this.#travelling, this.#frames, matrix);
  }

  #diffract(edge: number, before: number, after: number, prepared: PreparedScene): void {
    const { edges } = prepared;
    const { tangents, normals, directions, exteriorAngles, slots } = edges;
    const ray = this.#ray;
    const e = 3 * edge;
    const k = this.#k;
    const next = this.#next;
    const open = exteriorAngles[edge];
    ray.exteriorAngle = open;
    ray.sourceAngle = angleAround(-project(k, tangents, e), -project(k, normals, e), open);
    ray.angle = angleAround(project(next, tangents, e), project(next, normals, e), open);
    ray.cosBeta = (project(k, directions, e) + project(next, directions, e)) / 2;
    ray.sinBeta = Math.sqrt(Math.max(0, 1 - ray.cosBeta * ray.cosBeta));
    ray.distance = (before * after) / (before + after);
    ray.waveNumber = this.#waveNumber;
    const sheet = slots[2 * edge + 1] < 0;
    this.#faceMaterials[0] = materialOf(prepared, slots[2 * edge]);
    this.#faceMaterials[1] = sheet ? this.#faceMaterials[0] : materialOf(prepared, slots[2 * edge + 1]);
    const transmitted = this.#field.maximumTransmissions >= (sheet ? 1 : 2);
    diffractionMatrix(ray, this.#faceSlab, transmitted, this.#matrix);
    for (let end = 0; end < 2; end++) {
      const sine = Math.sin(end === 0 ? ray.sourceAngle : ray.angle);
      const cosine = Math.cos(end === 0 ? ray.sourceAngle : ray.angle);
      for (let axis = 0; axis < 3; axis++) {
        this.#axes[3 * end + axis] = cosine * normals[e + axis] - sine * tangents[e + axis];
      }
    }
    writeEdgeFrames(k, next, this.#axes, this.#frames);
    turnField(this.#travelling, this.#frames, this.#matrix);
  }

  #scatter(patch: number, prepared: PreparedScene): void {
    const { scattering, slab } = this.#field;
    if (!scattering) throw new Error('a scattering candidate without a scattering model');
    const { normals, areas, slots, phases } = scattering.patches;
    const k = this.#k;
    const next = this.#next;
    const incidence = project(k, normals, 3 * patch);
    const departure = project(next, normals, 3 * patch);
    const straight = k[0] * next[0] + k[1] * next[1] + k[2] * next[2];
    slab(materialOf(prepared, slots[patch]), Math.sqrt(Math.max(0, (1 - straight) / 2)), this.#coefficients);
    scatteringMatrix(
      scattering.model,
      scattering.lobe,
      Math.abs(incidence),
      Math.abs(departure),
      straight - 2 * incidence * departure,
      areas[patch],
      this.#coefficients,
      phases,
      3 * patch,
      this.#matrix,
    );
    const n = 3 * patch;
    writeScatterFrames(k, next, normals[n], normals[n + 1], normals[n + 2], this.#frames);
    turnField(this.#travelling, this.#frames, this.#matrix);
  }

  /** Amplitude over both legs of a path by way of a patch, 1/(s′·s) where the patch is small beside them. */
  #spreadFromPatch(patch: number, before: number, after: number): number {
    const { scattering } = this.#field;
    if (!scattering) throw new Error('a scattering candidate without a scattering model');
    const { normals, areas } = scattering.patches;
    const lit = nearPatchFactor(this.#k, before, normals, 3 * patch, areas[patch]);
    const seen = nearPatchFactor(this.#next, after, normals, 3 * patch, areas[patch]);
    return Math.sqrt(lit * seen) / (before * after);
  }

  /** Projects the field on the user's axes and gives it spreading and carrier phase. */
  #receive(spreading: number): void {
    const { re, im } = this.#travelling;
    const { transfer, arrival, departure } = this;
    const axes = this.#axes;
    writeSphericalAxes(arrival[0], arrival[1], arrival[2], axes);
    const cycles = (this.#waveNumber * this.length) / (2 * Math.PI);
    const phase = -2 * Math.PI * (cycles - Math.floor(cycles));
    const waveRe = spreading * Math.cos(phase);
    const waveIm = spreading * Math.sin(phase);
    for (let user = 0; user < 2; user++) {
      for (let site = 0; site < 2; site++) {
        let partRe = 0;
        let partIm = 0;
        for (let axis = 0; axis < 3; axis++) {
          partRe += axes[3 * user + axis] * re[3 * site + axis];
          partIm += axes[3 * user + axis] * im[3 * site + axis];
        }
        transfer[4 * user + 2 * site] = waveRe * partRe - waveIm * partIm;
        transfer[4 * user + 2 * site + 1] = waveRe * partIm + waveIm * partRe;
      }
    }
    // Patterns are transverse vectors: their θ̂ and φ̂ components are all there is of them.
    const pattern = this.#pattern;
    this.#field.siteAntenna(departure[0], departure[1], departure[2], pattern);
    const siteTheta = project(pattern, this.#siteAxes, 0);
    const sitePhi = project(pattern, this.#siteAxes, 3);
    this.#field.userAntenna(arrival[0], arrival[1], arrival[2], pattern);
    const userTheta = project(pattern, axes, 0);
    const userPhi = project(pattern, axes, 3);
    this.amplitudeRe =
      userTheta * (transfer[0] * siteTheta + transfer[2] * sitePhi) +
      userPhi * (transfer[4] * siteTheta + transfer[6] * sitePhi);
    this.amplitudeIm =
      userTheta * (transfer[1] * siteTheta + transfer[3] * sitePhi) +
      userPhi * (transfer[5] * siteTheta + transfer[7] * sitePhi);
  }
}

/** Angle of a direction around an edge, from face 0; what lies a hair behind a face lies on it. */
function angleAround(tangent: number, normal: number, open: number): number {
  let angle = Math.atan2(normal, tangent);
  if (angle < 0) angle += 2 * Math.PI;
  if (angle <= open) return angle;
  return angle - open < 2 * Math.PI - angle ? open : 0;
}

function materialOf({ scene, bvh }: PreparedScene, slot: number): number {
  return scene.objects[scene.mesh.objectOfTriangle[bvh.triangleOfSlot[slot]]].material;
}

/** Component of a vector along one of a list of axes that starts at an offset. */
function project(vector: Float64Array, axes: Float64Array, at: number): number {
  return vector[0] * axes[at] + vector[1] * axes[at + 1] + vector[2] * axes[at + 2];
}

/** Length of the leg between a vertex of a candidate and the next one towards the site, metres. */
function legLength(vertices: Float64Array, vertex: number): number {
  const v = 3 * vertex;
  const x = vertices[v + 3] - vertices[v];
  const y = vertices[v + 4] - vertices[v + 1];
  const z = vertices[v + 5] - vertices[v + 2];
  return Math.sqrt(x * x + y * y + z * z);
}

/** Writes the unit direction of that leg, coming from the site; false where it has no length. */
function writeLeg(vertices: Float64Array, vertex: number, direction: Float64Array): boolean {
  const length = legLength(vertices, vertex);
  if (length === 0) return false;
  const v = 3 * vertex;
  for (let axis = 0; axis < 3; axis++) direction[axis] = (vertices[v + axis] - vertices[v + 3 + axis]) / length;
  return true;
}
