import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../errors/lab-error.ts';
import { SMALL_PLY as PLY, SMALL_XML as XML, smallGeoJson } from '../testing/small-files.ts';
import { importScene } from './import-scene.ts';
import type { SceneFile } from './scene-file.ts';
import { resolvePath, sceneFileFromBlob, sceneFileFromBytes } from './scene-file.ts';
import type { SceneImport } from './scene-import.ts';
import type { ZipLimits } from './unzip.ts';
import { unzipFiles, ZIP_LIMITS } from './unzip.ts';

const GEOJSON = smallGeoJson();
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0);

type Contents = Readonly<Record<string, string | Uint8Array>>;

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? strToU8(content) : content;
const filesOf = (contents: Contents): SceneFile[] =>
  Object.entries(contents).map(([name, content]) => sceneFileFromBytes(name, bytesOf(content)));
const zipOf = (contents: Contents): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, bytesOf(content)])));

/** One file by its own name, several as a folder called "town". */
const load = (contents: Contents): Promise<SceneImport> => {
  const names = Object.keys(contents);
  return importScene({ name: names.length === 1 ? names[0] : 'town', files: filesOf(contents) });
};

async function refusal(promise: Promise<unknown>): Promise<LabError> {
  try {
    await promise;
  } catch (cause) {
    if (cause instanceof LabError) return cause;
    throw cause;
  }
  throw new Error('nothing was refused');
}

