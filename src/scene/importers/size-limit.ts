/** How large a scene that somebody brings may be. */
import { LabError } from '../../errors/lab-error.ts';

/**
 * Triangles of a scene that is brought, at most: six times the centre of Munich. Every flat face is a mirror and every
 * fold an edge. Triangles count as they come, before those that lie twice are left out.
 */
const MAXIMUM_TRIANGLES = 250_000;

/** Vertices, at most: three to each triangle. More belong to no face, and only take memory. */
const MAXIMUM_VERTICES = 3 * MAXIMUM_TRIANGLES;

/** How many of each there are. */
export interface MeshSize {
  readonly triangles: number;
  readonly vertices: number;
}

/**
 * Refuses what would keep the tracer busy for minutes, without a place to stop, or does not fit into memory.
 *
 * @param size how many there are
 * @param subject the sentence up to the number, such as "town.geojson has"
 * @throws LabError `bad-scene` with number and limit
 */
export function refuseTooLarge({ triangles, vertices }: MeshSize, subject: string): void {
  refuseMore(triangles, MAXIMUM_TRIANGLES, 'triangles', subject);
  refuseMore(vertices, MAXIMUM_VERTICES, 'vertices', subject);
}

function refuseMore(count: number, limit: number, what: string, subject: string): void {
  if (count <= limit) return;
  throw new LabError(
    'bad-scene',
    `${subject} ${count.toLocaleString('en')} ${what}; the limit is ${limit.toLocaleString('en')}.`,
    'Cut out the part around the sites, or simplify the mesh: rays need walls and roofs, not window frames.',
  );
}
