import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { parseArguments } from './arguments.ts';
import { trace } from './trace.ts';

const SHARED_SCENES = join(import.meta.dirname, '../../../shared/data/scenes');

interface Answer {
  paths: {
    delay_s: number;
    gain_db: number;
    phase_rad: number;
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

describe('parseArguments', () => {
  const table = {
    ue: { kind: 'numbers', length: 3, required: true },
    name: { kind: 'text', choices: ['a', 'b'] },
    count: { kind: 'integer' },
    fast: { kind: 'flag' },
  } as const;

  it('takes values that begin with a minus, in both spellings', () => {
    expect(parseArguments(['--ue', '-1,2,-3e1', 'word', '--fast'], table)).toEqual({
      values: { ue: [-1, 2, -30], name: undefined, count: undefined, fast: true },
      positionals: ['word'],
    });
    expect(parseArguments(['--ue=-1,0,0', '--count=-4', '--name', 'b'], table).values).toEqual({
      ue: [-1, 0, 0],
      name: 'b',
      count: -4,
      fast: false,
    });
  });

  it.each([
    [['--name', 'a'], /--ue is missing/],
    [['--ue', '1,2'], /--ue cannot be "1,2"/],
    [['--ue', '1,2,x'], /--ue cannot/],
    [['--ue', '1,,3'], /--ue cannot/],
    [['--ue'], /--ue has no value/],
    [['--ue', '--fast'], /--ue has no value/],
    [['--ue', '1,2,3', '--name', 'c'], /--name cannot be "c"/],
    [['--ue', '1,2,3', '--count', '1.5'], /--count cannot/],
    [['--ue', '1,2,3', '--fast=yes'], /--fast cannot/],
    [['--slow'], /no option --slow/],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args, table)).toThrow(message);
    expect(() => parseArguments(args, table)).toThrow(LabError);
  });
});

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

  it.each([
    ['--scene s4 --site 1,1,1 --ue 2,2,2', 'unknown-id', /s4/],
    ['--scene nowhere/box.xml --site 1,1,1 --ue 2,2,2', 'bad-file', /nowhere\/box.xml/],
    ['--scene s3 --site 1,1,1', 'bad-argument', /--ue/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 3', 'bad-argument', /"3"/],
    ['--scene s3 --site 1,1,1 --ue 2,2,0.005', 'too-close', /user.*Floor/],
    ['--scene s3 --site 0.001,1,1 --ue 2,2,2', 'too-close', /--site.*West wall/],
    ['--scene s3 --site 1,1,1 --ue 1,1,1.001', 'too-close', /--site/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --max-reflections 9', 'bad-argument', /9 reflections/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --frequency 0', 'bad-argument', /0 Hz/],
    ['--scene s3 --site 1,1,1 --ue 2,2,2 --diffraction', 'unsupported', /diffraction/],
  ])('refuses %s', async (line, code, message) => {
    const error = await refusal(line);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  describe('with a scene on disk', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'wavefix-'));
      await writeFile(
        join(folder, 'plate.xml'),
        '<scene version="2.1.0"><bsdf type="diffuse" id="mat-itu_metal"/><shape type="ply" id="mesh-plate">' +
          '<string name="filename" value="plate.ply"/><ref id="mat-itu_metal"/></shape></scene>',
      );
      await writeFile(
        join(folder, 'plate.ply'),
        'ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement face 1\n' +
          'property list uchar int vertex_index\nend_header\n-9 -9 0\n9 -9 0\n9 9 0\n-9 9 0\n4 0 1 2 3\n',
      );
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('reads meshes beside the XML', async () => {
      const { paths } = await run(`--scene ${join(folder, 'plate.xml')} --site -1,0,2 --ue -3,1,2`);
      expect(paths).toHaveLength(2);
    });
  });
});

describe.skipIf(!existsSync(SHARED_SCENES))(
  'published scenes (skipped where they do not lie beside the repository)',
  () => {
    const box = join(SHARED_SCENES, 'box/box.xml');

    it.each([
      [0, 1],
      [1, 7],
      [2, 25],
      [3, 63],
    ])('box, up to order %d: %d paths with the delays of the image sources', async (order, count) => {
      const site = [-2.2, 1.7, 1.4];
      const user = [3.1, -0.6, 3.2];
      const { paths } = await run(
        `--scene ${box} --site ${site.join()} --ue ${user.join()} --max-reflections ${order}`,
      );
      expect(paths).toHaveLength(count);
      const low = [-5, -5, 0];
      const size = [10, 10, 5];
      const expected: number[] = [];
      const image = (n: number, axis: number): number => {
        const from = site[axis] - low[axis];
        return low[axis] + (n % 2 === 0 ? n * size[axis] + from : (n + 1) * size[axis] - from);
      };
      for (let i = -order; i <= order; i++) {
        for (let k = -order; k <= order; k++) {
          for (let m = -order; m <= order; m++) {
            if (Math.abs(i) + Math.abs(k) + Math.abs(m) > order) continue;
            expected.push(Math.hypot(image(i, 0) - user[0], image(k, 1) - user[1], image(m, 2) - user[2]) / 299792458);
          }
        }
      }
      const delays = paths.map(({ delay_s }) => delay_s).sort((a, b) => a - b);
      expect(delays).toBeAllclose(
        expected.sort((a, b) => a - b),
        { relative: 1e-9, absolute: 0 },
      );
    });

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
