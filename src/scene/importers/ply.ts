/** Polygon meshes in PLY files (Turk, Stanford 1994): ascii and binary, any scalar types, polygons cut into triangles. */
import { LabError } from '../../errors/lab-error.ts';
import { NumberList } from '../../numerics/number-list.ts';

/** The triangles of one PLY file. */
export interface PlyMesh {
  /** Vertex coordinates [V, 3], metres. */
  readonly positions: Float64Array;
  /** Vertex indices [T, 3]. */
  readonly indices: Uint32Array;
}

type ScalarType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

/** Old and new names of the scalar types. */
const SCALAR_TYPES: Readonly<Record<string, ScalarType>> = {
  char: 'int8',
  int8: 'int8',
  uchar: 'uint8',
  uint8: 'uint8',
  short: 'int16',
  int16: 'int16',
  ushort: 'uint16',
  uint16: 'uint16',
  int: 'int32',
  int32: 'int32',
  uint: 'uint32',
  uint32: 'uint32',
  float: 'float32',
  float32: 'float32',
  double: 'float64',
  float64: 'float64',
};

/** Their lengths in binary files. */
const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
};

/** No mesh may have more vertices or faces: reading it cannot be stopped half-way, and this many take some seconds. */
const MAXIMUM_ROWS = 5_000_000;

interface PlyProperty {
  readonly name: string;
  readonly type: ScalarType;
  /** Type of the length that precedes a list; absent for a scalar. */
  readonly lengthType?: ScalarType;
}

interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: PlyProperty[];
}

type PlyFormat = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

/** Reads the next scalar of the body. */
type ScalarReader = (type: ScalarType) => number;

/**
 * Reads a PLY file.
 *
 * @param bytes the whole file
 * @param file what to call it in errors
 * @throws LabError `bad-file` for anything that is not a complete PLY with vertices x, y, z and faces, naming element and row
 */
