/** Towns that somebody brings: dropped as a file or a zip, chosen as a folder; and maps over their ground. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../src/lab/api.ts';
import { pressBesideGauge, untilFound, usePage } from './page.ts';

const open = usePage();
/** What is open before something is brought matters little: few users are soon found. */
const QUERY = '?estimators=toa-aoa&snr=20&users=8';

/** Footprints around the point where the equator meets Greenwich: heights, and corners in metres from it. */
function geoJson(buildings: readonly (readonly [height: number, ...ring: [number, number][]])[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: buildings.map(([height, ...ring]) => ({
      type: 'Feature',
      properties: { building: 'yes', height },
      geometry: { type: 'Polygon', coordinates: [ring.map((point) => point.map((m) => m / 111_320))] },
    })),
  });
}

/** A box without a bottom as PLY: west, south, east and north rims and the height, metres. */
function boxPly([west, south, east, north, height]: readonly [number, number, number, number, number]): string {
  const corners = [0, height].flatMap((z) =>
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ].map(([x, y]) => `${x} ${y} ${z}`),
  );
  const faces = ['4 4 5 6 7', '4 0 1 5 4', '4 1 2 6 5', '4 2 3 7 6', '4 3 0 4 7'];
  return [
    'ply',
    'format ascii 1.0',
    'element vertex 8',
    ...['x', 'y', 'z'].map((axis) => `property float ${axis}`),
    'element face 5',
    'property list uchar int vertex_index',
    'end_header',
    ...corners,
    ...faces,
    '',
  ].join('\n');
}

const shape = (id: string): string =>
  `<shape type="ply" id="${id}"><string name="filename" value="meshes/${id}.ply"/><ref id="mat-itu_concrete"/></shape>`;

