/** Takes a zip apart without trusting it: limits are checked on what it declares, and again on what comes out. */
import type { UnzipFile, UnzipFileInfo } from 'fflate';
import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { LabError } from '../../errors/lab-error.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';
import type { SceneFile } from './scene-file.ts';
import { resolvePath, sceneFileFromBytes } from './scene-file.ts';

/** How much a zip may hold. */
export interface ZipLimits {
  readonly maximumEntries: number;
  /** All of it expanded, bytes. */
  readonly maximumBytes: number;
  /** Expanded over packed size of an entry beyond `freeBytes`; text and meshes pack 3 to 50 times, deflate's limit is 1032. */
  readonly maximumRatio: number;
  /** Entries up to this size may pack as well as they like, bytes. */
  readonly freeBytes: number;
}

/** Room for a city, none for a bomb. */
export const ZIP_LIMITS: ZipLimits = {
  maximumEntries: 20_000,
  maximumBytes: 2 ** 30,
  maximumRatio: 200,
  freeBytes: 2 ** 20,
};

/** How much is expanded before others have a turn: at most 1032 times as much comes out. */
const PUSH_BYTES = 2 ** 16;

/**
 * The files of a zip, expanded.
 *
 * @param bytes the archive
 * @param archive what to call it in errors
 * @param control progress and cancellation
 * @param limits see `ZipLimits`
 * @throws LabError `bad-file` for an archive that is broken, encrypted, empty, too large expanded, packed beyond reason, that
 *   names a file twice or outside of itself, or whose entries are longer than it says; `cancelled`
 */
export async function unzipFiles(
  bytes: Uint8Array,
  archive: string,
  control: ImportControl = {},
  limits: ZipLimits = ZIP_LIMITS,
): Promise<SceneFile[]> {
  const declared = readDirectory(bytes, archive, limits);
  const contents = new Map<string, Uint8Array[]>();
  let total = 0;
  const onFile = (file: UnzipFile): void => {
    const entry = declared.get(file.name);
    if (!entry) return; // a folder, or what the directory no longer lists
    const parts: Uint8Array[] = [];
    let length = 0;
    contents.set(file.name, parts);
    file.ondata = (cause, part) => {
      if (cause) throw cause;
      length += part.length;
      total += part.length;
      if (length > entry.originalSize) {
        throw refusal(`${archive} says that "${file.name}" has ${entry.originalSize} bytes, but it has more`);
      }
      if (total > limits.maximumBytes) throw tooLarge(archive, limits);
      parts.push(part);
    };
    file.start();
  };
  const stream = new Unzip(onFile);
  stream.register(UnzipInflate);
  let sinceTurn = 0;
  for (let start = 0; start < bytes.length; start += PUSH_BYTES) {
    const before = total;
    try {
      stream.push(bytes.subarray(start, start + PUSH_BYTES), start + PUSH_BYTES >= bytes.length);
    } catch (cause) {
      throw cause instanceof LabError ? cause : unreadable(archive, cause);
    }
    sinceTurn += total - before;
    if (sinceTurn < 2 ** 23) continue;
    sinceTurn = 0;
    await checkIn(control, 'Unpacking', start / bytes.length);
  }
  await checkIn(control, 'Unpacking', 1);
  return [...declared].map(([name, { originalSize }]) => {
    const parts = contents.get(name) ?? [];
    const whole = concatenate(parts);
    if (whole.length !== originalSize) {
      throw refusal(`"${name}" in ${archive} ends after ${whole.length} of ${originalSize} bytes`);
    }
    return sceneFileFromBytes(resolvePath('', name) ?? name, whole);
  });
}

/** What the archive says that it holds, without folders; refuses what cannot be honest or is too much. */
function readDirectory(bytes: Uint8Array, archive: string, limits: ZipLimits): Map<string, UnzipFileInfo> {
  const entries = new Map<string, UnzipFileInfo>();
  let total = 0;
  let count = 0;
  const inspect = (info: UnzipFileInfo): boolean => {
    const { name, size, originalSize } = info;
    if (++count > limits.maximumEntries) {
      throw refusal(`${archive} holds more than ${limits.maximumEntries} files`, 'Pack only the scene.');
    }
    if (resolvePath('', name) === null || name.split(/[\\/]/).includes('..')) {
      throw refusal(`${archive} names a file outside of itself: "${name}"`, 'Pack the folder of the scene again.');
    }
    if (name.endsWith('/') || name.startsWith('__MACOSX/')) return false;
    if (entries.has(name)) throw refusal(`${archive} holds "${name}" twice`, 'Pack the folder of the scene again.');
    if (originalSize > limits.freeBytes && originalSize > limits.maximumRatio * size) {
      throw refusal(
        `"${name}" in ${archive} would grow ${size > 0 ? `${(originalSize / size).toFixed(0)} times` : 'from nothing'} ` +
          `to ${(originalSize / 2 ** 20).toFixed(0)} MiB`,
        'A zip like this is refused as a zip bomb; give the files themselves.',
      );
    }
    total += originalSize;
    if (total > limits.maximumBytes) throw tooLarge(archive, limits);
    entries.set(name, info);
    return false;
  };
  try {
    unzipSync(bytes, { filter: inspect });
  } catch (cause) {
    throw cause instanceof LabError ? cause : unreadable(archive, cause);
  }
  if (entries.size === 0) throw refusal(`${archive} holds no files`, 'Pack the folder of the scene.');
  return entries;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

const refusal = (what: string, hint = 'Pack it again, or give the folder itself.'): LabError =>
  new LabError('bad-file', `${what}.`, hint);

const tooLarge = (archive: string, limits: ZipLimits): LabError =>
  refusal(
    `${archive} expands to more than ${(limits.maximumBytes / 2 ** 20).toFixed(0)} MiB`,
    'A zip like this is refused as a zip bomb; cut the scene down.',
  );

const unreadable = (archive: string, cause: unknown): LabError =>
  refusal(`${archive} is not a zip that can be read (${cause instanceof Error ? cause.message : String(cause)})`);
