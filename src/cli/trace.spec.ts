import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Bounds, Vector3 } from '../scene/scene.ts';
import { SMALL_PLY, SMALL_XML } from '../scene/testing/small-files.ts';
import { trace } from './trace.ts';

const SHARED_SCENES = join(import.meta.dirname, '../../../shared/data/scenes');

interface Answer {
  paths: {
    delay_s: number;
    gain_db: number;
    phase_rad: number;
    doppler_hz?: number;
    departure: { azimuth_rad: number; elevation_rad: number };
    arrival: { azimuth_rad: number; elevation_rad: number };
    interactions: string[];
    vertices: number[][];
  }[];
  timing: { load_s: number; prepare_s: number; trace_s: number };
}

const run = async (line: string): Promise<Answer> => (await trace(line.split(' '))) as Answer;

async function refusal(line: string): Promise<LabError> {
  try {
    await run(line);
  } catch (cause) {
    if (cause instanceof LabError) return cause;
    throw cause;
  }
  throw new Error('nothing was refused');
}

/** Paths in an empty box up to each order: all images with |i| + |k| + |m| reflections. */
const BOX_COUNTS = [
  [0, 1],
  [1, 7],
  [2, 25],
  [3, 63],
] as const;

/** Traces in a box and compares count and delays with the closed form of its image sources. */
async function expectImageSources(
  file: string,
  { minimum, maximum }: Bounds,
  site: Vector3,
  user: Vector3,
  order: number,
  count: number,
): Promise<void> {
  const { paths } = await run(`--scene ${file} --site ${site.join()} --ue ${user.join()} --max-reflections ${order}`);
  expect(paths).toHaveLength(count);
  const gap = (n: number, axis: 0 | 1 | 2): number => {
    const size = maximum[axis] - minimum[axis];
    const from = site[axis] - minimum[axis];
    return minimum[axis] + (n % 2 === 0 ? n * size + from : (n + 1) * size - from) - user[axis];
  };
  const expected: number[] = [];
  for (let i = -order; i <= order; i++) {
    for (let k = -order; k <= order; k++) {
      for (let m = -order; m <= order; m++) {
        if (Math.abs(i) + Math.abs(k) + Math.abs(m) > order) continue;
        expected.push(Math.hypot(gap(i, 0), gap(k, 1), gap(m, 2)) / SPEED_OF_LIGHT);
      }
    }
  }
  const ascending = (a: number, b: number): number => a - b;
  expect(paths.map(({ delay_s }) => delay_s).sort(ascending)).toBeAllclose(expected.sort(ascending), {
    relative: 1e-9,
    absolute: 0,
  });
}

/** A box of eight vertices and twelve triangles as a binary PLY; the coordinates must be float32 numbers. */
function binaryBox({ minimum, maximum }: Bounds): Uint8Array {
  const header = new TextEncoder().encode(
    'ply\nformat binary_little_endian 1.0\nelement vertex 8\nproperty float x\nproperty float y\nproperty float z\n' +
      'element face 12\nproperty list uchar int vertex_indices\nend_header\n',
  );
  const body = new DataView(new ArrayBuffer(8 * 12 + 12 * 13));
  // Bit k of a vertex's number chooses its side along axis k.
  for (let vertex = 0; vertex < 8; vertex++) {
    ([0, 1, 2] as const).forEach((axis) => {
      body.setFloat32(12 * vertex + 4 * axis, ((vertex >> axis) & 1 ? maximum : minimum)[axis], true);
    });
  }
  let at = 96;
  for (const [a, b, c, d] of [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ]) {
    for (const triangle of [
      [a, b, c],
      [a, c, d],
    ]) {
      body.setUint8(at, 3);
      triangle.forEach((vertex, i) => body.setInt32(at + 1 + 4 * i, vertex, true));
      at += 13;
    }
  }
  return new Uint8Array([...header, ...new Uint8Array(body.buffer)]);
}

