/**
 * What a point sees of a scene all around: the facets that look largest throw shadows, and whole boxes of the hierarchy are
 * passed over in the dark. So a look along a street costs what the street holds, not what the city holds.
 */
import type { BoxHierarchy } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { INSIDE, OUTSIDE, Shadows } from './shadows.ts';

/** See `lookAround`. */
export interface View {
  /** Facets that the point may see, ascending. */
  readonly facets: readonly number[];
  /** Edges that the point may see, ascending; looked for when first asked. */
  readonly edges: () => readonly number[];
  /** Whether a point, x, y, z in metres, is hidden for certain. */
  readonly hides: (x: number, y: number, z: number) => boolean;
}

/**
 * Looks around from a point. What is left out is hidden for certain.
 *
 * @param prepared the scene
 * @param x the point, metres (likewise y, z)
 * @param limit how many facets may throw shadows
 * @param layers how many surfaces can be looked through
 */
export function lookAround(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  limit: number,
  layers: number,
): View {
  const { facets, facetHierarchy, edges, edgeHierarchy } = prepared;
  const { outlines, outlineOffsets, unevenness } = facets;
  const shadows = new Shadows(prepared, x, y, z, limit, layers > 0);
  shadows.castLargest(layers);
  const seen: number[] = [];
  walkVisible(facetHierarchy, shadows, layers, (slot, isCovered) => {
    const facet = facetHierarchy.itemOfSlot[slot];
    const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
    if (!isCovered(outline, unevenness[facet])) seen.push(facet);
  });
  seen.sort((a, b) => a - b);
  let seenEdges: number[] | null = null;
  const findEdges = (): number[] => {
    const found: number[] = [];
    const ends = new Float64Array(6);
    walkVisible(edgeHierarchy, shadows, layers, (slot, isCovered) => {
      const edge = edgeHierarchy.itemOfSlot[slot];
      for (let axis = 0; axis < 3; axis++) {
        ends[axis] = edges.starts[3 * edge + axis];
        ends[3 + axis] = ends[axis] + edges.lengths[edge] * edges.directions[3 * edge + axis];
      }
      if (!isCovered(ends, 0)) found.push(edge);
    });
    return found.sort((a, b) => a - b);
  };
  return { facets: seen, edges: () => (seenEdges ??= findEdges()), hides: () => false };
}

/** Whether more shadows than can be looked through cover the hull of points, strayed from by a slack in metres. */
type CoverTest = (points: Float64Array, slack: number) => boolean;

/** Numbers kept of a node that waits: the node, where its shadows begin in the pool and end, and how many hold it whole. */
const ENTRY = 4;
const STACK_DEPTH = 128;

/** Visits the slots of all boxes that are not dark. */
function walkVisible(
  { nodeBounds, nodeStart, nodeCount }: BoxHierarchy,
  shadows: Shadows,
  layers: number,
  visit: (slot: number, isCovered: CoverTest) => void,
): void {
  const stack = new Int32Array(ENTRY * STACK_DEPTH);
  // Lists of the shadows that lie across a node's box: only these can part what is in it. A list lives until both
  // children are done, and whatever comes after it in the pool is of their descendants.
  const pool = new Int32Array(shadows.count * STACK_DEPTH);
  for (let shadow = 0; shadow < shadows.count; shadow++) pool[shadow] = shadow;
  let listStart = 0;
  let listEnd = shadows.count;
  const isCovered: CoverTest = (points, slack) => {
    let found = 0;
    for (let i = listStart; i < listEnd; i++) {
      if (shadows.covers(pool[i], points, slack) && ++found > layers) return true;
    }
    return false;
  };
  let top = 0;
  const push = (node: number, inside: number): void => {
    stack[top++] = node;
    stack[top++] = listStart;
    stack[top++] = listEnd;
    stack[top++] = inside;
  };
  push(0, 0);
  while (top > 0) {
    top -= ENTRY;
    const node = stack[top];
    const inherited = stack[top + 1];
    const inheritedEnd = stack[top + 2];
    let inside = stack[top + 3];
    listStart = listEnd = inheritedEnd;
    for (let i = inherited; i < inheritedEnd && inside <= layers; i++) {
      const lies = shadows.classifyBox(pool[i], nodeBounds, 6 * node);
      if (lies === INSIDE) inside++;
      else if (lies !== OUTSIDE) pool[listEnd++] = pool[i];
    }
    if (inside > layers) continue;
    const start = nodeStart[node];
    const count = nodeCount[node];
    if (count > 0) {
      for (let slot = start; slot < start + count; slot++) visit(slot, isCovered);
    } else if (start > 0) {
      push(start + 1, inside);
      push(start, inside);
    }
  }
}
