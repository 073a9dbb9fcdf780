/** Files as an import sees them: named readers of bytes, whether they lie on a disk, in a page's drop or in a zip. */
import { LabError } from '../../errors/lab-error.ts';

/** One file that can be read. */
export interface SceneFile {
  /** Path within what was given, with "/" between folders, such as "town/meshes/roof.ply". */
  readonly name: string;
  /** Length, bytes. */
  readonly size: number;
  /** Gives its first `length` bytes, or all of it. */
  readonly read: (length?: number) => Promise<Uint8Array>;
}

/** No single file may be longer, bytes: beyond it a page runs out of memory instead of saying so. */
const MAXIMUM_FILE_BYTES = 2 ** 30;

/** No text may be longer, bytes: engines cannot hold strings of much more, and say so in odd words. */
const MAXIMUM_TEXT_BYTES = 2 ** 28;

/**
 * A file of a page (`File` is a `Blob`), readable in a worker too.
 *
 * @param name path within what was dropped, such as `File.webkitRelativePath` or `FileSystemEntry.fullPath`
 * @param blob its content
 */
export function sceneFileFromBlob(name: string, blob: Blob): SceneFile {
  return {
    name: name.replace(/^\/+/, ''),
    size: blob.size,
    read: async (length) => new Uint8Array(await (length === undefined ? blob : blob.slice(0, length)).arrayBuffer()),
  };
}

/**
 * A file whose bytes are at hand.
 *
 * @param name see `SceneFile.name`
 * @param bytes its content
 */
export function sceneFileFromBytes(name: string, bytes: Uint8Array): SceneFile {
  return { name, size: bytes.length, read: (length) => Promise.resolve(bytes.subarray(0, length)) };
}

/**
 * Reads a file whole.
 *
 * @throws LabError `bad-file` for a file that is empty or too long, or where its reader fails
 */
export async function readWhole(file: SceneFile): Promise<Uint8Array> {
  if (file.size === 0) throw new LabError('bad-file', `${file.name} is empty.`, 'Export or download it again.');
  if (file.size > MAXIMUM_FILE_BYTES) {
    throw new LabError(
      'bad-file',
      `${file.name} holds ${(file.size / 2 ** 20).toFixed(0)} MiB; the limit is ${MAXIMUM_FILE_BYTES / 2 ** 20} MiB.`,
      'Cut the scene down to the part that you need.',
    );
  }
  return readBytes(file);
}

/**
 * Reads a file, or its beginning.
 *
 * @param length how many bytes at most; all without it
 * @throws LabError `bad-file` where its reader fails
 */
export async function readBytes(file: SceneFile, length?: number): Promise<Uint8Array> {
  try {
    return await file.read(length);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError(
      'bad-file',
      `${file.name} cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
      'Check that the file is still there and that you may read it.',
    );
  }
}

/**
 * Text of UTF-8 bytes, without a byte order mark.
 *
 * @param file what to call it in errors
 * @throws LabError `bad-file` for bytes that are not UTF-8, or too many
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > MAXIMUM_TEXT_BYTES) {
    throw new LabError(
      'bad-file',
      `${file} holds ${(bytes.length / 2 ** 20).toFixed(0)} MiB of text; the limit is ${MAXIMUM_TEXT_BYTES / 2 ** 20} MiB.`,
      'Cut the area down.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LabError('bad-file', `${file} is not UTF-8 text.`, 'Save the file again in UTF-8.');
  }
}

/**
 * The path of a file that another one names, with "." and ".." worked out and backslashes turned.
 *
 * @param folder the folder of the file that names it, without a slash at its end; empty at the top
 * @param path as it is named
 * @returns null where the path is absolute or leads out of what was given
 */
export function resolvePath(folder: string, path: string): string | null {
  const turned = path.replaceAll('\\', '/');
  if (turned.startsWith('/') || /^[a-z]:/i.test(turned)) return null;
  const segments: string[] = [];
  for (const segment of `${folder}/${turned}`.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** The folder part of a path, without a slash at its end; empty at the top. */
export function folderOf(name: string): string {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? '' : name.slice(0, slash);
}
