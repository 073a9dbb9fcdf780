import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { polarOf } from '../features/apparent-position.ts';
import { rawFeatures } from '../features/positional-encoding.ts';
import { finishSteps } from '../numerics/steps.ts';
import type { OpenDataset, PositionsDefinition } from './definition.ts';
import { openDataset, SPLITS } from './definition.ts';
import { measureEvaluationSet } from './evaluation-set.ts';
import { hashDataset } from './hash.ts';
import { measureUsers } from './measure-users.ts';
import type { MeasuredUsers, MeasureUsersRequest } from './measure-users.ts';
import { addressOf, findDataset, findPositionsDataset } from './registry.ts';
import { S3_2D } from './s3-2d.ts';
import { S3_3D } from './s3-3d.ts';
import { tracedLinks } from './traced-links.ts';
import { loadTrainingReports } from './training-cache.ts';
import { datasetUsers } from './users.ts';

const dataset = openDataset(S3_3D);

const source = tracedLinks(dataset, datasetUsers(dataset, 'test', 6));

function measureAll(request: MeasureUsersRequest): MeasuredUsers['links'][0] {
  return finishSteps(measureUsers(source, request)).links[0];
}

describe('s3-3d', () => {
  it('has a grid to train on and at least 300 unseen positions each to validate and test on', () => {
    const [training, validation, test] = (['training', 'validation', 'test'] as const).map((split) =>
      datasetUsers(dataset, split),
    );
    expect(training.count).toBeGreaterThan(1000);
    expect(validation.count).toBeGreaterThanOrEqual(300);
    expect(test.count).toBe(400);
    const places = new Set<string>();
    for (const { positions, count } of [training, validation, test]) {
      for (let i = 0; i < count; i++) places.add(positions.subarray(i * 3, i * 3 + 3).join());
    }
    expect(places.size).toBe(training.count + validation.count + test.count);
  });

  it('keeps its first test users whatever the count', () => {
    expect(datasetUsers(dataset, 'test', 10).positions).toEqual(datasetUsers(dataset, 'test').positions.slice(0, 30));
  });

  it('has a hash that follows its content, not its title', () => {
    const changed = (changes: Partial<PositionsDefinition>): OpenDataset => ({
      ...dataset,
      definition: { ...S3_3D, ...changes },
    });
    const hash = hashDataset(dataset);
    // Trained weights carry it: a change here says that they were trained on something else.
    expect(hash).toBe('7dae04593241e4cd');
    expect(hashDataset(changed({ title: 'Another title' }))).toBe(hash);
    expect(hashDataset(changed({ snrDb: [-10, 7] }))).not.toBe(hash);
    expect(hashDataset(changed({ test: { count: 400, seed: 1 } }))).not.toBe(hash);
  });

  it('has a 2-D form at one known height', () => {
    const flat = openDataset(S3_2D);
    for (const split of SPLITS) {
      const { count, positions } = datasetUsers(flat, split);
      expect(count).toBeGreaterThanOrEqual(300);
      for (let i = 0; i < count; i++) expect(positions[3 * i + 2]).toBe(1.5);
    }
    expect(hashDataset(flat)).not.toBe(hashDataset(dataset));
  });

  it('is found by its id', () => {
    expect(findDataset('s3-3d')).toBe(S3_3D);
    expect(() => findDataset('s9')).toThrow('There is no dataset "s9"');
    expect(addressOf(S3_3D)).toBe('s3');
    expect(addressOf(S3_2D)).toBe('s3-2d');
  });
});

describe('every scenario of positions', () => {
  it.each(['s1-3d', 's2-2d', 's2-3d', 's3-2d', 's3-3d'])('%s has users in the open, in three splits', (id) => {
    const opened = openDataset(findPositionsDataset(id));
    const places = new Set<string>();
    const sizes = SPLITS.map((split) => {
      const { count, positions } = datasetUsers(opened, split);
      for (let i = 0; i < count; i++) places.add(positions.subarray(3 * i, 3 * i + 3).join());
      return count;
    });
    expect(places.size).toBe(sizes[0] + sizes[1] + sizes[2]);
    expect(sizes[0]).toBeGreaterThan(50);
    expect(Math.min(...sizes.slice(1))).toBeGreaterThanOrEqual(300);
  });
});

