/** Training in the page: begun, cut off by a reload, gone on with, compared on the map, saved, and brought back broken. */
import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { strToU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../src/datasets/definition.ts';
import { findPositionsDataset } from '../src/datasets/registry.ts';
import { datasetUsers } from '../src/datasets/users.ts';
import '../src/lab/api.ts';
import { offerTraining } from '../src/training/choices.ts';
import { untilFound, usePage } from './page.ts';

const open = usePage();
/** A dataset whose scene is prepared in no time. */
const query = '?scene=s3-2d&users=12&estimators=toa-aoa&backend=wasm&room=training';
const context = { viewport: { width: 1280, height: 800 } };
/** A training set is measured on two cores in a quarter of a minute; nobody knows what else they do. */
const PATIENCE = 600_000;
/** Longest that a slim network may take over the training positions of the hall, seconds. */
const EPOCH_BAR = 60;

/** A press that does not wait for the map to come to rest, which takes long where others compute, too. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).dispatchEvent('click');
}

async function choose(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('group', { name: group }).getByRole('button', { name, exact: true }).dispatchEvent('click');
}

async function untilStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction((wanted) => (window.wavefix.training()?.step ?? 0) >= wanted, step, { timeout: PATIENCE });
}

interface BroughtFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Brings files where there is a network already, and lets them take its place. */
async function bring(page: Page, files: readonly BroughtFile[]): Promise<void> {
  await page
    .getByLabel('Files of a model')
    .setInputFiles(
      files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })),
    );
  await press(page, 'Replace it');
}

/** Training positions of a dataset. */
const positionsOf = (id: string): number => {
  const dataset = openDataset(findPositionsDataset(id));
  return datasetUsers(dataset, 'training').count;
};

/** Channels of the slim network of the hall in 3-D, which is what the bar is about. */
const SLIM_WIDTH = offerTraining('s3-3d', 'pe-msrn', positionsOf('s3-3d')).standard.width;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a training in the page', () => {
  it(
    'learns without a leak, goes on after a reload, and is compared, saved and refused where it is broken',
    { timeout: 1_800_000 },
    async () => {
      const page = await open({ query, context });
      await choose(page, 'Width', String(SLIM_WIDTH));
      await choose(page, 'Noise draws of each position', '1');
      await choose(page, 'Passes over the positions', '30');
      await press(page, 'Start training');
      await untilStep(page, 20);
      const before = await page.evaluate(() => window.wavefix.training());
      expect(before?.losses.length).toBe(before?.step);

      // The tab goes and comes back: the training is where its latest checkpoint was, and its set is not measured again.
      await page.reload();
      await page.evaluate(() => window.wavefix.ready);
      await untilStep(page, 21);
      const resumed = await page.evaluate(() => window.wavefix.training());
      const firstSeen = (resumed?.step ?? 0) - (resumed?.losses.length ?? 0);
      expect(firstSeen).toBeGreaterThanOrEqual(5);

      await press(page, 'Pause');
      await page.getByText(/^Paused at step/).waitFor();
      const paused = await page.evaluate(() => window.wavefix.training()?.step);
      const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(await page.evaluate(() => window.wavefix.training()?.step)).toBe(paused);
      await press(page, 'Resume');

      await page.waitForFunction(() => window.wavefix.training()?.phase === 'done', undefined, { timeout: PATIENCE });
      const done = await page.evaluate(() => window.wavefix.training());
      expect(done).toMatchObject({ ended: 'complete', step: done?.totalSteps });
      expect(mean(done?.losses.slice(-10) ?? [])).toBeLessThan(0.7 * mean(before?.losses.slice(0, 10) ?? []));
      const [fewest, most] = done?.tensors ?? [0, 1];
      expect(most).toBe(fewest);
      // The network is as wide as the slim one of the hall in 3-D, and a pass takes as long as it has positions: so the hall's
      // three heights are read off its one.
      const seconds = ((done?.secondsPerPass ?? NaN) * positionsOf('s3-3d')) / positionsOf('s3-2d');
      process.stderr.write(`one pass over the positions of s3-3d at this pace: ${seconds.toFixed(2)} s\n`);
      expect(seconds).toBeLessThan(EPOCH_BAR);

      await untilFound(page, { estimator: 'own' }, () => press(page, 'Compare on the map'));
      const errors = await page.evaluate(() => window.wavefix.fixes('own').error);
      expect(errors.filter(Number.isFinite).length).toBe(errors.length);

      const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save as files')]);
      const saved = unzipSync(new Uint8Array(await readFile(await download.path())));
      expect(Object.keys(saved).sort()).toEqual(['model.json', 'training.json', 'weights-1of1.bin']);
      const files = Object.entries(saved).map(([name, bytes]) => ({ name, bytes }));
      const broken = (name: string, change: (bytes: Uint8Array) => Uint8Array): BroughtFile[] =>
        files.map((file) => (file.name === name ? { name, bytes: change(file.bytes) } : file));
      const text = (change: (json: string) => string) => (bytes: Uint8Array) =>
        strToU8(change(new TextDecoder().decode(bytes)));

      await bring(
        page,
        broken('weights-1of1.bin', (bytes) => bytes.slice(0, -4)),
      );
      await page.getByText(/bytes of weights, but its shards hold/).waitFor();
      await bring(page, [{ name: 'model.json', bytes: strToU8('{"format":"graph-model"}') }]);
      await page.getByText(/is not a model of this lab/).waitFor();
      await bring(
        page,
        broken(
          'model.json',
          text((json) => json.replaceAll(`"filters":${SLIM_WIDTH},`, `"filters":${SLIM_WIDTH + 1},`)),
        ),
      );
      await page.getByText(/does not hold a network that fits its weights/).waitFor();
      // What was there is still there, and whole files are taken.
      expect(await page.evaluate(() => window.wavefix.state().estimators)).toContain('own');
      await page.evaluate(() => window.wavefix.setEstimators(['toa-aoa']));
      await untilFound(page, { estimator: 'own' }, () => bring(page, files));
      expect(await page.evaluate(() => window.wavefix.fixes('own').error)).toEqual(errors);

      // A second training asks before it takes its place, and after a reload the network is still there to be used.
      await press(page, 'Start training');
      await press(page, 'Keep it');
      await page.reload();
      await page.evaluate(() => window.wavefix.ready);
      await page.getByText(/^Kept in this browser: /).waitFor();
      expect(await page.getByRole('button', { name: 'Save as files' }).isEnabled()).toBe(true);
      await page.evaluate(() => window.wavefix.setEstimators(['toa-aoa']));
      await untilFound(page, { estimator: 'own' }, () => press(page, 'Compare on the map'));
      expect(await page.evaluate(() => window.wavefix.fixes('own').error)).toEqual(errors);
    },
  );
});
