/** Paths that go through surfaces. */
import type { Candidate } from './candidate.ts';
import type { LegTester } from './legs.ts';
import { INTERACTION_CODE } from './path-table.ts';

/**
 * Writes a candidate anew with a vertex wherever a leg goes through a surface.
 *
 * @param legs of the scene
 * @param candidate all its vertices stand
 * @param maximum most surfaces that it may go through in all
 * @param through receives the path
 * @returns false where more surfaces are in the way
 */
export function goThrough(legs: LegTester, candidate: Candidate, maximum: number, through: Candidate): boolean {
  const { order, kinds, vertices, elements, faces } = candidate;
  through.order = 0;
  through.vertices.set(vertices.subarray(0, 3));
  through.faces.set(faces.subarray(0, 2));
  let at = 0;
  for (let leg = 0; leg <= order; leg++) {
    const v = 3 * leg;
    const crossings = legs.findCrossings(vertices, faces, leg);
    if (at - leg + crossings.length > maximum) return false;
    for (const { slot, share } of crossings) {
      through.kinds[at++] = INTERACTION_CODE.transmission;
      through.elements[at] = slot;
      for (let axis = 0; axis < 3; axis++) {
        through.vertices[3 * at + axis] = vertices[v + axis] + share * (vertices[v + 3 + axis] - vertices[v + axis]);
      }
    }
    if (leg < order) through.kinds[at] = kinds[leg];
    at++;
    through.elements[at] = elements[leg + 1];
    through.vertices.set(vertices.subarray(v + 3, v + 6), 3 * at);
  }
  through.order = at - 1;
  return true;
}
