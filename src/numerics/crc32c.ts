/** CRC-32C (Castagnoli; RFC 3720 §12.1), which the `crc32c` codec of Zarr v3 puts behind every chunk. */

const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * The checksum of some bytes.
 *
 * @returns an unsigned 32-bit number
 */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[i]) & 0xff];
  return (remainder ^ 0xffffffff) >>> 0;
}
