/**
 * Opens a scene that somebody brings: GeoJSON footprints, a Mitsuba XML scene with its meshes, one PLY mesh, or a zip of
 * any of them. It sees files as named readers of bytes, so it runs in a page, in a worker and in a terminal alike, and it
 * judges them by what they hold.
 */
import { LabError } from '../../errors/lab-error.ts';
import type { Scene } from '../scene.ts';
import type { ContentKind } from './content-kind.ts';
import { contradictsName, describeContent, HEAD_BYTES, recogniseContent } from './content-kind.ts';
import { refuseCrowdedEdges } from './crowded-edges.ts';
import { dropDuplicateFaces } from './duplicate-faces.ts';
import { importGeoJson } from './geojson.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';
import { importMitsuba } from './mitsuba.ts';
import { importPly } from './ply-scene.ts';
import type { SceneFile } from './scene-file.ts';
import { decodeText, folderOf, readBytes, readWhole, resolvePath } from './scene-file.ts';
import type { SceneImport } from './scene-import.ts';
import { RepairReport } from './scene-import.ts';
import { refuseTooLarge } from './size-limit.ts';
import { unzipFiles } from './unzip.ts';

/** What is to be opened. */
export interface SceneSource {
  /** How errors call all of it: the name of the file, folder or zip; also the scene's id. */
  readonly name: string;
  /** Its files, in any order. */
  readonly files: readonly SceneFile[];
  /** Reads a file that the scene names and `files` does not list; the path is relative to the file that names it. */
  readonly readBeside?: (path: string) => Promise<Uint8Array>;
}

/** A file, and what it was recognised as. */
interface Recognised {
  readonly file: SceneFile;
  readonly kind: ContentKind;
  readonly head: Uint8Array;
}

/** What editors, notebooks and macOS leave behind: copies of a scene, not another one. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/)/;

/** How many files are looked into at a time. */
const FILES_AT_A_TIME = 64;

/**
 * Imports a scene.
 *
 * @param source the files
 * @param control progress and cancellation; whoever cancels keeps what was open
 * @throws LabError `bad-file` or `bad-scene`, naming file and element; `cancelled`
 */
export async function importScene(source: SceneSource, control: ImportControl = {}): Promise<SceneImport> {
  const root = await findRoot(source, control);
  if (root.kind !== 'zip') return refuseUntraceable(await openRoot(root, source, control));
  const files = await unzipFiles(await readWhole(root.file), root.file.name, control);
  const inner: SceneSource = { name: source.name, files };
  const innerRoot = await findRoot(inner, control);
  if (innerRoot.kind === 'zip') {
    throw new LabError(
      'bad-file',
      `${root.file.name} holds another zip, ${innerRoot.file.name}.`,
      'Unpack the outer one first.',
    );
  }
  return refuseUntraceable(await openRoot(innerRoot, inner, control));
}

/** What would keep the tracer busy for minutes, without a place to stop. */
function refuseUntraceable(imported: SceneImport): SceneImport {
  const { id, mesh } = imported.scene;
  refuseTooLarge({ triangles: mesh.indices.length / 3, vertices: mesh.positions.length / 3 }, `${id} has`);
  refuseCrowdedEdges(mesh, id);
  return imported;
}

/** Opens the file that the scene starts from. */
async function openRoot(root: Recognised, source: SceneSource, control: ImportControl): Promise<SceneImport> {
  const { file, kind } = root;
  const bytes = await readWhole(file);
  const name = displayName(source, file);
  switch (kind) {
    case 'geojson':
    case 'json':
      return importGeoJson({ text: decodeText(bytes, name), file: name, control });
    case 'mitsuba':
    case 'xml': {
      const readFile = meshReader(file, source);
      return mendSheets(await importMitsuba({ xml: decodeText(bytes, name), file: name, readFile, control }));
    }
    case 'ply':
      await checkIn(control, 'Reading the mesh', 0);
      return mendSheets(importPly(bytes, name), ['The mesh names no material: all of it is taken as concrete.']);
    case 'zip':
    case 'zarr':
    case 'empty':
    case 'unknown':
      throw new Error(`${kind} is no scene`);
    default:
      return kind satisfies never;
  }
}

/** How errors and the scene's id call a file: with the name of what it came in before it, but never twice. */
function displayName(source: SceneSource, file: SceneFile): string {
  if (source.name.replace(/^.*[\\/]/, '') === file.name) return source.name;
  return file.name.startsWith(`${source.name}/`) ? file.name : `${source.name}/${file.name}`;
}

