/** Our hierarchy against three-mesh-bvh: which triangle blocks a segment, on a city and on the hall. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { BufferAttribute, BufferGeometry, DoubleSide, Ray, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import { createRandom } from '../../numerics/random.ts';
import { isBlocked } from '../../propagation/bvh.ts';
import { buildBvh } from '../../propagation/bvh-build.ts';
import { gatherCorners } from '../../scene/geometry.ts';
import { importMitsuba } from '../../scene/importers/mitsuba.ts';
import { createMaterial } from '../../scene/materials.ts';
import { buildScene } from '../../scene/registry.ts';
import { SceneBuilder } from '../../scene/scene-builder.ts';
import type { Scene } from '../../scene/scene.ts';
import type { Benchmark, Figure } from './benchmark.ts';

const MUNICH = join(import.meta.dirname, '../../../../shared/data/scenes/munich/munich.xml');
const SEGMENTS = 20_000;
const ROUNDS = 5;

/**
 * Which triangle blocks a segment, and the build before it, for the hall and for a city (Munich where it lies beside the
 * repository): best query and first build times in milliseconds, ours against three-mesh-bvh.
 */
export const bvhBenchmark: Benchmark = {
  name: 'bvh',
  summary: 'blocked-segment queries against three-mesh-bvh',
  async run() {
    const city = existsSync(MUNICH)
      ? await importMitsuba({
          xml: await readFile(MUNICH, 'utf8'),
          file: 'munich.xml',
          readFile: (path) => readFile(join(dirname(MUNICH), path)),
        })
      : generateCity();
    return [...compare(buildScene('s3')), ...compare(city)];
  },
};

/** Both hierarchies on the same segments: most between a mast and the street, as a tracer asks them. */
function compare(scene: Scene): Figure[] {
  const { positions, indices } = scene.mesh;
  const name = scene.title.toLowerCase();
  const startOurs = performance.now();
  const ours = buildBvh(gatherCorners(positions, indices));
  const buildOurs = performance.now() - startOurs;
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(Float32Array.from(positions), 3));
  geometry.setIndex(new BufferAttribute(Uint32Array.from(indices), 1));
  const startTheirs = performance.now();
  const theirs = new MeshBVH(geometry);
  const buildTheirs = performance.now() - startTheirs;

  const segments = drawSegments(scene);
  const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  let blockedOurs = 0;
  let blockedTheirs = 0;
  const ray = new Ray();
  const end = new Vector3();
  for (let round = 0; round < ROUNDS; round++) {
    blockedOurs = 0;
    const a = performance.now();
    for (let s = 0; s < segments.length; s += 6) {
      if (
        isBlocked(
          ours,
          segments[s],
          segments[s + 1],
          segments[s + 2],
          segments[s + 3],
          segments[s + 4],
          segments[s + 5],
        )
      ) {
        blockedOurs++;
      }
    }
    const b = performance.now();
    blockedTheirs = 0;
    for (let s = 0; s < segments.length; s += 6) {
      ray.origin.set(segments[s], segments[s + 1], segments[s + 2]);
      end.set(segments[s + 3], segments[s + 4], segments[s + 5]);
      ray.direction.subVectors(end, ray.origin);
      const length = ray.direction.length();
      ray.direction.divideScalar(length);
      if (theirs.raycastFirst(ray, DoubleSide, 0, length)) blockedTheirs++;
    }
    const c = performance.now();
    times.ours.push(b - a);
    times.theirs.push(c - b);
  }
  const fastest = (list: number[]): number => Math.min(...list);
  const count = segments.length / 6;
  const figure = (what: string, value: number, peer: number, note: string): Figure => ({
    name: `bvh ${what}, ${name}`,
    unit: 'ms',
    value,
    peer: 'three-mesh-bvh',
    peer_value: peer,
    ratio: peer / value,
    note,
  });
  return [
    figure(
      `${count} segments`,
      fastest(times.ours),
      fastest(times.theirs),
      `${indices.length / 3} triangles; best of ${ROUNDS}; blocked: ours ${blockedOurs}, theirs ${blockedTheirs} (float32); theirs finds the first hit, which is what the library offers`,
    ),
    figure('build', buildOurs, buildTheirs, `${indices.length / 3} triangles, first build`),
  ];
}

function drawSegments(scene: Scene): Float64Array {
  const random = createRandom(1);
  const { minimum, maximum } = scene.bounds;
  const segments = new Float64Array(6 * SEGMENTS);
  for (let s = 0; s < segments.length; s++) {
    const axis = s % 3;
    const share = axis === 2 ? 0.02 + 0.4 * random.uniform() : 0.25 + 0.5 * random.uniform();
    segments[s] = minimum[axis] + (maximum[axis] - minimum[axis]) * share;
  }
  return segments;
}

/** Some 40,000 triangles of houses, for where no city lies beside the repository. */
function generateCity(): Scene {
  const random = createRandom(2);
  const builder = new SceneBuilder();
  builder.beginObject('Houses', createMaterial('brick'), 'building');
  for (let house = 0; house < 3300; house++) {
    const x = 1200 * random.uniform();
    const y = 1200 * random.uniform();
    const [width, depth, height] = [8 + 20 * random.uniform(), 8 + 20 * random.uniform(), 5 + 20 * random.uniform()];
    builder.addBox({ minimum: [x, y, 0], maximum: [x + width, y + depth, height] });
  }
  return builder.build({ id: 'houses', title: 'Generated city', summary: 'Boxes.', attribution: '' });
}
