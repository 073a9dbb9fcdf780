import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerPool } from '../../compute/worker-pool.ts';
import { LabError } from '../../errors/lab-error.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { dopplerShifts } from '../../propagation/doppler.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import { pathRequest } from '../definition.ts';
import { measureEvaluationSet } from '../evaluation-set.ts';
import type { PathBlock } from '../path-block.ts';
import { getLink } from '../path-block.ts';
import type { Shard } from '../shards.ts';
import { WHOLE } from '../shards.ts';
import { openWalks, WALKS } from '../testing/routes.ts';
import { listDifferences, listFiles } from '../testing/same-files.ts';
import { createBlockTracer } from '../trace-block.ts';
import { allUsers } from '../users.ts';
import { createArchive } from './archive.ts';
import { buildShard } from './build.ts';
import { folderStore, pathStore } from './folder-store.ts';
import type { Header } from './header.ts';
import { describeDataset } from './header.ts';
import { openPathGroup } from './read.ts';
import { measureStoredSet } from './stored-evaluation.ts';
import type { DatasetStore } from './store.ts';
import { blobStore, filesStore, urlStore } from './store.ts';
import { createPathGroup } from './write.ts';

const walks = openWalks();
const users = allUsers(walks);
const request = pathRequest(WALKS);
const trace = createBlockTracer({ scene: walks.scene, sites: walks.sites, request });
// Chunks of seven, the last of them of six: no chunk ends where a trajectory ends.
const header: Header = { ...describeDataset(walks, { split: 'all' }, users.count, 'Test 1'), usersPerChunk: 7 };

/** A pool on this thread. */
const pool: WorkerPool<Float64Array, PathBlock> = {
  size: 1,
  async run(tasks, { onResult, signal }) {
    for (const [index, positions] of tasks.entries()) {
      signal?.throwIfAborted();
      await onResult(trace(positions), index);
    }
  },
  close: () => undefined,
};

const home = mkdtempSync(join(tmpdir(), 'wavefix-zarr-'));
afterAll(() => rmSync(home, { recursive: true }));

async function build(
  folder: string,
  { shard = WHOLE, resume = false, signal }: { shard?: Shard; resume?: boolean; signal?: AbortSignal } = {},
  words: Header = header,
): ReturnType<typeof buildShard> {
  const writer = await createPathGroup(folderStore(folder, `-${shard.index}`), words);
  return buildShard({ header: words, users, shard, resume, writer, pool, signal });
}

const whole = join(home, 'whole');
beforeAll(() => build(whole));

describe('a dataset that is built', () => {
  it('is the same, byte for byte, from shards in any order', async () => {
    const folder = join(home, 'shards');
    for (const index of [2, 0, 1]) await build(folder, { shard: { index, count: 3 } });
    expect(listDifferences(folder, whole)).toEqual([]);
  });

  it('is the same after it was cut short, with half a file left behind, and resumed', async () => {
    const folder = join(home, 'cut');
    const controller = new AbortController();
    const writer = await createPathGroup(folderStore(folder), header);
    const interrupted = buildShard({
      ...{ header, users, shard: WHOLE, resume: false, writer, pool, signal: controller.signal },
      onUsers: (done) => {
        if (done >= 21) controller.abort(new Error('killed'));
      },
    });
    await expect(interrupted).rejects.toThrow('killed');
    // What a kill in the middle of a write leaves, before and after the rename.
    const delays = readFileSync(join(whole, 'delay/c/3/0/0'));
    mkdirSync(join(folder, 'delay/c/3/0'), { recursive: true });
    writeFileSync(join(folder, 'delay/c/3/0/.0.part'), delays.subarray(0, 20));
    truncateSync(join(folder, 'delay/c/1/0/0'), 30);
    const summary = await build(folder, { resume: true });
    expect(summary).toEqual({ chunks: 7, users: 48, tracedChunks: 5 });
    expect(listDifferences(folder, whole)).toEqual([]);
    expect((await build(folder, { resume: true })).tracedChunks).toBe(0);
  });

  it('is rid of descriptions that the shard left half written, and only of those', async () => {
    const folder = join(home, 'left');
    const shard = { index: 1, count: 3 };
    const described = ['.zarr.json.part', 'delay/.zarr.json.part'];
    for (const index of [0, 2]) await build(folder, { shard: { index, count: 3 } });
    const others = described.map((file) => `${file}-2`);
    for (const file of [...described.map((name) => `${name}-1`), ...others]) writeFileSync(join(folder, file), '{"za');
    await build(folder, { shard, resume: true });
    expect(listFiles(folder)).toEqual([...listFiles(whole), ...others].sort());
    await build(folder, { shard: { index: 2, count: 3 }, resume: true });
    expect(listDifferences(folder, whole)).toEqual([]);
  });

  it('does not go into a folder of another dataset', async () => {
    const before = listFiles(whole).map((file) => readFileSync(join(whole, file)));
    await expect(build(whole, {}, { ...header, datasetHash: '0123456789abcdef' })).rejects.toMatchObject({
      name: 'LabError',
      code: 'bad-argument',
      message: expect.stringContaining('"datasetHash" differs') as string,
    });
    expect(listFiles(whole).map((file) => readFileSync(join(whole, file)))).toEqual(before);
    const folder = join(home, 'foreign');
    cpSync(whole, folder, { recursive: true });
    writeFileSync(join(folder, 'zarr.json'), 'not json');
    await expect(build(folder)).rejects.toThrow(LabError);
  });
});

