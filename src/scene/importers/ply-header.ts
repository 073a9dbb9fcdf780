/** The header of a PLY file: which elements follow, with which properties, as text or as bytes. */
import { LabError } from '../../errors/lab-error.ts';

/** Types of the numbers in a PLY file. */
export type ScalarType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

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

/** Length of each type in a binary file, bytes. */
export const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
};

/** A number, or a list of numbers, of every row of an element. */
export interface PlyProperty {
  readonly name: string;
  readonly type: ScalarType;
  /** Type of the length that precedes a list; absent for a scalar. */
  readonly lengthType?: ScalarType;
}

/** A table of the file. */
export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: PlyProperty[];
}

/** How the rows are written. */
export type PlyFormat = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

/** What a header says. */
export interface PlyHeader {
  readonly format: PlyFormat;
  /** In the order of the file. */
  readonly elements: readonly PlyElement[];
  /** Where the rows begin, bytes from the start of the file. */
  readonly bodyStart: number;
}

/**
 * Reads the header of a PLY file.
 *
 * @param bytes the whole file
 * @param file what to call it in errors
 * @throws LabError `bad-file` naming the line that cannot be read
 */
export function parsePlyHeader(bytes: Uint8Array, file: string): PlyHeader {
  let format: PlyFormat | undefined;
  const elements: PlyElement[] = [];
  let position = 0;
  for (let line = 0; ; line++) {
    const end = bytes.indexOf(10, position);
    if (end < 0 || end - position > 4096)
      throw brokenPly(file, line === 0 ? 'is not a PLY file' : 'has no "end_header"');
    const text = new TextDecoder().decode(bytes.subarray(position, end)).trim();
    position = end + 1;
    const words = text.split(/\s+/);
    if (line === 0) {
      if (text !== 'ply') throw brokenPly(file, 'is not a PLY file: it does not begin with "ply"');
      continue;
    }
    switch (words[0]) {
      case 'comment':
      case 'obj_info':
      case '':
        break;
      case 'format':
        if (words[1] !== 'ascii' && words[1] !== 'binary_little_endian' && words[1] !== 'binary_big_endian') {
          throw brokenPly(file, `header line ${line + 1}: unknown format "${words[1]}"`);
        }
        format = words[1];
        break;
      case 'element': {
        const count = Number(words[2]);
        if (!(Number.isSafeInteger(count) && count >= 0)) {
          throw brokenPly(file, `header line ${line + 1}: element "${words[1]}" has count "${words[2]}"`);
        }
        elements.push({ name: words[1], count, properties: [] });
        break;
      }
      case 'property': {
        const isList = words[1] === 'list';
        const names = isList ? [words[2], words[3]] : [words[1]];
        const element = elements.at(-1);
        if (!element || names.some((name) => !Object.hasOwn(SCALAR_TYPES, name)) || words.length !== (isList ? 5 : 3)) {
          throw brokenPly(file, `header line ${line + 1}: "${text}"`);
        }
        element.properties.push(
          isList
            ? { name: words[4], lengthType: SCALAR_TYPES[words[2]], type: SCALAR_TYPES[words[3]] }
            : { name: words[2], type: SCALAR_TYPES[words[1]] },
        );
        break;
      }
      case 'end_header':
        if (format === undefined) throw brokenPly(file, 'has no "format" line');
        return { format, elements, bodyStart: position };
      default:
        throw brokenPly(file, `header line ${line + 1}: "${text}"`);
    }
  }
}

/** What to throw for a file that is no PLY with vertices and faces. */
export function brokenPly(file: string, what: string): LabError {
  return new LabError(
    'bad-file',
    `${file} ${what}.`,
    'Export the mesh again as PLY with vertices x, y, z and faces; rows count from 0.',
  );
}
