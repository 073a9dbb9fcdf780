/** Scenes in the Mitsuba XML + PLY form that Sionna RT uses. Meshes come in as sheets: nothing in them is declared solid. */
import { LabError } from '../../errors/lab-error.ts';
import type { RadioMaterial } from '../materials.ts';
import { createMaterial, DEFAULT_THICKNESS } from '../materials.ts';
import { SceneBuilder } from '../scene-builder.ts';
import type { ObjectRole, Scene } from '../scene.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';
import type { MitsubaMaterial, MitsubaShape } from './mitsuba-xml.ts';
import { parseMitsubaXml } from './mitsuba-xml.ts';
import { meshSceneAttribution } from './openstreetmap.ts';
import type { PlyMesh } from './ply.ts';
import { parsePly } from './ply.ts';
import { refuseTooLarge } from './size-limit.ts';
import { IDENTITY, transformPositions } from './transforms.ts';

/** How to read a Mitsuba scene. */
export interface MitsubaImport {
  /** The XML text. */
  readonly xml: string;
  /** What to call the XML file in errors; also the scene's id. */
  readonly file: string;
  /** Gives the bytes of a file named in the XML, relative to it. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Progress and cancellation. */
  readonly control?: ImportControl;
}

/** How many meshes are read at a time; between two such groups everybody else has a turn. */
const MESHES_AT_A_TIME = 32;

/**
 * Imports a scene. A material is an `itu-radio-material` with a `type`, or named by its id: `mat-itu_<material>`.
 *
 * @param request the XML and how to reach its meshes
 * @throws LabError `bad-file` or `bad-scene`, naming file and element
 */
export async function importMitsuba(request: MitsubaImport): Promise<Scene> {
  const { xml, file, readFile, control = {} } = request;
  const { materials, shapes } = await parseMitsubaXml(xml, file, control);
  const builder = new SceneBuilder();
  const known = new Map<MitsubaMaterial, RadioMaterial>();
  /** By the path that the XML names; a mesh that stands in many places is read once. */
  const meshes = new Map<string, PlyMesh>();
  const size = { triangles: 0, vertices: 0 };
  for (let start = 0; start < shapes.length; start += MESHES_AT_A_TIME) {
    await checkIn(control, 'Reading meshes', start / shapes.length);
    const group = shapes.slice(start, start + MESHES_AT_A_TIME).map((shape) => {
      const where = `${file}, line ${shape.line}: shape "${shape.id}"`;
      if (shape.type !== 'ply' || shape.filename === '') {
        throw new LabError(
          'bad-scene',
          shape.type === 'ply' ? `${where} names no file.` : `${where} is of type "${shape.type}".`,
          'Export every shape as a PLY mesh.',
        );
      }
      const described = resolveMaterial(shape, materials, where);
      let material = known.get(described);
      if (!material) known.set(described, (material = radioMaterial(described, where)));
      return { shape, where, material };
    });
    const unread = new Map<string, string>();
    for (const { shape, where } of group) {
      if (!meshes.has(shape.filename) && !unread.has(shape.filename)) unread.set(shape.filename, where);
    }
    const contents = new Map(
      await Promise.all(
        [...unread].map(async ([path, where]) => [path, await readMesh(readFile, path, where)] as const),
      ),
    );
    for (const { shape, where, material } of group) {
      const content = contents.get(shape.filename);
      let mesh = meshes.get(shape.filename);
      if (!mesh) meshes.set(shape.filename, (mesh = parsePly(content!, `${file} → ${shape.filename}`)));
      // Before anything is built of it: a small file can name a large mesh any number of times.
      size.triangles += mesh.indices.length / 3;
      size.vertices += mesh.positions.length / 3;
      refuseTooLarge(size, `${where} brings the scene to`);
      const positions = shape.toWorld === IDENTITY ? mesh.positions : transformPositions(mesh.positions, shape.toWorld);
      const name = shape.id.replace(/^mesh-/, '') || shape.filename;
      builder.beginObject(name, material, guessRole(name));
      builder.addTriangles(positions, mesh.indices);
    }
  }
  const title = file.replace(/^.*[\\/]/, '').replace(/\.xml$/i, '');
  const attribution = meshSceneAttribution(title, xml);
  return builder.build({ id: file, title, summary: `Imported from ${file}.`, attribution });
}

async function readMesh(readFile: MitsubaImport['readFile'], path: string, where: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new LabError(
      'bad-file',
      `${where}: "${path}" cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`,
      'Put the meshes where the XML says they are.',
    );
  }
}

function resolveMaterial(
  shape: MitsubaShape,
  materials: ReadonlyMap<string, MitsubaMaterial>,
  where: string,
): MitsubaMaterial {
  if (typeof shape.material !== 'string') return shape.material;
  const found = materials.get(shape.material);
  if (found) return found;
  throw new LabError(
    'bad-scene',
    shape.material === ''
      ? `${where} has no material.`
      : `${where} refers to <bsdf> "${shape.material}", which is not there.`,
    'Give each shape a <ref> to a <bsdf> of the scene.',
  );
}

function radioMaterial(described: MitsubaMaterial, where: string): RadioMaterial {
  const name = described.type !== '' ? described.type : /^(?:mat-)?itu[_-](.+)$/.exec(described.id)?.[1];
  if (name === undefined) {
    throw new LabError(
      'bad-scene',
      `${where}: <bsdf> "${described.id}" names no radio material.`,
      'Use <bsdf type="itu-radio-material"> with a type, or an id such as "mat-itu_concrete".',
    );
  }
  try {
    return createMaterial(name, described.thickness ?? DEFAULT_THICKNESS);
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    throw new LabError('bad-scene', `${where}: ${cause.message}`, cause.hint);
  }
}

/** The map's colours only: what a mesh most likely is, by its name. */
function guessRole(name: string): ObjectRole {
  if (/ground|floor|terrain/i.test(name)) return 'ground';
  if (/ceiling/i.test(name)) return 'ceiling';
  if (/wall|box|room/i.test(name)) return 'wall';
  if (/screen|reflector|wedge/i.test(name)) return 'obstacle';
  return 'building';
}