describe('a dataset that is read', () => {
  const links = walks.sites.map((site) => prepareSite(prepareScene(walks.scene), site, request));

  it('holds the users and what the tracer finds for them', async () => {
    const group = await openPathGroup(folderStore(whole));
    expect(group.header).toEqual(header);
    for (let chunk = 0, user = 0; chunk < group.chunkCount; chunk++) {
      const content = await group.readChunk(chunk);
      for (let row = 0; row < content.users.count; row++, user++) {
        const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
        expect([...content.users.positions.subarray(3 * row, 3 * row + 3)]).toEqual([x, y, z]);
        expect(content.users.velocities[3 * row]).toBe(users.velocities[3 * user]);
        expect(content.users.times[row]).toBe(users.times[user]);
        expect(content.users.trajectories[row]).toBe(users.trajectories[user]);
        expect(content.users.splits[row]).toBe(users.splits[user]);
        links.forEach((link, site) => {
          const traced = tracePaths(link, [x, y, z]);
          const stored = getLink(content.paths, row, site);
          expect(stored.count).toBe(traced.count);
          expect(stored.delays).toEqual(traced.delays);
          expect(stored.amplitudes).toBeAllclose(traced.amplitudes, { relative: 1e-7 });
          expect(stored.departureAzimuths).toBeAllclose(traced.departureAzimuths, { relative: 1e-7, absolute: 1e-12 });
          const first = (row * 2 + site) * header.pathSlots;
          for (let p = 0; p < traced.count; p++) {
            const kinds = traced.interactions.subarray(traced.vertexOffsets[p] + 1, traced.vertexOffsets[p + 1] - 1);
            const kept = content.paths.interactions.subarray(
              (first + p) * header.interactionSlots,
              (first + p + 1) * header.interactionSlots,
            );
            expect([...kept].filter((code) => code !== 255)).toEqual([...kinds]);
            expect(content.paths.arrivals[2 * (first + p)]).toBe(Math.fround(traced.arrivalAzimuths[p]));
          }
        });
      }
    }
  });

  it('tells the Doppler shift of every path by what its notes say', async () => {
    const group = await openPathGroup(folderStore(whole));
    const { carrierFrequency } = group.header.radio;
    const { users: stored, paths } = await group.readChunk(1);
    expect(group.header.notes).toContain('velocity . arrival direction * f / c');
    for (let row = 0; row < stored.count; row++) {
      const [x, y, z] = stored.positions.subarray(3 * row, 3 * row + 3);
      const [vx, vy, vz] = stored.velocities.subarray(3 * row, 3 * row + 3);
      expect(Math.hypot(vx, vy, vz)).toBeGreaterThan(0);
      links.forEach((link, site) => {
        const shifts = dopplerShifts(tracePaths(link, [x, y, z]), [vx, vy, vz], carrierFrequency);
        const first = (row * 2 + site) * header.pathSlots;
        const told = shifts.map((_, p) => {
          const [azimuth, elevation] = paths.arrivals.subarray(2 * (first + p));
          const level = Math.cos(elevation);
          const approach = vx * level * Math.cos(azimuth) + vy * level * Math.sin(azimuth) + vz * Math.sin(elevation);
          return (approach * carrierFrequency) / SPEED_OF_LIGHT;
        });
        expect(told).toBeAllclose(shifts, { relative: 1e-5, absolute: 1e-4 });
      });
    }
  });

  it('is measured as if its paths were traced', async () => {
    const asked = { split: 'test', protocol: 'held-out', seed: 4, count: 9 } as const;
    const stored = await measureStoredSet(await openPathGroup(folderStore(whole)), asked);
    const traced = measureEvaluationSet(walks, asked);
    expect(stored.users).toEqual(traced.users);
    expect(stored.links).toHaveLength(2);
    for (const [site, { measurements }] of stored.links.entries()) {
      expect(measurements.delay).toBeAllclose(traced.links[site].measurements.delay, { relative: 1e-5 });
      expect(measurements.snr).toBeAllclose(traced.links[site].measurements.snr, { relative: 1e-4 });
      expect(measurements.azimuth).toBeAllclose(traced.links[site].measurements.azimuth, { absolute: 1e-5 });
    }
    await expect(
      measureStoredSet(await openPathGroup(folderStore(whole)), { ...asked, protocol: 'grid' }),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([
    [
      'a flipped bit',
      (file: string) =>
        writeFileSync(
          file,
          readFileSync(file).map((byte, i) => (i === 9 ? byte ^ 4 : byte)),
        ),
    ],
    ['a file cut short', (file: string) => truncateSync(file, 25)],
    ['an empty file', (file: string) => truncateSync(file, 0)],
    ['a missing file', (file: string) => rmSync(file)],
  ])('says which file has %s, and resuming mends it', async (_, damage) => {
    const folder = mkdtempSync(join(home, 'damaged-'));
    cpSync(whole, folder, { recursive: true });
    damage(join(folder, 'amplitude/c/2/0/0/0'));
    const group = await openPathGroup(folderStore(folder));
    await group.readChunk(1);
    await expect(group.readChunk(2)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('amplitude') as string,
    });
    expect((await build(folder, { resume: true })).tracedChunks).toBe(1);
    expect(listDifferences(folder, whole)).toEqual([]);
  });

  it('is refused where it is not one', async () => {
    const refused = async (store: DatasetStore, words: string): Promise<void> => {
      await expect(openPathGroup(store)).rejects.toMatchObject({
        code: 'bad-file',
        message: expect.stringContaining(words) as string,
      });
    };
    await refused(folderStore(join(home, 'nowhere')), 'zarr.json');
    const folder = join(home, 'other-group');
    cpSync(whole, folder, { recursive: true });
    const file = join(folder, 'zarr.json');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, original.replace('wavefix-paths/1', 'wavefix-paths/9'));
    await refused(folderStore(folder), 'attribute format');
    writeFileSync(file, original.replace('"resourceBlocks": 272', '"resourceBlocks": 0'));
    await refused(folderStore(folder), 'radio.resourceBlocks');
    writeFileSync(file, original.slice(0, 40));
    await refused(folderStore(folder), 'zarr.json');
    // An array that does not fit the description.
    writeFileSync(file, original.replace('"users": 48', '"users": 49'));
    await expect((await openPathGroup(folderStore(folder))).readChunk(0)).rejects.toThrow('"path_count" is not int16');
  });
});

describe('the places that a dataset is read from', () => {
  const archive = createArchive('walks.zip');
  let server: Server;
  let address = '';
  const requests: string[] = [];

  beforeAll(async () => {
    for (const file of listFiles(whole)) await archive.store.set(`/${file}`, readFileSync(join(whole, file)));
    writeFileSync(join(home, 'walks.zip'), archive.finish());
    server = createServer((asked, answer) => {
      const file = join(home, asked.url ?? '');
      const range = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '');
      requests.push(`${asked.method} ${asked.url} ${asked.headers.range ?? ''}`);
      if (!existsSync(file)) answer.writeHead(404).end();
      else if (range) {
        const bytes = readFileSync(file).subarray(Number(range[1]), Number(range[2]) + 1);
        answer.writeHead(206, { 'content-length': bytes.length }).end(bytes);
      } else {
        const bytes = readFileSync(file);
        answer.writeHead(200, { 'content-length': bytes.length }).end(asked.method === 'HEAD' ? undefined : bytes);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    if (typeof bound === 'object' && bound) address = `http://127.0.0.1:${bound.port}`;
  });
  afterAll(() => server.close());

  it('all give the same', async () => {
    const expected = await (await openPathGroup(folderStore(whole))).readChunk(3);
    const files = new Map(listFiles(whole).map((file) => [file, new Blob([readFileSync(join(whole, file))])]));
    const nested = createArchive('nested.zip');
    for (const file of listFiles(whole)) await nested.store.set(`/my set/${file}`, readFileSync(join(whole, file)));
    const stores = [
      blobStore(new Blob([nested.finish()]), 'nested.zip'),
      filesStore(new Map([...files].map(([file, blob]) => [`set/${file}`, blob])), 'set'),
      await pathStore(whole),
      await pathStore(join(home, 'walks.zip')),
      blobStore(new Blob([archive.finish()]), 'walks.zip'),
      filesStore(files, 'walks'),
      urlStore(`${address}/whole`),
      urlStore(`${address}/walks.zip`),
    ];
    for (const store of stores) {
      const group = await openPathGroup(store);
      expect(group.header).toEqual(header);
      expect(await group.readChunk(3)).toEqual(expected);
    }
    const parts = requests.filter((line) => line.startsWith('GET /walks.zip'));
    expect(parts.length).toBeGreaterThan(5);
    for (const line of parts) expect(line).toMatch(/bytes=/);
  });

  it('give a clear error for what is not there', async () => {
    await expect(pathStore(join(home, 'nothing'))).rejects.toMatchObject({ code: 'bad-file' });
    await expect(openPathGroup(urlStore(`${address}/nothing`))).rejects.toMatchObject({ code: 'bad-file' });
    await expect(openPathGroup(urlStore(`${address}/nothing.zip`))).rejects.toMatchObject({ code: 'bad-file' });
    await expect(openPathGroup(blobStore(new Blob(['text']), 'a.zip'))).rejects.toMatchObject({ code: 'bad-file' });
    await expect(openPathGroup(urlStore('http://127.0.0.1:9/x'))).rejects.toMatchObject({ code: 'bad-file' });
  });

  it('make the same zip every time', () => {
    expect(archive.finish()).toEqual(archive.finish());
  });
});
