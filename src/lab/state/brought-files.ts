/** Files that somebody brings: a drop walked through its folders, or what a file dialogue gave. */
import { LabError } from '../../errors/lab-error.ts';

/** What the engine is asked to open. */
export interface BroughtFiles {
  /** Name of the file or folder, or of the first of several. */
  readonly name: string;
  /** `path` lies within what was brought, with "/" between folders. */
  readonly files: readonly { readonly path: string; readonly file: Blob }[];
}

/** More files than this are no scene but a disk. */
export const MAXIMUM_FILES = 20_000;

/** The part of a dropped item that matters. */
export interface DroppedItem {
  readonly kind: string;
  webkitGetAsEntry(): FileSystemEntry | null;
  getAsFile(): File | null;
}

/**
 * Reads what was dropped. The items are looked at before this returns: a browser empties them after the event.
 *
 * @param items of the drop's `DataTransfer`
 * @throws LabError 'bad-file' where nothing in it is a file, a folder cannot be read, or there is no end of files
 */
export async function readDrop(items: Iterable<DroppedItem>): Promise<BroughtFiles> {
  const roots: { readonly entry: FileSystemEntry | null; readonly file: File | null }[] = [];
  for (const item of items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    roots.push({ entry, file: entry ? null : item.getAsFile() });
  }
  const files: { path: string; file: Blob }[] = [];
  const names: string[] = [];
  for (const { entry, file } of roots) {
    if (entry) {
      names.push(entry.name);
      await walk(entry, files);
    } else if (file) {
      names.push(file.name);
      files.push({ path: file.name, file });
    }
  }
  return gathered(names, files);
}

/**
 * Reads what a file dialogue gave; of a folder, every file knows its path in it.
 *
 * @throws LabError 'bad-file' for an empty folder, or where there is no end of files
 */
export function readChosen(chosen: Iterable<File>): BroughtFiles {
  const files = Array.from(chosen, (file) => ({ path: file.webkitRelativePath || file.name, file }));
  return gathered([...new Set(files.map(({ path }) => path.split('/', 1)[0]))], files);
}

function gathered(names: readonly string[], files: BroughtFiles['files']): BroughtFiles {
  if (files.length === 0) {
    throw new LabError(
      'bad-file',
      names.length > 0 ? `${names.join(', ')} holds no files.` : 'Nothing that was dropped is a file.',
      'Bring GeoJSON footprints, a Mitsuba folder, a PLY mesh, or a zip of one of them.',
    );
  }
  checkCount(files.length);
  return { name: names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} more`, files };
}

function checkCount(count: number): void {
  if (count <= MAXIMUM_FILES) return;
  throw new LabError(
    'bad-file',
    `More than ${MAXIMUM_FILES} files were brought.`,
    'Bring the folder of one scene, not everything around it.',
  );
}

async function walk(entry: FileSystemEntry, files: { path: string; file: Blob }[]): Promise<void> {
  if (isFile(entry)) {
    checkCount(files.length + 1);
    files.push({ path: entry.fullPath.replace(/^\/+/, ''), file: await asked(entry, (a, b) => entry.file(a, b)) });
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  // A reader hands over about a hundred entries at a time, and none once it has handed over all.
  for (;;) {
    const some = await asked<FileSystemEntry[]>(entry, (a, b) => reader.readEntries(a, b));
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, files);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A call of the old kind, with two callbacks, as a promise. */
function asked<T>(
  entry: FileSystemEntry,
  call: (done: (value: T) => void, failed: (cause: DOMException) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    call(resolve, (cause) =>
      reject(
        new LabError(
          'bad-file',
          `${entry.fullPath} cannot be read (${cause.message}).`,
          'Check that it is still there and that you may read it.',
        ),
      ),
    );
  });
}
