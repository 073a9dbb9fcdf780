/**
 * The `crc32c` codec of Zarr v3. zarrita drops the checksum without looking at it and cannot write one; here it is
 * written, and a chunk that does not match it is refused. Importing this file puts it in zarrita's registry.
 */
import { registry } from 'zarrita';
import { LabError } from '../../errors/lab-error.ts';
import { crc32c } from '../../numerics/crc32c.ts';

const WIDTH = 4;

const codec = {
  kind: 'bytes_to_bytes' as const,
  encode(bytes: Uint8Array): Uint8Array {
    const sealed = new Uint8Array(bytes.length + WIDTH);
    sealed.set(bytes);
    new DataView(sealed.buffer).setUint32(bytes.length, crc32c(bytes), true);
    return sealed;
  },
  decode: openSealed,
  computeEncodedSize: (size: number): number => size + WIDTH,
};

registry.set('crc32c', () => Promise.resolve({ kind: 'bytes_to_bytes', fromConfig: () => codec }));

/** Whether bytes end in their own checksum. */
export function isSealed(bytes: Uint8Array): boolean {
  if (bytes.length < WIDTH) return false;
  const end = bytes.length - WIDTH;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true) === crc32c(bytes.subarray(0, end));
}

/**
 * Bytes without the checksum behind them.
 *
 * @throws LabError 'bad-file' where they do not match it
 */
function openSealed(bytes: Uint8Array): Uint8Array {
  if (isSealed(bytes)) return bytes.slice(0, bytes.length - WIDTH);
  throw new LabError(
    'bad-file',
    'The bytes of a chunk do not match its checksum: it was cut off or changed.',
    'Build it again with --resume, or copy the file again.',
  );
}
