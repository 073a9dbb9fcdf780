/** Reads what a ray tracer needs from a Mitsuba XML scene description: materials, shapes, and where they stand. */
import { SaxesParser } from 'saxes';
import { LabError } from '../../errors/lab-error.ts';
import type { ImportControl } from './import-control.ts';
import { checkIn } from './import-control.ts';
import type { Matrix } from './transforms.ts';
import { IDENTITY, matrixFromElement, multiplyMatrices } from './transforms.ts';

/** A `<bsdf>`, as far as radio is concerned. */
export interface MitsubaMaterial {
  readonly id: string;
  /** The `type` string of an `itu-radio-material`, or an empty string. */
  type: string;
  /** Metres, or undefined where nothing is said. */
  thickness: number | undefined;
}

/** A `<shape>` that holds a mesh file. */
export interface MitsubaShape {
  readonly id: string;
  readonly type: string;
  filename: string;
  /** Id of its `<bsdf>`, or the nested one itself. */
  material: string | MitsubaMaterial;
  /** Row-major 4×4 matrix to world coordinates. */
  toWorld: Matrix;
  /** Line of its opening tag. */
  readonly line: number;
}

/** A scene description. */
export interface MitsubaDescription {
  readonly materials: ReadonlyMap<string, MitsubaMaterial>;
  readonly shapes: readonly MitsubaShape[];
}

/**
 * Parses the XML. Sensors, emitters and integrators are passed over; `$name` is replaced by its `<default>`.
 *
 * @param xml the whole file
 * @param file what to call it in errors
 * @param control progress and cancellation
 * @throws LabError `bad-file` for XML that is not well formed, has a document type (so no entity tricks), is nested deeper
 *   than any scene, or is none; `cancelled`
 */
export async function parseMitsubaXml(
  xml: string,
  file: string,
  control: ImportControl = {},
): Promise<MitsubaDescription> {
  const materials = new Map<string, MitsubaMaterial>();
  const shapes: MitsubaShape[] = [];
  const defaults = new Map<string, string>();
  /** For each open element, the thing that its content is about: the innermost of `OWNERS`. */
  const owners: string[] = [];
  const openShapes: MitsubaShape[] = [];
  let material: MitsubaMaterial | undefined;
  let materialDepth = 0;
  let sawScene = false;
  const parser = new SaxesParser();
  const broken = (what: string): LabError =>
    new LabError('bad-file', `${file}, line ${parser.line}: ${what}.`, 'Give a Mitsuba XML scene, version 2.1.');

  parser.on('error', (cause) => {
    throw new LabError(
      'bad-file',
      `${file} is not well-formed XML: ${cause.message.replace(/\.$/, '')} (line:column first).`,
      'Repair the XML.',
    );
  });
  parser.on('doctype', () => {
    throw broken('a document type declaration is not accepted');
  });
  parser.on('opentag', (tag) => {
    const attributes: Record<string, string> = {};
    for (const [name, value] of Object.entries(tag.attributes)) {
      const filled = value.replace(/\$(\w+)/g, (whole, key: string) => defaults.get(key) ?? whole);
      // Defaults made of defaults double with every line, as the entities of a document type would.
      if (filled.length > MAXIMUM_VALUE)
        throw broken(`"${name}" of <${tag.name}> is longer than ${MAXIMUM_VALUE} characters`);
      attributes[name] = filled;
    }
    if (owners.length === 0) {
      if (tag.name !== 'scene') throw broken(`the outermost element is <${tag.name}>, not <scene>`);
      sawScene = true;
    }
    if (owners.length >= MAXIMUM_DEPTH) throw broken(`<${tag.name}> lies more than ${MAXIMUM_DEPTH} elements deep`);
    // Inside a sensor, emitter or texture everything belongs to that thing.
    const owner = OWNERS.has(tag.name) ? tag.name : (owners.at(-1) ?? '');
    owners.push(owner);
    const { name = '', value = '', id = '', type = '' } = attributes;
    const shape = openShapes.at(-1);
    switch (tag.name) {
      case 'default':
        if (!defaults.has(name)) defaults.set(name, value);
        break;
      case 'bsdf':
        if (material) break; // the inner part of a two-sided one
        material = { id, type: '', thickness: undefined };
        materialDepth = owners.length;
        if (shape) shape.material = material;
        else materials.set(id, material);
        break;
      case 'shape':
        openShapes.push({ id, type, filename: '', material: '', toWorld: IDENTITY, line: parser.line });
        break;
      case 'string':
        if (material && name === 'type') material.type = value;
        else if (shape && owner === 'shape' && name === 'filename') shape.filename = value;
        break;
      case 'float':
        if (material && name === 'thickness') {
          material.thickness = Number(value);
          if (!(material.thickness > 0)) throw broken(`<bsdf> "${material.id}" has thickness "${value}"`);
        }
        break;
      case 'ref':
        if (shape && !material && owner === 'shape') shape.material = id;
        break;
      case 'matrix':
      case 'translate':
      case 'scale':
      case 'rotate':
      case 'lookat': {
        if (!shape || owner !== 'shape') break;
        const step = matrixFromElement(tag.name, attributes);
        if (step === null) throw broken(`<${tag.name}> of shape "${shape.id}" cannot be read`);
        shape.toWorld = multiplyMatrices(step, shape.toWorld);
        break;
      }
      default:
        break;
    }
  });
  parser.on('closetag', (tag) => {
    if (tag.name === 'bsdf' && material && owners.length === materialDepth) material = undefined;
    if (tag.name === 'shape') {
      const shape = openShapes.pop()!;
      // A <shape type="merge"> only groups others.
      if (shape.type !== 'merge') shapes.push(shape);
    }
    owners.pop();
  });
  for (let start = 0; start < xml.length; start += SLICE) {
    await checkIn(control, 'Reading the scene description', start / xml.length);
    parser.write(xml.slice(start, start + SLICE));
  }
  parser.close();
  if (!sawScene) throw new LabError('bad-file', `${file} holds no <scene>.`, 'Give a Mitsuba XML scene.');
  return { materials, shapes };
}

/** No attribute of a scene is longer, characters: the longest are the sixteen numbers of a matrix. */
const MAXIMUM_VALUE = 10_000;

/** No scene nests deeper: a rotation of a texture of a material of a shape of a group lies six elements deep. */
const MAXIMUM_DEPTH = 64;

/** How much is read between two turns for everybody else, characters. */
const SLICE = 65_536;

/** Elements whose children are about themselves. */
const OWNERS: ReadonlySet<string> = new Set(['shape', 'sensor', 'emitter', 'integrator', 'bsdf', 'texture', 'film']);
