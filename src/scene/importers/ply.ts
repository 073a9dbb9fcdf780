/** Polygon meshes in PLY files (Turk, Stanford 1994): ascii and binary, any scalar types, polygons cut into triangles. */
import { LabError } from '../../errors/lab-error.ts';
import { NumberList } from '../../numerics/number-list.ts';
import { triangulateFaces } from './ply-faces.ts';
import {
  brokenPly,
  parsePlyHeader,
  SCALAR_BYTES,
  type PlyElement,
  type PlyFormat,
  type PlyProperty,
} from './ply-header.ts';
import { readPlyNumbers, type ScalarReader } from './ply-numbers.ts';
import { refuseTooLarge } from './size-limit.ts';

/** The triangles of one PLY file. */
export interface PlyMesh {
  /** Vertex coordinates [V, 3], metres. */
  readonly positions: Float64Array;
  /** Vertex indices [T, 3]. */
  readonly indices: Uint32Array;
}

/** No mesh may have more vertices or faces: reading it cannot be stopped half-way, and this many take some seconds. */
const MAXIMUM_ROWS = 5_000_000;

/**
 * Reads a PLY file.
 *
 * @param bytes the whole file
 * @param file what to call it in errors
 * @throws LabError `bad-file` for anything that is not a complete PLY with vertices x, y, z and faces, naming element and row;
 *   `bad-scene` for more triangles or vertices than a scene may have
 */
export function parsePly(bytes: Uint8Array, file: string): PlyMesh {
  const { format, elements, bodyStart } = parsePlyHeader(bytes, file);
  const vertexElement = elements.find(({ name }) => name === 'vertex');
  if (!vertexElement) throw brokenPly(file, 'has no element "vertex"');
  if (!elements.some(({ name }) => name === 'face')) throw brokenPly(file, 'has no element "face"');
  for (const axis of ['x', 'y', 'z']) {
    if (!vertexElement.properties.some(({ name, lengthType }) => name === axis && lengthType === undefined)) {
      throw brokenPly(file, `element "vertex" has no property "${axis}"`);
    }
  }
  const read = readPlyNumbers(bytes, bodyStart, format);
  for (const element of elements) {
    const { name, count, properties } = element;
    if (properties.length === 0) throw brokenPly(file, `element "${name}" has no properties`);
    // A count that the file has no room for cannot be honest: refuse before allocating.
    if (count * shortestRow(element, format) > bytes.length - bodyStart + 1) {
      throw brokenPly(file, `is too short for ${count} rows of element "${name}"`);
    }
    if (count > MAXIMUM_ROWS) {
      throw new LabError(
        'bad-file',
        `${file} has ${count} rows of element "${name}"; the limit is ${MAXIMUM_ROWS}.`,
        'Simplify the mesh: rays do not see more than walls and edges.',
      );
    }
  }
  const positions = new Float64Array(3 * vertexElement.count);
  const corners = new NumberList((length) => new Uint32Array(length));
  const sizes = new NumberList((length) => new Uint32Array(length));
  for (const element of elements) {
    const columns = planColumns(element);
    let row = 0;
    try {
      for (; row < element.count; row++) readRow(read, columns, row, positions, corners, sizes);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw brokenPly(file, `element "${element.name}", row ${row}: ${cause.message}`);
    }
  }
  // A polygon of n corners makes n − 2 triangles, whichever way it is cut.
  refuseTooLarge({ triangles: corners.length - 2 * sizes.length, vertices: vertexElement.count }, `${file} has`);
  try {
    // Not sooner: the vertices may stand after the faces.
    const indices = triangulateFaces({ corners: corners.toArray(), sizes: sizes.toArray() }, positions);
    return { positions, indices };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw brokenPly(file, cause.message);
  }
}

/** The fewest bytes that a row can take: in a text, a digit and a blank for each number. */
function shortestRow({ properties }: PlyElement, format: PlyFormat): number {
  return properties.reduce(
    (sum, { type, lengthType }) => sum + (format === 'ascii' ? 2 : SCALAR_BYTES[lengthType ?? type]),
    0,
  );
}

/** A property with what is to be done about it, worked out once and not for each of a million rows. */
interface PlyColumn extends PlyProperty {
  /** 0, 1, 2 for a vertex's x, y, z; −1 for anything else. */
  readonly axis: number;
  /** True for the list of a face's vertices. */
  readonly isFace: boolean;
}

function planColumns(element: PlyElement): readonly PlyColumn[] {
  return element.properties.map((property) => ({
    ...property,
    axis: element.name === 'vertex' && property.lengthType === undefined ? ['x', 'y', 'z'].indexOf(property.name) : -1,
    isFace:
      element.name === 'face' &&
      property.lengthType !== undefined &&
      (property.name === 'vertex_indices' || property.name === 'vertex_index'),
  }));
}

/** Reads one row; a RangeError says what is wrong with it. */
function readRow(
  read: ScalarReader,
  columns: readonly PlyColumn[],
  row: number,
  positions: Float64Array,
  corners: NumberList<Uint32Array>,
  sizes: NumberList<Uint32Array>,
): void {
  for (const { name, type, lengthType, axis, isFace } of columns) {
    if (lengthType === undefined) {
      const value = read(type);
      if (axis < 0) continue;
      if (!Number.isFinite(value)) throw new RangeError(`${name} is not a finite number`);
      positions[3 * row + axis] = value;
      continue;
    }
    const length = read(lengthType);
    if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`property "${name}" has length ${length}`);
    if (isFace && length < 3) throw new RangeError(`a face of ${length} vertices`);
    if (isFace) sizes.add(length);
    for (let i = 0; i < length; i++) {
      const value = read(type);
      if (!isFace) continue;
      if (!(Number.isInteger(value) && value >= 0 && value < positions.length / 3)) {
        throw new RangeError(`vertex index ${value}, but there are ${positions.length / 3} vertices`);
      }
      corners.add(value);
    }
  }
}