/** Drags a file over the page, and drops it once the page says that it may be. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const drag = (type: 'dragover' | 'drop'): Promise<void> =>
    page.evaluate(
      ([event, fileName, content]) => {
        const dataTransfer = new DataTransfer();
        const decoded = Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0));
        dataTransfer.items.add(new File([decoded], fileName));
        document.body.dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer }));
      },
      [type, name, type === 'drop' ? Buffer.from(bytes).toString('base64') : ''] as const,
    );
  await expect
    .poll(async () => {
      await drag('dragover');
      return page.getByText('Drop a town to open it').count();
    })
    .toBe(1);
  await drag('drop');
}

describe('a file', () => {
  it('opens when it is dropped, says what was mended, and outlives a file that is none', async () => {
    const page = await open({ query: QUERY });
    const town = geoJson([
      [18, [-60, -50], [-20, -50], [-20, -20], [-60, -20], [-60, -50]],
      [12, [20, -50], [60, -50], [60, -20], [20, -20], [20, -50]],
      [9, [-10, 60], [10, 75], [10, 60], [-10, 75], [-10, 60]],
    ]);
    await untilFound(page, { scene: 'town.geojson' }, () => drop(page, 'town.geojson', strToU8(town)));
    expect(await page.evaluate(() => window.wavefix.state())).toMatchObject({
      dataset: null,
      estimators: ['toa-aoa'],
      snrDb: 0,
    });
    await expect.poll(() => page.getByText(/Left out footprints that cross themselves: 1/).count()).toBe(1);
    await expect.poll(() => page.getByText('SNR offset', { exact: true }).count()).toBe(1);
    await expect.poll(() => new URL(page.url()).search).toBe('');
    const { truth, error } = await page.evaluate(() => window.wavefix.fixes('toa-aoa'));
    expect(error).toHaveLength(100);
    expect(error.filter(Number.isFinite).length).toBeGreaterThan(50);
    const moved = await page.evaluate((to) => window.wavefix.moveUser(0, to), [0, 0, truth[0][2]] as const);
    expect(moved.truth).toEqual([0, 0, truth[0][2]]);
    await drop(page, 'bad.geojson', strToU8('{"type": "FeatureCollection", "features": 3}'));
    await expect.poll(() => page.getByText(/bad\.geojson/).count()).toBe(1);
    expect(await page.evaluate(() => window.wavefix.state().scene)).toBe('town.geojson');
  });
});

describe('a large town', () => {
  it('says how far its preparation is, and can be given up: what was open stays and answers', async () => {
    const page = await open({ query: QUERY });
    // So many that a quick machine takes more than a moment, too; a slow one does not get far before it is stopped.
    const houses = Array.from({ length: 3600 }, (_, house) => {
      const [x, y] = [36 * (house % 60), 31 * Math.floor(house / 60)];
      const [width, depth] = [14 + (house % 7), 11 + (house % 5)];
      const ring: [number, number][] = [
        [x, y],
        [x + width, y + (house % 3)],
        [x + width, y + depth],
        [x, y + depth],
        [x, y],
      ];
      return [6 + (house % 11), ...ring] as const;
    });
    const pressed = await pressBesideGauge(page, '[role="progressbar"]', /^Preparing .*\d\s%/);
    await drop(page, 'houses.geojson', strToU8(geoJson(houses)));
    expect(await pressed()).toMatch(/walls and edges|the site/);
    await expect.poll(() => page.getByText(/^Preparing/).count()).toBe(0);
    expect(await page.evaluate(() => window.wavefix.state().scene)).toBe('s3');
    const moved = await page.evaluate(() => window.wavefix.moveUser(0, [20, 20, 1.5]));
    expect(moved.paths).toBeGreaterThan(0);
  });
});

describe('a zip', () => {
  it('opens when it is dropped; maps of its ground come with progress, can be stopped, and are kept', async () => {
    const page = await open({
      query: QUERY,
      context: { viewport: { width: 1280, height: 800 } },
    });
    const yard = geoJson([[10, [-9, -9], [9, -9], [9, 9], [-9, 9], [-9, -9]]]);
    await untilFound(page, { scene: 'yard.zip/yard.geojson' }, () =>
      drop(page, 'yard.zip', zipSync({ 'yard.geojson': strToU8(yard) })),
    );
    const select = page.getByLabel('Overlay');
    const progress = page.getByRole('progressbar', { name: 'Coverage map' });
    const pressed = await pressBesideGauge(page, 'progress[aria-label="Coverage map"]', /\d of .+ places/);
    await select.selectOption('path-loss');
    await pressed();
    await progress.waitFor({ state: 'detached' });
    expect(await select.inputValue()).toBe('none');
    // The bar comes with the choice, and goes with the map.
    await select.selectOption('line-of-sight');
    await progress.waitFor({ state: 'detached' });
    await page.getByTitle('Scale of the line of sight').waitFor();
    expect(await select.inputValue()).toBe('line-of-sight');
    // Another map of the same world needs no second computation.
    await select.selectOption('path-loss');
    await page.getByText(/≥ \d+ dB/).waitFor();
    expect(await progress.count()).toBe(0);
  });
});

describe('a folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wavefix-'));
    await mkdir(join(folder, 'block/meshes'), { recursive: true });
    const xml = `<scene version="2.1.0"><bsdf type="diffuse" id="mat-itu_concrete"/>${shape('tower')}${shape('shed')}</scene>`;
    await writeFile(join(folder, 'block/block.xml'), xml);
    await writeFile(join(folder, 'block/meshes/tower.ply'), boxPly([-30, -30, -10, -10, 20]));
    await writeFile(join(folder, 'block/meshes/shed.ply'), boxPly([15, 10, 40, 30, 6]));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('opens when it is chosen, and says where its site was put', async () => {
    const page = await open({ query: QUERY });
    await untilFound(page, { scene: 'block/block.xml' }, () =>
      page.getByLabel('Scene folder').setInputFiles(join(folder, 'block')),
    );
    const { error } = await page.evaluate(() => window.wavefix.fixes('toa-aoa'));
    expect(error.filter(Number.isFinite).length).toBeGreaterThan(20);
    await expect.poll(() => page.getByText(/one was put at its rim/).count()).toBe(1);
  });
});
