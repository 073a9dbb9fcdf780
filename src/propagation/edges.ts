/**
 * Edges that diffract: where faces meet in a wedge with more open space than a half, and where a sheet ends. Borders of
 * facets propose; what lies along each decides, so that walls that end on the middle of the ground, faces with other
 * corners than their neighbours and doubled faces come out as what they are.
 */
import type { Steps } from '../numerics/steps.ts';
import { findBorderSheets } from './border-sheets.ts';
import type { BorderSheet } from './border-sheets.ts';
import type { Bvh } from './bvh.ts';
import type { FacetTable } from './facets.ts';
import { findFacetBorders } from './facet-borders.ts';

/**
 * Edges of a scene, as a structure of arrays. Around each, tangent, normal and direction are a right-handed frame; the
 * angle φ runs from face 0 (φ = 0, along the tangent) over the normal (φ = π/2) to the other face at `exteriorAngles`.
 */
export interface EdgeTable {
  readonly count: number;
  /** Where each edge begins [E, 3], metres. */
  readonly starts: Float64Array;
  /** Unit vectors along the edges [E, 3]. */
  readonly directions: Float64Array;
  /** Metres [E]. */
  readonly lengths: Float64Array;
  /** The two facets that meet [E, 2]; the second is −1 where a sheet ends. */
  readonly facets: Int32Array;
  /** A triangle slot of each face beside the edge [E, 2], for its material; −1 likewise. */
  readonly slots: Int32Array;
  /** Unit vectors in face 0, across the edge and away from it [E, 3]. */
  readonly tangents: Float64Array;
  /** Unit normals of face 0 on the open side [E, 3]. */
  readonly normals: Float64Array;
  /**
   * Open angle nπ of each wedge [E], radians in (π, 2π]. Surfaces are sheets and do not tell inside from outside, so the
   * wider side counts as open.
   */
  readonly exteriorAngles: Float64Array;
}

/** Wedges with an open angle below this multiple of π are as good as flat. */
const FLATTEST = 1.01;
/** Shorter edges are left out, metres: far below a wavelength nothing diffracts on its own. */
const MINIMUM_LENGTH = 0.02;
/** Sheets whose directions differ by less than this lie on one another, radians. */
const SAME_DIRECTION = 0.01;

/** Borders that a step looks at: some milliseconds. */
const BORDERS_PER_STEP = 512;

/** A wedge along a part of a border. */
interface Wedge {
  from: number;
  to: number;
  readonly face0: BorderSheet;
  /** The same as `face0` where a sheet ends. */
  readonly face1: BorderSheet;
  readonly angle: number;
}

/**
 * Finds the edges of a scene, in steps.
 *
 * @param corners corner coordinates [T, 3, 3], metres
 * @param facets of the same triangles
 * @param bvh of the same triangles
 * @param materials any number of each triangle that says which belong to one material [T]
 */
export function* buildEdgesInSteps(
  corners: Float64Array,
  facets: FacetTable,
  bvh: Bvh,
  materials: ArrayLike<number>,
): Steps<EdgeTable> {
  const borders = findFacetBorders(corners, facets);
  const starts: number[] = [];
  const directions: number[] = [];
  const lengths: number[] = [];
  const edgeFacets: number[] = [];
  const slots: number[] = [];
  const tangents: number[] = [];
  const normals: number[] = [];
  const exteriorAngles: number[] = [];
  const direction = new Float64Array(3);
  for (let border = 0; border < borders.count; border++) {
    if (border % BORDERS_PER_STEP === 0) yield border / borders.count;
    const start = borders.ends.subarray(6 * border, 6 * border + 3);
    for (let axis = 0; axis < 3; axis++) direction[axis] = borders.ends[6 * border + 3 + axis] - start[axis];
    const length = Math.hypot(direction[0], direction[1], direction[2]);
    if (length < MINIMUM_LENGTH) continue;
    for (let axis = 0; axis < 3; axis++) direction[axis] /= length;
    const sheets = findBorderSheets(bvh, facets, start, direction, length, MINIMUM_LENGTH / 2);
    for (const wedge of findWedges(sheets, borders.facets[border], direction, length, materials)) {
      const { face0, face1, angle, from, to } = wedge;
      if (to - from < MINIMUM_LENGTH) continue;
      const [tx, ty, tz] = face0.tangent;
      const dx = direction[0];
      const dy = direction[1];
      const dz = direction[2];
      starts.push(start[0] + from * dx, start[1] + from * dy, start[2] + from * dz);
      directions.push(dx, dy, dz);
      lengths.push(to - from);
      const ends = face0 === face1;
      edgeFacets.push(face0.facet, ends ? -1 : face1.facet);
      slots.push(bvh.slotOfTriangle[face0.triangle], ends ? -1 : bvh.slotOfTriangle[face1.triangle]);
      tangents.push(tx, ty, tz);
      normals.push(dy * tz - dz * ty, dz * tx - dx * tz, dx * ty - dy * tx);
      exteriorAngles.push(angle);
    }
  }
  return {
    count: lengths.length,
    starts: Float64Array.from(starts),
    directions: Float64Array.from(directions),
    lengths: Float64Array.from(lengths),
    facets: Int32Array.from(edgeFacets),
    slots: Int32Array.from(slots),
    tangents: Float64Array.from(tangents),
    normals: Float64Array.from(normals),
    exteriorAngles: Float64Array.from(exteriorAngles),
  };
}

