import { describe, expect, it } from 'vitest';
import { LabError } from '../../errors/lab-error.ts';
import { createRandom } from '../../numerics/random.ts';
import type { Scene } from '../scene.ts';
import { importMitsuba } from './mitsuba.ts';
import { parsePly } from './ply.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEADER = `ply
format ascii 1.0
comment by hand
element vertex 4
property float x
property float y
property float z
element face 1
property list uchar int vertex_indices
end_header
`;
const SQUARE = `${HEADER}0 0 0\n2 0 0\n2 1 0\n0 1 0\n4 0 1 2 3\n`;

/** The same square with extra properties, either byte order. */
function binarySquare(little: boolean): Uint8Array {
  const header = encode(
    `ply\nformat binary_${little ? 'little' : 'big'}_endian 1.0\nelement vertex 4\nproperty double x\nproperty float u\n` +
      'property float y\nproperty short z\nelement face 1\nproperty uchar flag\nproperty list uint8 uint16 vertex_index\nend_header\n',
  );
  const body = new DataView(new ArrayBuffer(4 * 18 + 10));
  let at = 0;
  for (const [x, y] of [
    [0, 0],
    [2, 0],
    [2, 1],
    [0, 1],
  ]) {
    body.setFloat64(at, x, little);
    body.setFloat32(at + 8, 99, little);
    body.setFloat32(at + 12, y, little);
    body.setInt16(at + 16, 0, little);
    at += 18;
  }
  body.setUint8(at, 7);
  body.setUint8(at + 1, 4);
  for (let i = 0; i < 4; i++) body.setUint16(at + 2 + 2 * i, i, little);
  return new Uint8Array([...header, ...new Uint8Array(body.buffer)]);
}

const scene = (body: string): string => `<scene version="2.1.0">${body}</scene>`;
const CONCRETE = '<bsdf type="twosided" id="mat-itu_concrete"><bsdf type="diffuse"/></bsdf>';
const shape = (inner = '', material = '<ref id="mat-itu_concrete" name="bsdf"/>'): string =>
  `<shape type="ply" id="mesh-floor"><string name="filename" value="meshes/floor.ply"/>${material}${inner}</shape>`;

function load(
  xml: string,
  files: Readonly<Record<string, string | Uint8Array>> = { 'meshes/floor.ply': SQUARE },
): Promise<Scene> {
  return importMitsuba({
    xml,
    file: 'town.xml',
    readFile: (path) => {
      if (!Object.hasOwn(files, path)) return Promise.reject(new Error('no such file'));
      const content = files[path];
      return Promise.resolve(typeof content === 'string' ? encode(content) : content);
    },
  });
}

async function refusal(load: Promise<unknown>): Promise<LabError> {
  try {
    await load;
  } catch (cause) {
    if (cause instanceof LabError) return cause;
    throw cause;
  }
  throw new Error('nothing was refused');
}

describe('parsePly', () => {
  it('reads ascii and both binary byte orders, extra properties, and cuts polygons', () => {
    for (const bytes of [
      encode(SQUARE),
      encode(SQUARE.replaceAll('\n', '\r\n')),
      binarySquare(true),
      binarySquare(false),
    ]) {
      const mesh = parsePly(bytes, 'square.ply');
      expect([...mesh.positions]).toEqual([0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0]);
      expect([...mesh.indices]).toEqual([0, 1, 2, 0, 2, 3]);
    }
  });

  it('reads numbers in text exactly as JavaScript does, however they are written', () => {
    const random = createRandom(3);
    const written = ['-0', '.5', '5.', '+7', '1e3', '-2.5E-4', '0.1', '123456789012345678', '1234567.0123456789012345'];
    for (let i = 0; i < 2991; i++) {
      const value = (random.uniform() - 0.5) * 10 ** Math.floor(random.uniform() * 9);
      written.push([String(value), value.toFixed(6), value.toFixed(14), value.toExponential(9)][i % 4]);
    }
    const text = HEADER.replace('vertex 4', 'vertex 1000') + written.join(' \n\t') + '\n3 0 1 2';
    const { positions } = parsePly(encode(text), 'a.ply');
    expect([...positions]).toEqual(written.map(Number));
  });

  it.each([
    ['nothing', '', /not a PLY/],
    ['another format', 'OFF\n4 1 0\n', /not a PLY/],
    ['no end of header', SQUARE.slice(0, 60), /end_header/],
    ['a made-up type', SQUARE.replace('float x', 'real x'), /header line 5/],
    ['no y', SQUARE.replace('float y', 'float v'), /property "y"/],
    ['a vertex of letters', SQUARE.replace('2 1 0', '2 1x 0'), /"vertex", row 2: y is not a finite number/],
    ['a vertex of signs', SQUARE.replace('2 1 0', '2 - 0'), /"vertex", row 2: y is not a finite number/],
    ['a vertex that is NaN', SQUARE.replace('2 1 0', '2 nan 0'), /"vertex", row 2: y is not a finite number/],
    ['an index too high', SQUARE.replace('4 0 1 2 3', '4 0 1 2 9'), /"face", row 0: vertex index 9/],
    ['a face of two', SQUARE.replace('4 0 1 2 3', '2 0 1'), /face of 2/],
    ['an early end', SQUARE.replace('4 0 1 2 3', '4 0 1'), /"face", row 0: the file ends/],
    [
      'a dishonest count',
      SQUARE.replace('vertex 4', 'vertex 4000000000'),
      /too short for 4000000000 rows of element "vertex"/,
    ],
    ['a dishonest count of faces', SQUARE.replace('face 1', 'face 4000000000'), /too short for 4000000000 .* "face"/],
    [
      'an element without properties',
      SQUARE.replace('end_header', 'element label 9007199254740991\nend_header'),
      /element "label" has no properties/,
    ],
    [
      'faces without properties',
      SQUARE.replace('property list uchar int vertex_indices\n', ''),
      /element "face" has no properties/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsePly(encode(text), 'a.ply')).toThrow(message);
    expect(() => parsePly(encode(text), 'a.ply')).toThrow(LabError);
    expect(() => parsePly(encode(text), 'a.ply')).toThrow('a.ply');
  });

  it('refuses more rows than can be read in a few seconds', () => {
    const header = SQUARE.slice(0, SQUARE.indexOf('0 0 0'))
      .replace('vertex 4', 'vertex 5000001')
      .replace('ascii', 'binary_little_endian');
    const bytes = new Uint8Array(header.length + 12 * 5_000_001 + 17);
    bytes.set(encode(header));
    expect(() => parsePly(bytes, 'a.ply')).toThrow(/5000001 rows of element "vertex"; the limit is 5000000/);
  });

  it('refuses a binary file that is cut short', () => {
    expect(() => parsePly(binarySquare(true).slice(0, -3), 'a.ply')).toThrow(/"face", row 0: the file ends here/);
    expect(() => parsePly(binarySquare(true).slice(0, -40), 'a.ply')).toThrow(
      /too short for 4 rows of element "vertex"/,
    );
  });
});

describe('importMitsuba', () => {
  it('takes the material from the id of a bsdf', async () => {
    const { objects, materials, mesh, id } = await load(scene(CONCRETE + shape()));
    expect(id).toBe('town.xml');
    expect(objects).toEqual([{ name: 'floor', material: 0, role: 'ground', solid: false }]);
    expect(materials[0]).toMatchObject({ name: 'concrete', thickness: 0.1 });
    expect(mesh.indices).toHaveLength(6);
  });

  it('takes the material from an itu-radio-material, in its place or nested', async () => {
    const glass =
      '<bsdf type="itu-radio-material" id="m"><string name="type" value="glass"/><float name="thickness" value="0.02"/></bsdf>';
    const apart = await load(scene(glass + shape('', '<ref id="m" name="bsdf"/>')));
    const nested = await load(scene(shape('', glass)));
    expect(apart.materials[0]).toMatchObject({ name: 'glass', thickness: 0.02 });
    expect(nested.materials).toEqual(apart.materials);
  });

  it('moves shapes as to_world says, in order, and passes over cameras', async () => {
    const camera =
      '<sensor type="perspective"><transform name="to_world"><translate value="9 9 9"/></transform><film type="f"><string name="filename" value="x"/></film></sensor>';
    const moved = await load(
      scene(
        `<default name="h" value="3"/>${camera}${CONCRETE}` +
          shape(
            '<transform name="to_world"><scale value="2"/><rotate z="1" angle="90"/><translate x="1" y="0" z="$h"/></transform>',
          ),
      ),
    );
    // (2, 1, 0) → (4, 2, 0) → (−2, 4, 0) → (−1, 4, 3)
    expect(moved.mesh.positions.slice(6, 9)).toBeAllclose([-1, 4, 3]);
  });

  it('drops triangles without area and counts them', async () => {
    const withSliver = SQUARE.replace('face 1', 'face 3').concat('3 0 1 1\n3 2 3 2\n');
    const { droppedTriangles, mesh } = await load(scene(CONCRETE + shape()), { 'meshes/floor.ply': withSliver });
    expect(droppedTriangles).toBe(2);
    expect(mesh.indices).toHaveLength(6);
  });

  it.each([
    ['text', 'no xml at all', 'bad-file', /town.xml/],
    ['an open tag', scene(CONCRETE + shape()).slice(0, -9), 'bad-file', /not well-formed/],
    ['two roots', '<scene version="2.1.0"/><scene/>', 'bad-file', /town.xml/],
    ['another root', '<svg/>', 'bad-file', /<svg>/],
    ['a doctype', '<!DOCTYPE scene [<!ENTITY a "b">]><scene/>', 'bad-file', /document type/],
    ['an entity', '<scene>&bomb;</scene>', 'bad-file', /not well-formed/],
    [
      'defaults that burst',
      scene(
        '<default name="x0" value="lol"/>' +
          Array.from({ length: 40 }, (_, i) => `<default name="x${i + 1}" value="$x${i}$x${i}"/>`).join(''),
      ),
      'bad-file',
      /"value" of <default> is longer than 10000 characters/,
    ],
    ['no surfaces', scene(CONCRETE), 'bad-scene', /town.xml.*no surfaces/],
    ['a missing bsdf', scene(shape()), 'bad-scene', /"mesh-floor".*"mat-itu_concrete"/],
    ['no material', scene(CONCRETE + shape('', '')), 'bad-scene', /"mesh-floor" has no material/],
    [
      'a bsdf of light alone',
      scene('<bsdf type="diffuse" id="red"/>' + shape('', '<ref id="red"/>')),
      'bad-scene',
      /"red" names no radio material/,
    ],
    [
      'an unknown material',
      scene(CONCRETE.replace('concrete', 'cheese') + shape('', '<ref id="mat-itu_cheese"/>')),
      'bad-scene',
      /cheese/,
    ],
    ['a mesh that is not there', scene(CONCRETE + shape().replace('floor.ply', 'gone.ply')), 'bad-file', /gone.ply/],
    [
      'a shape that is no mesh',
      scene(CONCRETE + shape().replace('"ply"', '"sphere"')),
      'bad-scene',
      /"mesh-floor" is of type "sphere"/,
    ],
    [
      'a bad transform',
      scene(CONCRETE + shape('<transform name="to_world"><translate x="far"/></transform>')),
      'bad-file',
      /<translate> of shape "mesh-floor"/,
    ],
    [
      'a bad thickness',
      scene('<bsdf id="m"><float name="thickness" value="-1"/></bsdf>'),
      'bad-file',
      /thickness "-1"/,
    ],
  ])('refuses %s', async (_, xml, code, message) => {
    const error = await refusal(load(xml));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it('refuses what is nested deeper than any scene, by file and line, however deep', async () => {
    const nested = (depth: number): string =>
      scene(`\n${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}${CONCRETE}${shape()}`);
    expect((await load(nested(63))).objects).toHaveLength(1);
    for (const depth of [64, 300_000]) {
      const error = await refusal(load(nested(depth)));
      expect(error.code).toBe('bad-file');
      expect(error.message).toBe('town.xml, line 2: <a> lies more than 64 elements deep.');
    }
  });

  it('reads a long description in slices, wherever they are cut, and can be stopped between them', async () => {
    const whole = await load(scene(CONCRETE + shape().replace('mesh-floor', 'mesh-floor 🏠 &lt;a&gt;')));
    expect(whole.objects[0].name).toBe('floor 🏠 <a>');
    const tail = `${CONCRETE}${shape().replace('mesh-floor', 'mesh-floor 🏠 &lt;a&gt;')}`;
    for (let into = 0; into < tail.length; into += 9) {
      const padding = ' '.repeat(65_536 - scene('').indexOf('</scene>') - into);
      expect((await load(scene(padding + tail))).objects).toEqual(whole.objects);
    }
    const controller = new AbortController();
    const fractions: number[] = [];
    const stopped = importMitsuba({
      xml: scene(' '.repeat(200_000)),
      file: 'town.xml',
      readFile: () => Promise.reject(new Error('never asked')),
      control: {
        signal: controller.signal,
        onProgress: ({ fraction }) => {
          if (fractions.push(fraction) === 2) controller.abort();
        },
      },
    });
    expect((await refusal(stopped)).code).toBe('cancelled');
    expect(fractions).toEqual([0, 65_536 / scene(' '.repeat(200_000)).length]);
  });

  it('reads a mesh that several shapes name once, and leaves it as it was for the next', async () => {
    const asked: string[] = [];
    const to = (x: number): string => shape(`<transform name="to_world"><translate x="${x}"/></transform>`);
    const { mesh } = await importMitsuba({
      // More shapes than are read in one go.
      xml: scene(CONCRETE + Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? to(10 * i) : shape())).join('')),
      file: 'town.xml',
      readFile: (path) => {
        asked.push(path);
        return Promise.resolve(encode(SQUARE));
      },
    });
    expect(asked).toEqual(['meshes/floor.ply']);
    const wests = Array.from({ length: 40 }, (_, i) => mesh.positions[12 * i]);
    expect(wests).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 10 * i : 0)));
  });

  it.each([
    ['triangles', 1000, 4, 251, '251,000 triangles; the limit is 250,000'],
    ['vertices', 1, 5000, 151, '755,000 vertices; the limit is 750,000'],
  ])(
    'refuses too many %s at the shape that brings them, not when all is built',
    async (_, faces, vertices, at, words) => {
      const header = HEADER.replace('vertex 4', `vertex ${vertices}`).replace('face 1', `face ${faces}`);
      const rows = `0 0 0\n1 0 0\n0 1 0\n${'0 0 0\n'.repeat(vertices - 3)}`;
      const ply = header + rows + '3 0 1 2\n'.repeat(faces);
      // The last shape names no file: whoever counts at the end hears of that instead.
      const xml = scene(
        CONCRETE + `\n${shape()}`.repeat(at) + '\n'.repeat(100) + shape().repeat(40) + '<shape type="ply"/>',
      );
      const error = await refusal(load(xml, { 'meshes/floor.ply': ply }));
      expect(error.message).toBe(`town.xml, line ${at + 1}: shape "mesh-floor" brings the scene to ${words}.`);
      expect(error.code).toBe('bad-scene');
    },
  );

  it('names XML and mesh when a mesh is broken', async () => {
    const error = await refusal(
      load(scene(CONCRETE + shape()), { 'meshes/floor.ply': SQUARE.replace('2 1 0', '2 inf 0') }),
    );
    expect(error.code).toBe('bad-file');
    expect(error.message).toContain('town.xml → meshes/floor.ply');
    expect(error.message).toContain('row 2');
  });
});