describe('trace', () => {
  it('answers in the form of the contract', async () => {
    const { paths, timing } = await run(
      '--scene s3 --site 2,20,5 --ue 20.5,21,1.5 --frequency 30e9 --max-reflections 2',
    );
    const direct = paths.find(({ interactions }) => interactions.length === 0)!;
    const distance = Math.hypot(18.5, 1, 3.5);
    expect(direct.delay_s).toBeCloseTo(distance / 299792458, 18);
    expect(direct.gain_db).toBeCloseTo(20 * Math.log10(299792458 / 30e9 / (4 * Math.PI * distance)), 6);
    expect(direct.departure.azimuth_rad).toBeCloseTo(Math.atan2(1, 18.5), 12);
    expect(direct.arrival.elevation_rad).toBeCloseTo(Math.asin(3.5 / distance), 12);
    expect(direct.vertices).toEqual([
      [2, 20, 5],
      [20.5, 21, 1.5],
    ]);
    for (const path of paths) {
      expect(path.vertices).toHaveLength(path.interactions.length + 2);
      expect(new Set(path.interactions)).toEqual(new Set(path.interactions.length > 0 ? ['reflection'] : []));
    }
    expect(Math.max(...paths.map(({ interactions }) => interactions.length))).toBe(2);
    for (const seconds of [timing.load_s, timing.prepare_s, timing.trace_s]) expect(seconds).toBeGreaterThan(0);
  });

  it('gives pattern and orientation to the site', async () => {
    const line = '--scene s3 --site 2,20,3 --ue 20,20,3 --max-reflections 0';
    const [iso, along, away] = await Promise.all(
      ['', ' --pattern tr38901', ` --pattern tr38901 --orientation ${Math.PI},0`].map((more) => run(line + more)),
    );
    expect(along.paths[0].gain_db - iso.paths[0].gain_db).toBeCloseTo(8, 9);
    expect(away.paths[0].gain_db - iso.paths[0].gain_db).toBeCloseTo(-22, 9);
  });

  it('gives every path the Doppler shift by which its delay shrinks while the user moves, and none without a velocity', async () => {
    const line = '--scene s3 --site 2,20,5 --frequency 30e9 --max-reflections 2 --diffraction';
    const step = 1e-4;
    const velocity = [-8, 3, 0.5];
    const at = (time: number): string => [20.5, 21, 1.5].map((c, axis) => c + velocity[axis] * time).join();
    const [before, after, moving] = await Promise.all([
      run(`${line} --ue ${at(-step)}`),
      run(`${line} --ue ${at(step)}`),
      run(`${line} --ue ${at(0)} --velocity ${velocity.join()}`),
    ]);
    expect(before.paths.every(({ doppler_hz }) => doppler_hz === undefined)).toBe(true);
    let told = 0;
    for (const { delay_s, doppler_hz, interactions } of moving.paths) {
      const [from, to] = [before, after].map(({ paths }) =>
        paths.filter(
          (other) => Math.abs(other.delay_s - delay_s) < 1e-11 && other.interactions.join() === interactions.join(),
        ),
      );
      // Others of the kind that come at nearly the same time cannot be told from this one.
      if (from.length !== 1 || to.length !== 1) continue;
      expect(doppler_hz).toBeCloseTo((-30e9 * (to[0].delay_s - from[0].delay_s)) / (2 * step), 0);
      told++;
    }
    expect(told).toBeGreaterThan(10);
    const direct = moving.paths.find(({ interactions }) => interactions.length === 0)!;
    const away = [20.5 - 2, 1, 1.5 - 5];
    const speed = velocity.reduce((sum, v, axis) => sum + v * away[axis], 0) / Math.hypot(...away);
    expect(direct.doppler_hz).toBeCloseTo((-30e9 * speed) / SPEED_OF_LIGHT, 6);
  });

  it.each([
    ['--diffraction', 'diffraction'],
    ['--transmission', 'transmission'],
    ['--scattering', 'scattering'],
  ])('adds with %s paths of %s, and takes none away', async (flag, kind) => {
    const line = '--scene s3 --site 2,20,3 --ue 40,5,1 --max-reflections 1';
    const [plain, more] = await Promise.all(['', ` ${flag}`].map((end) => run(line + end)));
    expect(plain.paths.some(({ interactions }) => interactions.includes(kind))).toBe(false);
    expect(more.paths.some(({ interactions }) => interactions.includes(kind))).toBe(true);
    const shapes = (paths: typeof more.paths): string[] => paths.map(({ vertices }) => JSON.stringify(vertices));
    expect(shapes(more.paths)).toEqual(expect.arrayContaining(shapes(plain.paths)));
  });

  it.each([
    ['--scene s4 --site 1,1,1 --ue 2,2,2', 'unknown-id', /s4/],
    ['--scene nowhere/box.xml --site 1,1,1 --ue 2,2,2', 'bad-file', /nowhere\/box.xml/],
    ['--scene s3 --site 1,1,1', 'bad-argument', /--ue/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 3', 'bad-argument', /"3"/],
    ['--scene s3 --site 1,1,1 --ue 2,2,0.005', 'too-close', /user.*Floor/],
    ['--scene s3 --site 1,1,1 --ue 30,4,0.6', 'too-close', /The user at 30, 4, 0.6 is inside "Rack A2"/],
    ['--scene s3 --site 30,4,0.6 --ue 1,1,1', 'too-close', /--site.*inside "Rack A2"/],
    ['--scene s3 --site 0.001,1,1 --ue 2,2,2', 'too-close', /--site.*West wall/],
    ['--scene s3 --site 1,1,1 --ue 1,1,1.001', 'too-close', /--site/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --max-reflections 9', 'bad-argument', /9 reflections/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --frequency 0', 'bad-argument', /0 Hz/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --materials p2040-1', 'bad-argument', /--materials cannot be "p2040-1"/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --velocity 3,4', 'bad-argument', /--velocity cannot be "3,4"/],
  ])('refuses %s', async (line, code, message) => {
    const error = await refusal(line);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  describe('with a scene on disk', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'wavefix-'));
      await writeFile(join(folder, 'plate.xml'), SMALL_XML.replace('meshes/', ''));
      await writeFile(join(folder, 'plate.ply'), SMALL_PLY);
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('reads meshes beside the XML', async () => {
      const { paths } = await run(`--scene ${join(folder, 'plate.xml')} --site -1,0,2 --ue -3,1,2`);
      expect(paths).toHaveLength(2);
    });

    it('counts triangles without area on stderr, and is silent where there are none', async () => {
      const line = '--site -1,0,2 --ue -3,1,2 --max-reflections 1';
      const mesh = await readFile(join(folder, 'plate.ply'), 'utf8');
      await writeFile(join(folder, 'slivers.ply'), mesh.replace('face 1', 'face 3').concat('3 0 1 1\n3 2 3 2\n'));
      const xml = await readFile(join(folder, 'plate.xml'), 'utf8');
      await writeFile(join(folder, 'slivers.xml'), xml.replace('plate.ply', 'slivers.ply'));
      const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      try {
        await run(`--scene ${join(folder, 'plate.xml')} ${line}`);
        expect(stderr).not.toHaveBeenCalled();
        const { paths } = await run(`--scene ${join(folder, 'slivers.xml')} ${line}`);
        expect(paths).toHaveLength(2);
        expect(stderr.mock.calls).toEqual([[expect.stringMatching(/slivers\.xml.*without area: 2\.\n$/)]]);
        // Whoever is refused is told why, and nothing beside that.
        stderr.mockClear();
        expect((await refusal(`--scene ${join(folder, 'slivers.xml')} --site -1,0,2 --ue -1,0,2`)).code).toBe(
          'too-close',
        );
        expect(stderr).not.toHaveBeenCalled();
      } finally {
        stderr.mockRestore();
      }
    });

    it('tells on stderr of materials that the table does not cover at the carrier', async () => {
      const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      try {
        await run(`--scene ${join(folder, 'plate.xml')} --site -1,0,2 --ue -3,1,2 --frequency 0.4e9`);
        expect(stderr.mock.calls).toEqual([
          [expect.stringMatching(/metal at 0\.4 GHz; its values at 1 GHz are used\.\n$/)],
        ]);
      } finally {
        stderr.mockRestore();
      }
    });

    it('takes the materials of either revision: another glass, the same metal', async () => {
      const xml = await readFile(join(folder, 'plate.xml'), 'utf8');
      await writeFile(join(folder, 'pane.xml'), xml.replaceAll('itu_metal', 'itu_glass'));
      const gains = async (file: string, revision: string): Promise<number[]> => {
        const line = `--scene ${join(folder, file)} --site -1,0,2 --ue -3,1,2 --materials ${revision}`;
        return (await run(line)).paths.map(({ gain_db }) => gain_db);
      };
      expect(await gains('plate.xml', 'p2040-4')).toEqual(await gains('plate.xml', 'p2040-3'));
      const [direct, mirrored] = await gains('pane.xml', 'p2040-3');
      const [directToo, revised] = await gains('pane.xml', 'p2040-4');
      expect(directToo).toBe(direct);
      expect(Math.abs(revised - mirrored)).toBeGreaterThan(0.001);
      expect(Math.abs(revised - mirrored)).toBeLessThan(1);
    });

    it.each(BOX_COUNTS)('reads a binary box; up to order %d: %d paths at the image sources', async (order, count) => {
      const bounds: Bounds = { minimum: [-3.5, -2.25, -1], maximum: [4.5, 3, 2.75] };
      await writeFile(join(folder, 'room.ply'), binaryBox(bounds));
      await writeFile(
        join(folder, 'room.xml'),
        '<scene version="2.1.0"><bsdf type="itu-radio-material" id="m"><string name="type" value="metal"/></bsdf>' +
          '<shape type="ply" id="mesh-room"><string name="filename" value="room.ply"/><ref id="m" name="bsdf"/></shape></scene>',
      );
      await expectImageSources(join(folder, 'room.xml'), bounds, [-1.3, 1.1, 0.6], [2.9, -0.7, 1.9], order, count);
    });
  });
});

describe.skipIf(!existsSync(SHARED_SCENES))(
  'published scenes (skipped where they do not lie beside the repository)',
  () => {
    const box = join(SHARED_SCENES, 'box/box.xml');

    it.each(BOX_COUNTS)('box, up to order %d: %d paths with the delays of the image sources', (order, count) =>
      expectImageSources(
        box,
        { minimum: [-5, -5, 0], maximum: [5, 5, 5] },
        [-2.2, 1.7, 1.4],
        [3.1, -0.6, 3.2],
        order,
        count,
      ),
    );

    it('all load and trace', async () => {
      const names = readdirSync(SHARED_SCENES, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
      expect(names.length).toBeGreaterThan(5);
      for (const name of names) {
        const { paths } = await run(
          `--scene ${join(SHARED_SCENES, name, `${name}.xml`)} --site 0.3,0.4,80 --ue -1.2,2.1,81 --max-reflections 1`,
        );
        expect(paths.length, name).toBeGreaterThan(0);
      }
    });
  },
);