/** Reads what an XML scene names: from the given files, else from beside it. */
function meshReader(root: SceneFile, source: SceneSource): (path: string) => Promise<Uint8Array> {
  const byName = new Map(source.files.map((file) => [file.name, file]));
  return (path) => {
    const { readBeside } = source;
    const inside = resolvePath(folderOf(root.name), path);
    const file = inside === null ? undefined : byName.get(inside);
    if (file) return readWhole(file);
    if (readBeside) return readBeside(path.replaceAll('\\', '/'));
    const reason = inside === null ? 'the path leads out of the folder' : 'it is not among the files';
    return Promise.reject(new Error(reason));
  };
}

/** What every mesh scene needs; its surfaces are sheets, so the way round of a face means nothing and holes do no harm. */
function mendSheets(scene: Scene, assumptions: readonly string[] = []): SceneImport {
  const { mesh, dropped } = dropDuplicateFaces(scene.mesh);
  const report = new RepairReport();
  report.add('Left out triangles without area', scene.droppedTriangles);
  report.add('Left out triangles that lay twice in the same place', dropped);
  return { scene: { ...scene, mesh }, repairs: [...assumptions, ...report.sentences()], origin: null };
}

/** The one file that the scene starts from; names only decide what is looked into first. */
async function findRoot(source: SceneSource, control: ImportControl): Promise<Recognised> {
  const { name } = source;
  const files = source.files.length > 1 ? source.files.filter((file) => !HIDDEN.test(file.name)) : source.files;
  if (files.length === 0) {
    throw new LabError('bad-file', `${name} holds no files.`, 'Give a folder with a scene in it.');
  }
  const isMesh = (file: SceneFile): boolean => file.name.toLowerCase().endsWith('.ply');
  const others = await recogniseAll(
    files.filter((file) => !isMesh(file)),
    control,
  );
  const scenes = others.filter(({ kind }) => kind === 'mitsuba' || kind === 'geojson' || kind === 'zip');
  if (scenes.length > 0) return onlyOne(scenes, name);
  // No scene description: then a mesh is one, and after it whatever might be one when it is read.
  const rest = [...others, ...(await recogniseAll(files.filter(isMesh), control))];
  for (const kinds of [['mitsuba', 'geojson', 'zip'], ['ply'], ['xml', 'json']] as const) {
    const found = rest.filter(({ kind }) => (kinds as readonly ContentKind[]).includes(kind));
    if (found.length > 0) return onlyOne(found, name);
  }
  const stored = rest.find(({ kind }) => kind === 'zarr');
  const { file, kind, head } = stored ?? rest[0];
  const subject = stored ? name : file.name;
  throw new LabError(
    'bad-file',
    files.length > 1 && !stored
      ? `${name} holds ${files.length} files, but no scene among them.`
      : kind === 'empty'
        ? `${file.name} is empty.`
        : `${subject} is no scene: it holds ${describeContent(kind, head)}.`,
    'Give GeoJSON footprints, a Mitsuba XML scene with its meshes, a PLY mesh, or a zip of one of them.',
  );
}

/** @throws LabError `bad-file` where several files could be meant, or where the name of the only one promises another kind */
function onlyOne(found: readonly Recognised[], name: string): Recognised {
  if (found.length > 1) {
    const names = found.slice(0, 3).map(({ file }) => file.name);
    throw new LabError(
      'bad-file',
      `${name} holds ${found.length} files that could each be the scene: ${names.join(', ')}${found.length > 3 ? ', …' : ''}.`,
      found[0].kind === 'ply' ? 'Add the Mitsuba XML that names the meshes, or give one mesh.' : 'Give one of them.',
    );
  }
  const [{ file, kind, head }] = found;
  if (contradictsName(file.name, kind)) {
    throw new LabError(
      'bad-file',
      `${file.name} is not what its name says: it holds ${describeContent(kind, head)}.`,
      'Rename it if that is what you meant.',
    );
  }
  return found[0];
}

async function recogniseAll(files: readonly SceneFile[], control: ImportControl): Promise<Recognised[]> {
  const recognised: Recognised[] = [];
  for (let start = 0; start < files.length; start += FILES_AT_A_TIME) {
    await checkIn(control, 'Looking at the files', start / files.length);
    const group = files.slice(start, start + FILES_AT_A_TIME);
    recognised.push(
      ...(await Promise.all(
        group.map(async (file) => {
          const head = file.size === 0 ? new Uint8Array() : await readBytes(file, HEAD_BYTES);
          return { file, kind: recogniseContent(head), head };
        }),
      )),
    );
  }
  return recognised;
}