/**
 * The wedges along a border, from its start on. Of all borders that lie along an edge, that of the lowest facet alone
 * answers.
 */
function findWedges(
  sheets: readonly BorderSheet[],
  own: number,
  direction: Float64Array,
  length: number,
  materials: ArrayLike<number>,
): Wedge[] {
  const breaks = [0, length];
  for (const { from, to } of sheets) breaks.push(from, to);
  breaks.sort((a, b) => a - b);
  const wedges: Wedge[] = [];
  for (let i = 0; i + 1 < breaks.length; i++) {
    const from = breaks[i];
    const to = breaks[i + 1];
    const middle = (from + to) / 2;
    if (to - from < MINIMUM_LENGTH / 2) continue;
    const wedge = openWedge(
      sheets.filter((sheet) => sheet.from <= middle && middle <= sheet.to),
      direction,
    );
    if (!wedge || own !== Math.min(wedge.face0.facet, wedge.face1.facet)) continue;
    const last = wedges.at(-1);
    const goesOn =
      last !== undefined &&
      from - last.to < MINIMUM_LENGTH &&
      last.face0.facet === wedge.face0.facet &&
      last.face1.facet === wedge.face1.facet &&
      (last.face0 === last.face1) === (wedge.face0 === wedge.face1) &&
      materials[last.face0.triangle] === materials[wedge.face0.triangle] &&
      materials[last.face1.triangle] === materials[wedge.face1.triangle];
    if (goesOn) last.to = to;
    else wedges.push({ ...wedge, from, to });
  }
  return wedges;
}

/** The wedge wider than a half space that sheets around a line leave open, if any. */
function openWedge(sheets: readonly BorderSheet[], direction: Float64Array): Omit<Wedge, 'from' | 'to'> | null {
  if (sheets.length === 0) return null;
  const [ax, ay, az] = sheets[0].tangent;
  const bx = direction[1] * az - direction[2] * ay;
  const by = direction[2] * ax - direction[0] * az;
  const bz = direction[0] * ay - direction[1] * ax;
  const around = sheets
    .map((sheet) => {
      const [x, y, z] = sheet.tangent;
      return { sheet, angle: Math.atan2(bx * x + by * y + bz * z, ax * x + ay * y + az * z) };
    })
    .sort((a, b) => a.angle - b.angle || a.sheet.facet - b.sheet.facet || a.sheet.triangle - b.sheet.triangle);
  // The widest gap, and the sheets at its ends: of several that lie on one another the lowest facet stands for all.
  let widest = around.length - 1;
  let gap = around[0].angle + 2 * Math.PI - around[widest].angle;
  for (let i = 0; i + 1 < around.length; i++) {
    const next = around[i + 1].angle - around[i].angle;
    if (next > gap) [widest, gap] = [i, next];
  }
  if (gap < FLATTEST * Math.PI) return null;
  const at = (index: number): { readonly sheet: BorderSheet; readonly angle: number } =>
    around[(index + around.length) % around.length];
  const representative = (index: number, step: 1 | -1): BorderSheet => {
    let best = at(index).sheet;
    for (let i = 1; i < around.length; i++) {
      const { sheet, angle } = at(index + i * step);
      const turn = Math.abs(angle - at(index).angle);
      if (Math.min(turn, 2 * Math.PI - turn) > SAME_DIRECTION) break;
      if (sheet.facet < best.facet || (sheet.facet === best.facet && sheet.triangle < best.triangle)) best = sheet;
    }
    return best;
  };
  const face0 = representative(widest, -1);
  const face1 = representative(widest + 1, 1);
  // What is left between two sheets that lie on one another is no wedge but the end of a single sheet.
  if (2 * Math.PI - gap <= SAME_DIRECTION) return { face0, face1: face0, angle: 2 * Math.PI };
  return { face0, face1, angle: gap };
}
