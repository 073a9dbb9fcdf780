/** The numbers of a PLY file, one after the other, whether they are written as text or as bytes. */
import type { PlyFormat, ScalarType } from './ply-header.ts';

/** Reads the next number of the body; a RangeError says that there is none. */
export type ScalarReader = (type: ScalarType) => number;

/**
 * A reader of all numbers that follow the header.
 *
 * @param bytes the whole file
 * @param start where the first number begins
 * @param format how they are written
 */
export function readPlyNumbers(bytes: Uint8Array, start: number, format: PlyFormat): ScalarReader {
  return format === 'ascii' ? asciiReader(bytes, start) : binaryReader(bytes, start, format === 'binary_little_endian');
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

function binaryReader(bytes: Uint8Array, start: number, little: boolean): ScalarReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
