/** Tells what a file is by what it holds. A name is a hint at most, and one that contradicts the content is an error. */

/** What a scene can be read from, and what merely resembles it. */
export type ContentKind = 'mitsuba' | 'geojson' | 'zip' | 'ply' | 'xml' | 'json' | 'zarr' | 'empty' | 'unknown';

/** How many leading bytes a judgement needs. */
export const HEAD_BYTES = 4096;

/** The first bytes of things that get dropped by mistake. */
const SIGNATURES: readonly (readonly [description: string, bytes: readonly number[]])[] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a binary glTF model', [0x67, 0x6c, 0x54, 0x46]],
  ['a Blender file', [0x42, 0x4c, 0x45, 0x4e, 0x44, 0x45, 0x52]],
  ['UTF-16 text', [0xff, 0xfe]],
  ['UTF-16 text', [0xfe, 0xff]],
];

/** What a server sends where a file is not: it gets saved under the name of the file. */
const WEB_PAGE = /^<(!doctype\s+html|html)[\s>]/i;

const DESCRIPTIONS: Readonly<Record<ContentKind, string>> = {
  mitsuba: 'a Mitsuba XML scene',
  geojson: 'GeoJSON',
  zip: 'a zip archive',
  ply: 'a PLY mesh',
  xml: 'XML',
  json: 'JSON',
  zarr: 'a stored dataset, not a town (wavefix evaluate --dataset reads it)',
  empty: 'nothing',
  unknown: 'neither XML, JSON, PLY nor a zip',
};

/** What the endings of file names promise. */
const PROMISES: Readonly<Record<string, readonly ContentKind[]>> = {
  xml: ['mitsuba', 'xml'],
  geojson: ['geojson', 'json'],
  json: ['geojson', 'json', 'zarr'],
  zip: ['zip'],
  ply: ['ply'],
};

/**
 * What a file is, by its first bytes.
 *
 * @param head the first `HEAD_BYTES`, or all of a shorter file
 */
export function recogniseContent(head: Uint8Array): ContentKind {
  if (head.length === 0) return 'empty';
  // An archive without entries begins with its end record, "PK\5\6".
  if (startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6])) return 'zip';
  const text = new TextDecoder().decode(head).trimStart();
  if (/^ply\r?\n/.test(text)) return 'ply';
  if (WEB_PAGE.test(text)) return 'unknown';
  if (text.startsWith('<')) return /<scene[\s>/]/.test(text) ? 'mitsuba' : 'xml';
  if (!/^[{[]/.test(text)) return 'unknown';
  if (/"type"\s*:\s*"Feature(Collection)?"/.test(text)) return 'geojson';
  return /"zarr_format"\s*:/.test(text) ? 'zarr' : 'json';
}

/**
 * What a file holds, in words that follow "it holds".
 *
 * @param kind see `recogniseContent`
 * @param head the bytes that it was recognised by
 */
export function describeContent(kind: ContentKind, head: Uint8Array): string {
  if (kind !== 'unknown') return DESCRIPTIONS[kind];
  if (WEB_PAGE.test(new TextDecoder().decode(head).trimStart())) return 'a web page';
  return SIGNATURES.find(([, bytes]) => startsWith(head, bytes))?.[0] ?? DESCRIPTIONS.unknown;
}

/**
 * Whether a file's name promises something else than it holds. Names that promise nothing never do.
 *
 * @param name the file's name
 * @param kind what it holds
 */
export function contradictsName(name: string, kind: ContentKind): boolean {
  const ending = /\.([^./\\]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  return Object.hasOwn(PROMISES, ending) && !PROMISES[ending].includes(kind);
}

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);
