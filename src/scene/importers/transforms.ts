/** The transforms of Mitsuba's `<transform name="to_world">`, as row-major 4×4 matrices. */

/** Sixteen numbers, row-major. */
export type Matrix = readonly number[];

/** Moves nothing. A shape without `to_world` carries this very object. */
export const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The matrix that applies `b` first, then `a`. */
export function multiplyMatrices(a: Matrix, b: Matrix): Matrix {
  return a.map((_, i) => {
    const row = 4 * Math.floor(i / 4);
    const column = i % 4;
    return a[row] * b[column] + a[row + 1] * b[column + 4] + a[row + 2] * b[column + 8] + a[row + 3] * b[column + 12];
  });
}

/**
 * The matrix of one step.
 *
 * @param name `matrix`, `translate`, `scale` or `rotate`
 * @param attributes of the XML element
 * @returns null where the step is of another kind or its numbers cannot be read
 */
export function matrixFromElement(name: string, attributes: Readonly<Record<string, string>>): Matrix | null {
  const list = (attributes.value ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const axis = (key: 'x' | 'y' | 'z', index: number, otherwise: number): number =>
    attributes[key] !== undefined ? Number(attributes[key]) : (list[index] ?? otherwise);
  let matrix: Matrix | null = null;
  if (name === 'matrix' && list.length === 16) {
    matrix = list;
  } else if (name === 'translate') {
    matrix = [1, 0, 0, axis('x', 0, 0), 0, 1, 0, axis('y', 1, 0), 0, 0, 1, axis('z', 2, 0), 0, 0, 0, 1];
  } else if (name === 'scale') {
    const uniform = list.length === 1 ? list[0] : 1;
    matrix = [
      axis('x', 0, uniform),
      0,
      0,
      0,
      0,
      axis('y', 1, uniform),
      0,
      0,
      0,
      0,
      axis('z', 2, uniform),
      0,
      0,
      0,
      0,
      1,
    ];
  } else if (name === 'rotate') {
    matrix = rotation(axis('x', 0, 0), axis('y', 1, 0), axis('z', 2, 0), (Number(attributes.angle) * Math.PI) / 180);
  }
  return matrix?.every(Number.isFinite) ? matrix : null;
}

/** Rotation about an axis by an angle, radians (Rodrigues). */
function rotation(ax: number, ay: number, az: number, angle: number): Matrix {
  const length = Math.hypot(ax, ay, az);
  const [x, y, z] = [ax / length, ay / length, az / length];
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const d = 1 - c;
  return [
    ...[c + d * x * x, d * x * y - s * z, d * x * z + s * y, 0],
    ...[d * x * y + s * z, c + d * y * y, d * y * z - s * x, 0],
    ...[d * x * z - s * y, d * y * z + s * x, c + d * z * z, 0],
    ...[0, 0, 0, 1],
  ];
}

/**
 * Moves points.
 *
 * @param positions [V, 3], metres; left as they are
 * @returns the moved points [V, 3], metres
 */
export function transformPositions(positions: Float64Array, m: Matrix): Float64Array {
  const moved = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i];
    const y = positions[i + 1];
    const z = positions[i + 2];
    moved[i] = m[0] * x + m[1] * y + m[2] * z + m[3];
    moved[i + 1] = m[4] * x + m[5] * y + m[6] * z + m[7];
    moved[i + 2] = m[8] * x + m[9] * y + m[10] * z + m[11];
  }
  return moved;
}