describe('measureUsers', () => {
  const users = datasetUsers(dataset, 'test', 6);
  const request: MeasureUsersRequest = { draws: 2, snr: { kind: 'imposed', rangeDb: [0, 6] }, seeds: [1] };
  const whole = measureAll(request);

  it('reports every user and draw near the truth, with the SNR that was imposed', () => {
    const raw = rawFeatures(whole.measurements);
    expect(whole.measurements.count).toBe(12);
    const delayErrors: number[] = [];
    for (let row = 0; row < 12; row++) {
      expect(whole.snrDb[row]).toBeGreaterThanOrEqual(0);
      expect(whole.snrDb[row]).toBeLessThanOrEqual(6);
      expect(Math.abs(raw[row * 5] - whole.snrDb[row])).toBeLessThan(1);
      const [x, y, z] = users.positions.subarray(Math.floor(row / 2) * 3, Math.floor(row / 2) * 3 + 3);
      delayErrors.push(Math.abs(raw[row * 5 + 3] - polarOf([x, y, z], dataset.site.position)[2]));
    }
    expect(delayErrors.sort((a, b) => a - b)[6]).toBeLessThan(1.5);
  });

  it('measures any part of a set to the same numbers', () => {
    const part = measureAll({ ...request, from: 3, to: 5, draws: 1, firstDraw: 1 });
    expect(part.measurements.delay).toEqual(Float64Array.of(whole.measurements.delay[7], whole.measurements.delay[9]));
    expect(part.snrDb).toEqual(Float64Array.of(whole.snrDb[7], whole.snrDb[9]));
  });

  it('draws fresh noise for another seed', () => {
    const other = measureAll({ ...request, to: 1, seeds: [2] });
    expect(other.measurements.delay[0]).not.toBe(whole.measurements.delay[0]);
  });
});

describe('measureEvaluationSet', () => {
  it('measures held-out users once, and grid points over fresh noise', () => {
    const heldOut = measureEvaluationSet(dataset, { split: 'test', protocol: 'held-out', count: 3, seed: 1 });
    expect(heldOut.users.positions).toEqual(datasetUsers(dataset, 'test', 3).positions);
    expect(heldOut.links[0].measurements.count).toBe(3);
    const grid = measureEvaluationSet(dataset, { split: 'training', protocol: 'grid', count: 3, seed: 1, snrDb: 4 });
    const heights = [grid.users.positions[2], grid.users.positions[5], grid.users.positions[8]];
    for (const height of heights) expect(S3_3D.grid.heights).toContain(height);
    for (const snr of grid.links[0].measurements.snr) expect(10 * Math.log10(snr)).toBeCloseTo(4, -0.3);
  });
});

describe('loadTrainingReports', () => {
  it('draws no more noise than the dataset has', () => {
    expect(() => loadTrainingReports(dataset, 'nowhere', S3_3D.trainingDraws + 1)).toThrow('noise draws');
  });

  it('measures once, and reads back the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wavefix-cache-'));
    try {
      const small: OpenDataset = {
        ...dataset,
        definition: {
          ...S3_3D,
          region: { minimum: [20, 14, 0.5], maximum: [24, 18, 2.5] },
          grid: { spacing: 2, heights: [0.5, 1.5] },
        },
      };
      let measured = 0;
      const first = loadTrainingReports(small, folder, 2, () => measured++);
      const second = loadTrainingReports(small, folder, 2);
      expect(first.users).toBe(datasetUsers(small, 'training').count);
      expect(first.raw).toHaveLength(first.users * 2 * 5);
      expect(second).toEqual(first);
      expect(measured).toBeGreaterThan(0);
      const [folderName] = readdirSync(folder);
      expect(readdirSync(join(folder, folderName)).every((name) => name.endsWith('.bin'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
