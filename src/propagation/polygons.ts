/** Convex polygons in space. */

/**
 * The part of a convex polygon in a half space (Sutherland and Hodgman 1974).
 *
 * @param polygon corners [V, 3], metres
 * @param ax the half space is ax·x + ay·y + az·z ≥ b
 * @returns corners [W, 3]; the same array where nothing is cut off; null where nothing is left
 */
export function clipPolygon(polygon: Float64Array, ax: number, ay: number, az: number, b: number): Float64Array | null {
  const count = polygon.length / 3;
  let inside = 0;
  for (let i = 0; i < polygon.length; i += 3) {
    if (ax * polygon[i] + ay * polygon[i + 1] + az * polygon[i + 2] >= b) inside++;
  }
  if (inside === count) return polygon;
  if (inside === 0) return null;
  const kept = new Float64Array(3 * (count + 2));
  let length = 0;
  let fromX = polygon[polygon.length - 3];
  let fromY = polygon[polygon.length - 2];
  let fromZ = polygon[polygon.length - 1];
  let from = ax * fromX + ay * fromY + az * fromZ - b;
  for (let i = 0; i < polygon.length; i += 3) {
    const toX = polygon[i];
    const toY = polygon[i + 1];
    const toZ = polygon[i + 2];
    const to = ax * toX + ay * toY + az * toZ - b;
    if (from >= 0 !== to >= 0) {
      const t = from / (from - to);
      kept[length++] = fromX + t * (toX - fromX);
      kept[length++] = fromY + t * (toY - fromY);
      kept[length++] = fromZ + t * (toZ - fromZ);
    }
    if (to >= 0) {
      kept[length++] = toX;
      kept[length++] = toY;
      kept[length++] = toZ;
    }
    fromX = toX;
    fromY = toY;
    fromZ = toZ;
    from = to;
  }
  return kept.slice(0, length);
}