describe('importScene', () => {
  it.each<[string, Contents, string]>([
    ['footprints', { 'town.geojson': GEOJSON }, 'town.geojson'],
    ['footprints without a telling name', { town: `\ufeff \n${GEOJSON}` }, 'town'],
    ['one mesh', { 'plate.ply': PLY }, 'plate.ply'],
    ['a folder', { 'town/a.xml': XML, 'town/meshes/plate.ply': PLY, 'town/README.md': '# Hi' }, 'town/a.xml'],
    ['a folder without its own name', { 'a.xml': XML, 'meshes/plate.ply': PLY }, 'town/a.xml'],
    ['a folder with an editor copy', { 'a.xml': XML, '.old/a.xml': XML, 'meshes/plate.ply': PLY }, 'town/a.xml'],
    ['a mesh among other things', { 'plate.ply': PLY, 'notes.txt': 'x', 'picture.png': PNG }, 'town/plate.ply'],
    ['a mesh under another name', { 'plate.mesh': PLY, 'notes.txt': 'x' }, 'town/plate.mesh'],
    ['backslashes in the XML', { 'a.xml': XML.replace('/plate', '\\plate'), 'meshes/plate.ply': PLY }, 'town/a.xml'],
    ['a zip of a folder', { 'z.zip': zipOf({ 'in/a.xml': XML, 'in/meshes/plate.ply': PLY }) }, 'z.zip/in/a.xml'],
    ['a zip of footprints', { 'z.zip': zipOf({ 'b.geojson': GEOJSON }) }, 'z.zip/b.geojson'],
    ['a zip with what macOS adds', { z: zipOf({ 'p.ply': PLY, '__MACOSX/._p.ply': PLY }) }, 'z/p.ply'],
  ])('opens %s', async (_, contents, id) => {
    const { scene, repairs } = await load(contents);
    expect(scene.id).toBe(id);
    expect(scene.mesh.indices.length).toBeGreaterThan(0);
    if (scene.title === 'plate') expect(repairs[0]).toMatch(/concrete/);
  });

  it('reads what lies beside a lone XML', async () => {
    const asked: string[] = [];
    const readBeside = (path: string): Promise<Uint8Array> => {
      asked.push(path);
      return Promise.resolve(strToU8(PLY));
    };
    const { scene } = await importScene({ name: 'some/a.xml', files: filesOf({ 'a.xml': XML }), readBeside });
    expect(scene.id).toBe('some/a.xml');
    expect(scene.title).toBe('a');
    expect(asked).toEqual(['meshes/plate.ply']);
  });

  it('reads blobs, as a page has them', async () => {
    const files = [
      sceneFileFromBlob('/town/a.xml', new Blob([XML])),
      sceneFileFromBlob('/town/meshes/plate.ply', new Blob([PLY])),
    ];
    expect((await importScene({ name: 'town', files })).scene.objects[0].name).toBe('plate');
  });

  it('leaves out faces that lie twice, in one mesh or two, and says so', async () => {
    const twice = PLY.replace('face 1', 'face 3').concat('3 2 1 0\n3 1 1 2\n');
    const { scene, repairs } = await load({ 'plate.ply': twice });
    expect(scene.mesh.indices).toHaveLength(6);
    expect(repairs.slice(1)).toEqual([
      'Left out triangles without area: 1.',
      'Left out triangles that lay twice in the same place: 1.',
    ]);
    const shape = /<shape.*<\/shape>/.exec(XML)![0];
    const two = XML.replace(shape, shape + shape.replace('mesh-plate', 'mesh-copy'));
    const both = await load({ 'a.xml': two, 'meshes/plate.ply': PLY });
    expect(both.scene.mesh.objectOfTriangle).toEqual(Uint32Array.of(0, 0));
    expect(both.repairs).toEqual(['Left out triangles that lay twice in the same place: 2.']);
  });

  it('takes sheets as they are: open, turned inside out, three faces on one edge', async () => {
    const fan = PLY.replace('vertex 4', 'vertex 5')
      .replace('face 1', 'face 3')
      .replace('4 0 1 2 3\n', '0 0 5\n3 0 1 2\n3 2 0 3\n3 0 2 4\n');
    const { scene, repairs } = await load({ 'fan.ply': fan });
    expect(scene.mesh.indices).toHaveLength(9);
    expect(scene.objects[0].solid).toBe(false);
    expect(repairs).toHaveLength(1);
  });

  it('refuses a fan whose leaves all share one edge', async () => {
    const leaves = 300;
    const rim = Array.from({ length: leaves }, (_, i) => `${Math.cos(0.02 * i)} ${Math.sin(0.02 * i)} 5\n`).join('');
    const faces = Array.from({ length: leaves }, (_, i) => `3 0 1 ${i + 2}\n`).join('');
    const head = PLY.slice(0, PLY.indexOf('-9'))
      .replace('vertex 4', `vertex ${leaves + 2}`)
      .replace('face 1', `face ${leaves}`);
    const error = await refusal(load({ 'fan.ply': `${head}0 0 0\n0 0 9\n${rim}${faces}` }));
    expect(error.message).toMatch(/fan\.ply: more than 100 triangles share the edge/);
  });

  it('credits OpenStreetMap for the published cities and for files that name it', async () => {
    const meshes = { 'meshes/plate.ply': PLY };
    const credit = '© OpenStreetMap contributors';
    expect((await load({ 'munich.xml': XML, ...meshes })).scene.attribution).toBe(credit);
    expect((await load({ 'a.xml': `<!-- from OpenStreetMap -->${XML}`, ...meshes })).scene.attribution).toBe(credit);
    expect((await load({ 'a.xml': XML, ...meshes })).scene.attribution).toBe('');
  });

  it.each<[string, Contents, RegExp]>([
    ['no files', {}, /town holds no files/],
    ['an empty file', { 'town.geojson': '' }, /town\.geojson is empty/],
    ['a picture', { 'town.png': PNG }, /it holds a PNG image/],
    ['a picture called GeoJSON', { 'town.geojson': PNG }, /town\.geojson is no scene: it holds a PNG image/],
    ['a mesh called XML', { 'town.xml': PLY }, /town\.xml is not what its name says: it holds a PLY mesh/],
    ['XML called GeoJSON', { 'town.geojson': XML }, /not what its name says: it holds a Mitsuba XML scene/],
    ['a zip called PLY', { 'town.ply': zipOf({ 'a.ply': PLY }) }, /not what its name says: it holds a zip archive/],
    ['GeoJSON called zip', { 'town.zip': GEOJSON }, /not what its name says: it holds GeoJSON/],
    ['a web page called XML', { 'town.xml': '<html><body/></html>' }, /town\.xml is no scene: it holds a web page/],
    ['a web page called GeoJSON', { 'town.geojson': '<!DOCTYPE html>\n<p>404' }, /it holds a web page/],
    ['other XML called XML', { 'town.xml': '<feed/>' }, /outermost element is <feed>/],
    ['text called PLY in a scene', { 'a.xml': XML, 'meshes/plate.ply': 'hello' }, /meshes\/plate\.ply is not a PLY/],
    ['a document type', { 'a.xml': `<!DOCTYPE scene [<!ENTITY a "b">]>${XML}` }, /document type/],
    ['an entity', { 'a.xml': XML.replace('</scene>', '&bomb;</scene>') }, /not well-formed/],
    ['a missing mesh', { 'a.xml': XML }, /"meshes\/plate\.ply" cannot be read \(it is not among the files\)/],
    [
      'a mesh outside of the folder',
      { 'a.xml': XML.replace('meshes/', '../../'), 'meshes/plate.ply': PLY },
      /leads out of the folder/,
    ],
    ['an empty mesh', { 'a.xml': XML, 'meshes/plate.ply': '' }, /meshes\/plate\.ply is empty/],
    ['two scenes', { 'a.xml': XML, 'b.xml': XML }, /2 files that could each be the scene: a\.xml, b\.xml/],
    ['several meshes', { 'a.ply': PLY, 'b.ply': PLY }, /2 files.*a\.ply, b\.ply/],
    ['a folder of other things', { 'a.txt': 'x', 'b.png': PNG }, /2 files, but no scene/],
    ['text that is not UTF-8', { 'a.geojson': Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d) }, /not UTF-8/],
    [
      'a stored dataset',
      { 'set/zarr.json': '{"zarr_format": 3}', 'set/delay/zarr.json': '{ "zarr_format" : 3 }', 'set/delay/c/0': PNG },
      /town is no scene: it holds a stored dataset/,
    ],
    ['a zip of a stored dataset', { 'z.zip': zipOf({ 'zarr.json': '{"zarr_format": 3}' }) }, /z\.zip.* stored dataset/],
    ['a zip in a zip', { 'z.zip': zipOf({ 'y.zip': zipOf({ 'a.ply': PLY }) }) }, /another zip, y\.zip/],
  ])('refuses %s', async (_, contents, message) => {
    const error = await refusal(load(contents));
    expect(error.message).toMatch(message);
    expect(error.code).toBe('bad-file');
    expect(error.hint).not.toBe('');
  });

  it('refuses a million triangles by their number', async () => {
    /** A square of so many strips: a mesh as an export of a finely cut plane has it. */
    const strips = (count: number): Uint8Array => {
      const header = strToU8(
        `ply\nformat binary_little_endian 1.0\nelement vertex ${2 * count + 2}\nproperty float x\nproperty float y\n` +
          `property float z\nelement face ${2 * count}\nproperty list uchar int vertex_indices\nend_header\n`,
      );
      const bytes = new Uint8Array(header.length + 12 * (2 * count + 2) + 13 * 2 * count);
      bytes.set(header);
      const view = new DataView(bytes.buffer);
      let at = header.length;
      for (let vertex = 0; vertex < 2 * count + 2; vertex++, at += 12) {
        view.setFloat32(at, vertex >> 1, true);
        view.setFloat32(at + 4, vertex & 1, true);
      }
      for (let face = 0; face < 2 * count; face++, at += 13) {
        view.setUint8(at, 3);
        [face, face + 1, face + 2].forEach((vertex, i) => view.setUint32(at + 1 + 4 * i, vertex, true));
      }
      return bytes;
    };
    const error = await refusal(load({ 'fine.ply': strips(500_000) }));
    expect(error.message).toBe('fine.ply has 1,000,000 triangles; the limit is 250,000.');
    expect(error.code).toBe('bad-scene');
    expect(error.hint).not.toBe('');
  });

  it('says what kept a file from being read', async () => {
    const gone: SceneFile = { name: 'a.ply', size: 9, read: () => Promise.reject(new Error('disk is gone')) };
    expect((await refusal(importScene({ name: 'a.ply', files: [gone] }))).message).toMatch(/a\.ply.*disk is gone/);
    const huge: SceneFile = { name: 'a.ply', size: 2 ** 40, read: () => Promise.resolve(strToU8(PLY)) };
    expect((await refusal(importScene({ name: 'a.ply', files: [huge] }))).message).toMatch(/1048576 MiB; the limit/);
  });

  it('can be stopped', async () => {
    const source = { name: 'town', files: filesOf({ 'a.xml': XML, 'meshes/plate.ply': PLY }) };
    expect((await refusal(importScene(source, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
    const controller = new AbortController();
    const onProgress = ({ task }: { task: string }): void => {
      if (task === 'Reading meshes') controller.abort();
    };
    expect((await refusal(importScene(source, { signal: controller.signal, onProgress }))).code).toBe('cancelled');
  });
});

describe('unzipFiles', () => {
  const limits = (some: Partial<ZipLimits>): ZipLimits => ({ ...ZIP_LIMITS, ...some });
  const refused = async (bytes: Uint8Array, some: Partial<ZipLimits> = {}): Promise<string> =>
    (await refusal(unzipFiles(bytes, 'z.zip', {}, limits(some)))).message;

  it('gives back what was packed, stored or deflated', async () => {
    const random = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 7919) >> 5);
    const packed = zipSync({
      'in/a': random,
      b: [strToU8('hi'), { level: 0 }],
      empty: new Uint8Array(),
      'dir/': new Uint8Array(),
    });
    const files = await unzipFiles(packed, 'z.zip');
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['in/a', 100_000],
      ['b', 2],
      ['empty', 0],
    ]);
    expect(Buffer.compare(await files[0].read(), random)).toBe(0);
    expect(await files[0].read(10)).toEqual(random.subarray(0, 10));
  });

  it('refuses a bomb by what it declares', async () => {
    const bomb = zipSync({ zeros: new Uint8Array(2 ** 22) });
    expect(await refused(bomb)).toMatch(/"zeros" in z\.zip would grow \d+ times to 4 MiB/);
    expect(await refused(bomb, { maximumRatio: 2000, maximumBytes: 2 ** 20 })).toMatch(/expands to more than 1 MiB/);
    expect(await refused(zipSync({ a: PNG, b: PNG, c: PNG }), { maximumEntries: 2 })).toMatch(/more than 2 files/);
  });

  it('refuses a bomb that declares less than it holds, while it expands', async () => {
    const bomb = zipSync({ zeros: new Uint8Array(2 ** 22) });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    // The uncompressed size stands at +22 of the local header and at +24 of the directory entry (APPNOTE 4.3.7, 4.3.12).
    const directory = view.getUint32(bomb.length - 22 + 16, true);
    view.setUint32(22, 1000, true);
    view.setUint32(directory + 24, 1000, true);
    expect(await refused(bomb)).toMatch(/says that "zeros" has 1000 bytes, but it has more/);
  });

  it('refuses names that lead outside', async () => {
    for (const name of ['../evil.ply', 'a/../../evil.ply', '/etc/evil.ply', 'C:\\evil.ply', '..\\evil.ply']) {
      expect(await refused(zipSync({ [name]: PNG }))).toMatch(/names a file outside of itself/);
    }
  });

  it('refuses what is broken, cut short, packed by an unknown method, or empty', async () => {
    const packed = zipSync({ a: strToU8('hello '.repeat(1000)) });
    expect(await refused(packed.subarray(0, 60))).toMatch(/not a zip that can be read/);
    expect(await refused(zipSync({}))).toMatch(/holds no files/);
    const spoilt = packed.slice();
    spoilt.fill(0xff, 31, 45);
    expect(await refused(spoilt)).toMatch(/z\.zip/);
    const method = packed.slice();
    const view = new DataView(method.buffer);
    const directory = view.getUint32(method.length - 22 + 16, true);
    view.setUint16(8, 14, true);
    view.setUint16(directory + 10, 14, true);
    expect(await refused(method)).toMatch(/not a zip that can be read/);
  });

  it('can be stopped', async () => {
    const error = await refusal(unzipFiles(zipSync({ a: PNG }), 'z.zip', { signal: AbortSignal.abort() }));
    expect(error.code).toBe('cancelled');
  });
});