export function parsePly(bytes: Uint8Array, file: string): PlyMesh {
  const { format, elements, bodyStart } = parseHeader(bytes, file);
  const vertexElement = elements.find(({ name }) => name === 'vertex');
  if (!vertexElement) throw broken(file, 'has no element "vertex"');
  if (!elements.some(({ name }) => name === 'face')) throw broken(file, 'has no element "face"');
  for (const axis of ['x', 'y', 'z']) {
    if (!vertexElement.properties.some(({ name, lengthType }) => name === axis && lengthType === undefined)) {
      throw broken(file, `element "vertex" has no property "${axis}"`);
    }
  }
  const read = format === 'ascii' ? asciiReader(bytes, bodyStart) : binaryReader(bytes, bodyStart, format);
  for (const element of elements) {
    const { name, count, properties } = element;
    if (properties.length === 0) throw broken(file, `element "${name}" has no properties`);
    // A count that the file has no room for cannot be honest: refuse before allocating.
    if (count * shortestRow(element, format) > bytes.length - bodyStart + 1) {
      throw broken(file, `is too short for ${count} rows of element "${name}"`);
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
  const indices = new NumberList((length) => new Uint32Array(length));
  for (const element of elements) {
    const columns = planColumns(element);
    let row = 0;
    try {
      for (; row < element.count; row++) readRow(read, columns, row, positions, indices);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw broken(file, `element "${element.name}", row ${row}: ${cause.message}`);
    }
  }
  return { positions, indices: indices.toArray() };
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
  indices: NumberList<Uint32Array>,
): void {
  for (const { name, type, lengthType, axis, isFace } of columns) {
    if (lengthType === undefined) {
      const value = read(type);
      if (axis < 0) continue;
      if (!Number.isFinite(value)) throw new RangeError(`${name} = ${value} is not a finite number`);
      positions[3 * row + axis] = value;
      continue;
    }
    const length = read(lengthType);
    if (!(length >= 0)) throw new RangeError(`property "${name}" has length ${length}`);
    if (isFace && length < 3) throw new RangeError(`a face of ${length} vertices`);
    let first = 0;
    let previous = 0;
    for (let i = 0; i < length; i++) {
      const value = read(type);
      if (!isFace) continue;
      if (!(Number.isInteger(value) && value >= 0 && value < positions.length / 3)) {
        throw new RangeError(`vertex index ${value}, but there are ${positions.length / 3} vertices`);
      }
      if (i >= 2) indices.addTriple(first, previous, value);
      if (i === 0) first = value;
      previous = value;
    }
  }
}

function parseHeader(
  bytes: Uint8Array,
  file: string,
): { format: PlyFormat; elements: PlyElement[]; bodyStart: number } {
  let format: PlyFormat | undefined;
  const elements: PlyElement[] = [];
  let position = 0;
  for (let line = 0; ; line++) {
    const end = bytes.indexOf(10, position);
    if (end < 0 || end - position > 4096) throw broken(file, line === 0 ? 'is not a PLY file' : 'has no "end_header"');
    const text = new TextDecoder().decode(bytes.subarray(position, end)).trim();
    position = end + 1;
    const words = text.split(/\s+/);
    if (line === 0) {
      if (text !== 'ply') throw broken(file, 'is not a PLY file: it does not begin with "ply"');
      continue;
    }
    switch (words[0]) {
      case 'comment':
      case 'obj_info':
      case '':
        break;
      case 'format':
        if (words[1] !== 'ascii' && words[1] !== 'binary_little_endian' && words[1] !== 'binary_big_endian') {
          throw broken(file, `header line ${line + 1}: unknown format "${words[1]}"`);
        }
        format = words[1];
        break;
      case 'element': {
        const count = Number(words[2]);
        if (!(Number.isSafeInteger(count) && count >= 0)) {
          throw broken(file, `header line ${line + 1}: element "${words[1]}" has count "${words[2]}"`);
        }
        elements.push({ name: words[1], count, properties: [] });
        break;
      }
      case 'property': {
        const isList = words[1] === 'list';
        const names = isList ? [words[2], words[3]] : [words[1]];
        const element = elements.at(-1);
        if (!element || names.some((name) => !Object.hasOwn(SCALAR_TYPES, name)) || words.length !== (isList ? 5 : 3)) {
          throw broken(file, `header line ${line + 1}: "${text}"`);
        }
        element.properties.push(
          isList
            ? { name: words[4], lengthType: SCALAR_TYPES[words[2]], type: SCALAR_TYPES[words[3]] }
            : { name: words[2], type: SCALAR_TYPES[words[1]] },
        );
        break;
      }
      case 'end_header':
        if (format === undefined) throw broken(file, 'has no "format" line');
        return { format, elements, bodyStart: position };
      default:
        throw broken(file, `header line ${line + 1}: "${text}"`);
    }
  }
}

const [MINUS, POINT, ZERO, NINE, BLANK] = [45, 46, 48, 57, 32];

/** 10^k for the k that float64 holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * Reads numbers straight from the bytes: words as strings would take several times the file's size. Up to fifteen digits
 * over a power of ten up to 10^22 is one exact division, hence correctly rounded (Clinger, PLDI 1990); the rest is `Number`'s.
 */
function asciiReader(bytes: Uint8Array, start: number): ScalarReader {
  const decoder = new TextDecoder();
  let position = start;
  return () => {
    while (position < bytes.length && bytes[position] <= BLANK) position++;
    if (position >= bytes.length) throw new RangeError('the file ends here');
    const first = position;
    const isNegative = bytes[position] === MINUS;
    if (isNegative) position++;
    let digits = 0;
    let value = 0;
    let fraction = -1;
    for (; position < bytes.length; position++) {
      const byte = bytes[position];
      if (byte >= ZERO && byte <= NINE) {
        value = 10 * value + byte - ZERO;
        digits++;
        if (fraction >= 0) fraction++;
      } else if (byte === POINT && fraction < 0) fraction = 0;
      else break;
    }
    const isWhole = position >= bytes.length || bytes[position] <= BLANK;
    if (isWhole && digits > 0 && digits <= 15) {
      if (fraction > 0) value /= EXACT_POWERS[fraction];
      return isNegative ? -value : value;
    }
    while (position < bytes.length && bytes[position] > BLANK) position++;
    return Number(decoder.decode(bytes.subarray(first, position)));
  };
}

function binaryReader(bytes: Uint8Array, start: number, format: PlyFormat): ScalarReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = format === 'binary_little_endian';
  let position = start;
  const take = (size: number): number => {
    if (position + size > view.byteLength) throw new RangeError('the file ends here');
    position += size;
    return position - size;
  };
  return (type) => {
    switch (type) {
      case 'int8':
        return view.getInt8(take(1));
      case 'uint8':
        return view.getUint8(take(1));
      case 'int16':
        return view.getInt16(take(2), little);
      case 'uint16':
        return view.getUint16(take(2), little);
      case 'int32':
        return view.getInt32(take(4), little);
      case 'uint32':
        return view.getUint32(take(4), little);
      case 'float32':
        return view.getFloat32(take(4), little);
      case 'float64':
        return view.getFloat64(take(8), little);
      default:
        return type satisfies never;
    }
  };
}

function broken(file: string, what: string): LabError {
  return new LabError('bad-file', `${file} ${what}.`, 'Export the mesh again as PLY with vertices x, y, z and faces.');
}
