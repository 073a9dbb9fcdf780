/** The models that come with the lab: their cards say what their reports and experiments say, and all of them are small. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetOfScene } from '../datasets/registry.ts';
import { DEFAULT_LINK } from '../lab/state/url-codec.ts';
import { writeErrors, writeTrials } from '../training/card.ts';
import { EXPERIMENTS } from '../training/experiments/registry.ts';
import { readModelFile } from './model-files.ts';

const MODELS = 'models';

/** Every file of the models, with its size in bytes. */
const files = readdirSync(MODELS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => ({ path: join(parentPath, name), bytes: statSync(join(parentPath, name)).size }));

const shipped = EXPERIMENTS.filter(({ estimator, dataset }) =>
  existsSync(join(MODELS, estimator, dataset, 'model.json')),
);

describe('the shipped models', () => {
  it('weigh less than 150 MB together', () => {
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(1e6);
    expect(total).toBeLessThan(150e6);
  });

  it('of the page as it opens weigh less than 1.5 MB: the others are fetched by whoever asks for them', () => {
    const { scene, estimators } = DEFAULT_LINK;
    const { id: dataset } = datasetOfScene(scene);
    const fetched = files.filter(({ path }) => estimators.some((id) => path.startsWith(join(MODELS, id, dataset))));
    const total = fetched.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(1e5);
    expect(total).toBeLessThan(1.5e6);
  });

  it('keep their kernels in half precision', () => {
    for (const { estimator, dataset } of shipped) {
      const folder = join(MODELS, estimator, dataset);
      const manifest = readFileSync(join(folder, 'model.json'), 'utf8');
      expect(manifest, folder).toContain('"float16"');
    }
  });

  it.each(shipped.map((experiment) => [`${experiment.estimator}/${experiment.dataset}`, experiment] as const))(
    'have a card that says what was reached and tried: %s',
    (_, { estimator, dataset, departures, trials }) => {
      const card = readFileSync(join(MODELS, estimator, dataset, 'card.md'), 'utf8');
      const report = readModelFile(MODELS, estimator, dataset, 'report.json');
      if (!report) throw new Error(`${estimator}/${dataset} was never evaluated.`);
      expect(card).toContain(writeErrors('in space', report));
      expect(card).toContain(report.dataset_hash);
      expect(card).toContain(`${report.with_fix} users with a fix`);
      // Where these fail, a departure or a trial was added since: it belongs into the card, too.
      for (const departure of departures) expect(card).toContain(`- ${departure}\n`);
      const tried = card.indexOf('## What was tried');
      expect(tried < 0 ? '' : card.slice(tried)).toBe(writeTrials({ trials }));
    },
  );
});