it('resolves paths within a folder and refuses those that leave it', () => {
  expect(resolvePath('town', './meshes/../a.ply')).toBe('town/a.ply');
  expect(resolvePath('town/sub', '..\\meshes\\a.ply')).toBe('town/meshes/a.ply');
  expect(resolvePath('', 'a.ply')).toBe('a.ply');
  for (const path of ['../../a.ply', '/a.ply', 'C:/a.ply', 'c:\\a.ply']) expect(resolvePath('town', path)).toBeNull();
});

const SHARED_SCENES = join(import.meta.dirname, '../../../../shared/data/scenes');

describe.skipIf(!existsSync(SHARED_SCENES))(
  'published scenes (skipped where they do not lie beside the repository)',
  () => {
    const list = (folder: string, prefix: string): SceneFile[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        const name = `${prefix}${entry.name}`;
        if (entry.isDirectory()) return list(path, `${name}/`);
        const read = (length?: number): Promise<Uint8Array> =>
          Promise.resolve(new Uint8Array(readFileSync(path)).subarray(0, length));
        return [{ name, size: statSync(path).size, read }];
      });
    const names = existsSync(SHARED_SCENES)
      ? readdirSync(SHARED_SCENES, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
      : [];

    it.each(names)('%s opens as a folder', async (name) => {
      const { scene } = await importScene({ name, files: list(join(SHARED_SCENES, name), '') });
      expect(scene.title).toBe(name);
      expect(scene.mesh.indices.length).toBeGreaterThan(0);
      expect(scene.attribution !== '').toBe(['munich', 'etoile'].includes(name));
    });
  },
);
