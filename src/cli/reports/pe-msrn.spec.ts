import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../compute/backend.ts';
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { gridReport } from '../../evaluation/grid-report.ts';
import { paperReport } from '../../evaluation/paper-report.ts';
import type { PaperReport, PaperRow } from '../../evaluation/paper-report.ts';
import { evaluationReport } from '../../evaluation/report.ts';
import { findExperiment } from '../../training/experiments/registry.ts';
import { PUBLISHED_COMPLEXITY, denseOperations } from '../../training/published.ts';
import { countAtPaperWidth, type WideCosts } from './complexity.ts';
import { writePage } from './page.ts';
import { collectPeMsrn, DETAILED } from './pe-msrn.ts';

const folder = mkdtempSync(join(tmpdir(), 'wavefix-report-'));
afterAll(() => rmSync(folder, { recursive: true }));
let wide: WideCosts;
beforeAll(async () => {
  await startBackend({ requested: 'cpu' });
  wide = countAtPaperWidth(DETAILED);
});

const hashOf = (id: string): string => hashDataset(openDataset(findPositionsDataset(id)));

/** An evaluation of two users, 1 m and 3 m off. */
const evaluation = (model: string, dataset: string, hash = hashOf(dataset)): unknown =>
  evaluationReport(
    { model, dataset, split: 'test', seed: 1, dataset_hash: hash },
    [1, 0, 0, 0, 3, 0],
    [0, 0, 0, 0, 0, 0],
    3,
  );

function write(model: string, dataset: string, file: string, content: unknown): void {
  mkdirSync(join(folder, model, dataset), { recursive: true });
  writeFileSync(join(folder, model, dataset, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const collect = (): PaperReport => collectPeMsrn(folder, wide);

const rowOf = (report: PaperReport, dataset: string, estimator: string): PaperRow | undefined =>
  report.settings.find((setting) => setting.dataset === dataset)?.rows.find((row) => row.estimator === estimator);

describe('the report of PE-MSRN', () => {
  it('puts ours beside the paper, and says why something is missing', () => {
    write('toa-aoa', 's1-3d', 'report.json', evaluation('toa-aoa', 's1-3d'));
    write('pe-msrn', 's1-3d', 'report.json', evaluation('pe-msrn', 's1-3d'));
    write('cnn', 's1-3d', 'report.json', evaluation('cnn', 's1-3d', 'another'));
    const point = { step: 100, passes: 7, training_loss: 0.1, validation: { mean_m: 2.25 } };
    write('msrn', 's3-3d', 'training.json', { loss: 'distance', points: [point] });
    const report = collect();
    expect(report.settings.map(({ table }) => table)).toEqual([12, 9, 11, 8, 10]);
    expect(rowOf(report, 's1-3d', 'pe-msrn')).toMatchObject({ ours: { mean_m: 2 }, published: { mean_m: 5.8188 } });
    expect(rowOf(report, 's1-3d', 'toa-aoa')).toMatchObject({ ours: { mean_m: 2 }, published: null });
    expect(rowOf(report, 's1-3d', 'cnn')).toMatchObject({
      ours: null,
      missing: expect.stringContaining('another') as string,
    });
    expect(rowOf(report, 's2-2d', 'cnn')).toMatchObject({ ours: null, missing: 'not trained yet' });
    for (const { parameters, flops } of report.complexity.rows) {
      expect(parameters).toBeGreaterThan(1000);
      expect(flops).toBeGreaterThan(1000);
    }
    const page = writePage(report);
    expect(page).toContain('<td class="better">2.000</td>');
    expect(page).toContain('MSRN, 7 passes (0.4 epochs)</td><td>1.00e-1</td><td>2.250</td>');
    expect(page).toContain('not trained yet');
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it('keeps known positions apart, SNR by SNR, and is what its schema reads', () => {
    const subject = { model: 'fcnet', dataset: 's2-3d', split: 'training', seed: 1, dataset_hash: hashOf('s2-3d') };
    const fixes = (x: number) => ({ estimates: [x, 0, 0], truth: [0, 0, 0] });
    const grid = gridReport(
      subject,
      [-10, 6].map((snrDb) => ({ snrDb, ...fixes(4 - snrDb / 4) })),
      3,
    );
    write('fcnet', 's2-3d', 'grid.json', grid);
    const report = collect();
    expect(rowOf(report, 's2-3d', 'fcnet')?.grid).toEqual([
      { snr_db: -10, rmse_m: 6.5, count: 1, with_fix: 1 },
      { snr_db: 6, rmse_m: 2.5, count: 1, with_fix: 1 },
    ]);
    expect(rowOf(report, 's2-3d', 'cnn')?.grid).toEqual([]);
    expect(v.parse(paperReport, JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(writePage(report)).toContain('<th>-10 dB</th><th>6 dB</th>');
  });

  it('says what limits a setting, of its present form alone', () => {
    const errors = { mean_m: 0.5, median_m: 0.25, p90_m: 1, max_m: 2 };
    const sight = {
      dataset_hash: hashOf('s1-3d'),
      seed: 1,
      kinds: [{ title: 'hidden', users: 47 }],
      rows: [{ estimator: 'toa-aoa', title: 'TOA + AOA', kinds: [errors] }],
    };
    write('toa-aoa', 's1-3d', 'sight.json', sight);
    write('toa-aoa', 's2-2d', 'sight.json', { ...sight, dataset_hash: 'another' });
    const report = collect();
    const sights = report.settings.map((setting) => setting.sight);
    expect(sights).toEqual([sight, null, null, null, null]);
    expect(v.parse(paperReport, JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(writePage(report)).toContain('<th>hidden, 47 users: mean</th>');
  });

  it('says which parts pay once all of them are trained', () => {
    const said = (): string | undefined =>
      collect().ablation.notes.find((note) => note.startsWith('Ours by the means'));
    expect(said()).toBeUndefined();
    for (const [id, offset] of [
      ['pe-msrn', 0],
      ['pe-msn', 1],
      ['pe-srn', -1],
      ['msrn', 0.5],
    ] as const) {
      const report = evaluation(id, 's3-3d') as { mean_m: number };
      write(id, 's3-3d', 'report.json', { ...report, mean_m: 2 + offset });
    }
    expect(said()).toContain(
      'PE-SRN −50 %, MSRN +25 %, PE-MSN +50 %; so PE-MSRN whole is not the best, and not every part pays',
    );
    for (const id of ['pe-msrn', 'pe-msn', 'pe-srn', 'msrn'] as const) {
      const report = evaluation(id, 's2-2d') as { mean_m: number };
      write(id, 's2-2d', 'report.json', { ...report, mean_m: id === 'pe-msrn' ? 2 : 3 });
    }
    expect(collect().ablation.notes.find((note) => note.startsWith('In S2-2D'))).toContain('PE-SRN +50 %');
    for (const id of ['pe-msrn', 'pe-msn', 'pe-srn', 'msrn']) {
      for (const dataset of ['s3-3d', 's2-2d']) rmSync(join(folder, id, dataset, 'report.json'));
    }
  });

  it('says that the ablation mixes widths and lengths, for as long as it does', () => {
    const sizes = (['pe-msrn', 'pe-msn', 'pe-srn', 'msrn'] as const).map((id) => {
      const { architecture, loop } = findExperiment(`s3-3d/${id}`);
      return `${architecture.baseWidth} ${loop.schedule.totalSteps}`;
    });
    const isSaid = collect().ablation.notes.some((note) => note.includes('not of one width and length'));
    expect(isSaid).toBe(new Set(sizes).size > 1);
  });

  it('holds PE-MSRN to the paper’s means and ours to half of them, and shows what was tried where they are missed', () => {
    write('pe-msrn-plus', 's1-3d', 'report.json', evaluation('pe-msrn-plus', 's1-3d'));
    write('pe-msrn-plus', 's3-2d', 'report.json', evaluation('pe-msrn-plus', 's3-2d'));
    const points = [
      { step: 100, passes: 7, training_loss: 0.2, validation: { mean_m: 3 } },
      { step: 200, passes: 14, training_loss: 0.1, validation: { mean_m: 2.5 } },
      { step: 300, passes: 21, training_loss: 0.1, validation: { mean_m: 2.75 } },
    ];
    for (const dataset of ['s1-3d', 's3-2d']) {
      write('pe-msrn-plus', dataset, 'training.json', { loss: 'distance', points });
    }
    const report = collect();
    const barOf = (dataset: string, estimator: string) =>
      report.settings.find((one) => one.dataset === dataset)?.bars.find((one) => one.estimator === estimator);
    // Both are 2 m off in the mean: the highway asks for half of 5.8188 m, the hall for half of 0.5703 m.
    expect(barOf('s1-3d', 'pe-msrn-plus')).toMatchObject({ bar_m: 2.9094, mean_m: 2, is_met: true });
    expect(barOf('s1-3d', 'pe-msrn')).toMatchObject({ bar_m: 5.8188 });
    const missed = barOf('s3-2d', 'pe-msrn-plus');
    expect(missed).toMatchObject({ bar_m: 0.28515, mean_m: 2, is_met: false });
    // One run is no trial: its course stands for itself.
    expect(missed?.course).toBe(
      'The one run that is shipped, 300 steps, by its validation mean: 3.000 m at step 100, 2.500 m at step 200 (its best, whose weights are kept), 2.750 m at step 300.',
    );
    expect(missed?.trials).toEqual(findExperiment('s3-2d/pe-msrn-plus').trials);
    expect(barOf('s1-3d', 'pe-msrn-plus')?.course).toBe('');
    expect(barOf('s2-3d', 'pe-msrn')).toMatchObject({ mean_m: null, is_met: false });
    const tried = findExperiment('s2-3d/pe-msrn-plus').trials;
    expect(tried.length).toBeGreaterThan(0);
    expect(barOf('s2-3d', 'pe-msrn-plus')?.trials).toEqual(expect.arrayContaining([...tried]));
    const page = writePage(report);
    for (const { settings } of tried) expect(page).toContain(settings);
    expect(missed?.trials).toEqual([]);
    expect(page).toContain(
      `${missed?.course}</td></tr>\n<tr><td colspan="5" class="trial">Nothing else was tried here.`,
    );
  });

  it('puts ours in order once the whole table is trained, and says so before', () => {
    const notesOf = (dataset: string): string =>
      collect()
        .settings.find((one) => one.dataset === dataset)
        ?.notes.join(' ') ?? '';
    for (const [k, id] of (['pe-msrn', 'cnn', 'fcnet', 'fe-fcnet'] as const).entries()) {
      write(id, 's2-2d', 'report.json', { ...(evaluation(id, 's2-2d') as object), mean_m: 4 - k });
    }
    expect(notesOf('s2-2d')).toContain('1 of the table’s 5 networks are not trained here yet');
    write('pe-fcnet', 's2-2d', 'report.json', { ...(evaluation('pe-fcnet', 's2-2d') as object), mean_m: 9 });
    expect(notesOf('s2-2d')).toContain(
      'ours: FE-FCNet 1.000 m, FCNet 2.000 m, CNN 3.000 m, PE-MSRN 4.000 m, PE-FCNet 9',
    );
  });

  it('says what each of ours brings, and where more than that sets it apart', () => {
    const notesOf = (dataset: string): readonly string[] =>
      collect().settings.find((one) => one.dataset === dataset)?.notes ?? [];
    write('pe-msrn-harmonic', 's1-3d', 'report.json', { ...(evaluation('x', 's1-3d') as object), mean_m: 1.5 });
    expect(notesOf('s1-3d')).toContain(
      'Integer harmonics in the place of the printed encoding: mean 1.500 m (PE-MSRN harmonic) against 2.000 m (PE-MSRN).',
    );
    expect(notesOf('s1-3d').join(' ')).toContain(
      'A correction learnt to the TOA + AOA fix, held to the region of the users: mean 2.000 m (PE-MSRN plus) against 2.000 m (TOA + AOA). It knows nothing',
    );
    expect(notesOf('s3-2d').join(' ')).not.toContain('Integer harmonics');
    for (const id of ['pe-msrn', 'pe-msrn-harmonic']) write(id, 's3-3d', 'report.json', evaluation(id, 's3-3d'));
    expect(notesOf('s3-3d').join(' ')).toContain('differ in width or length');
    for (const id of ['pe-msrn', 'pe-msrn-harmonic']) rmSync(join(folder, id, 's3-3d', 'report.json'));
  });

  it('names what the known surfaces bring apart from what is learnt, wherever the fix is folded at them', () => {
    for (const { dataset, notes } of collectPeMsrn('models', wide).settings) {
      const said = notes.filter((note) => note.includes('(PE-MSRN plus)'));
      expect(said, dataset).toHaveLength(1);
      const { encoding, trials } = findExperiment(`${dataset}/pe-msrn-plus`);
      const alone = trials.find(({ settings }) => settings === 'The folded fix alone, no network');
      expect(alone !== undefined, dataset).toBe(encoding.kind === 'folded');
      expect(said[0].includes('folded at the known surfaces'), dataset).toBe(encoding.kind === 'folded');
      if (alone) expect(said[0]).toContain(`the folded fix alone has a ${alone.result.replace('mean', 'mean of')}`);
      if (alone) expect(said[0]).toMatch(/with the correction that is learnt \d\.\d{3} m/);
    }
  });

  it('is in the page as the models are, no missed bar of theirs without its training’s course', () => {
    const shipped: unknown = JSON.parse(readFileSync('public/papers/pe-msrn/report.json', 'utf8'));
    const report = collectPeMsrn('models', wide);
    // Where this fails, a model was trained or evaluated since: wavefix report pe-msrn writes the page anew.
    expect(shipped).toEqual(report);
    const missed = report.settings.flatMap(({ bars }) => bars.filter(({ is_met: isMet }) => !isMet));
    for (const { course } of missed) expect(course).not.toBe('');
  });

  it('says which network is ahead of PE-MSRN in every setting, by the means, and which alone has dropout', () => {
    const { settings } = collectPeMsrn('models', wide);
    const notesOf = (dataset: string): string => settings.find((one) => one.dataset === dataset)?.notes.join(' ') ?? '';
    for (const { dataset, rows } of settings) {
      const meanOf = (id: string): number => rows.find(({ estimator }) => estimator === id)?.ours?.mean_m ?? NaN;
      const isSaid = notesOf(dataset).includes('FE-FCNet has a lower mean than PE-MSRN as printed in all 5 settings');
      expect(isSaid && !(meanOf('fe-fcnet') < meanOf('pe-msrn'))).toBe(false);
      expect(notesOf(dataset)).toContain('PE-FCNet (0.2) alone has dropout');
    }
    // Nothing of the kind before all settings are trained.
    expect(
      collect()
        .settings.flatMap(({ notes }) => notes)
        .join(' '),
    ).not.toContain('has a lower mean than');
  });

  it('counts what is not trained as such', () => {
    const rows = collect().complexity.rows;
    expect(rows.every(({ is_trained: isTrained }) => !isTrained)).toBe(true);
    expect(writePage(collect())).toContain('FCNet (not trained here)');
    const shipped = collectPeMsrn('models', wide);
    for (const { estimator, is_trained: isTrained } of shipped.complexity.rows) {
      expect(isTrained, estimator).toBe(rowOf(shipped, 's3-3d', estimator)?.ours !== null);
    }
  });

  it('works out where the text and the tables of the paper disagree', () => {
    const { settings, ablation, complexity } = collect();
    const notesOf = (dataset: string): string => settings.find((one) => one.dataset === dataset)?.notes.join(' ') ?? '';
    expect(notesOf('s3-2d')).toContain(
      'Table 5 asks for less than 30 cm in this scenario, section 5.4 for less than 50 cm',
    );
    expect(notesOf('s2-2d')).toContain(
      'Table 5 asks for less than 4 m in this scenario, section 5.4 for less than 2 m',
    );
    expect(notesOf('s2-3d')).toContain('by the table’s means it is 9.4 and 66.8 %');
    expect(ablation.notes.join(' ')).toContain('72 % of the users of PE-MSRN below 1 m, the table 88.76 %');
    expect(complexity.notes[0]).toContain(
      'As printed they are 180, 3.7 and 2.9 times cheaper than PE-MSRN, divided by the epochs 36,000, 300 and 290 times.',
    );
  });

  it('explains the units of table 3 by the paper’s own equation', () => {
    for (const id of ['fcnet', 'fe-fcnet', 'pe-fcnet'] as const) {
      const { dense, epochs, operations } = PUBLISHED_COMPLEXITY[id] ?? {};
      if (!dense || !epochs || !operations) throw new Error(`${id} has no counts`);
      expect((denseOperations(dense) * epochs) / operations).toBeCloseTo(1, 2);
    }
  });

  it('counts the networks of table 3 as wide as the paper’s, on both images, beside those that are trained', () => {
    const { rows, notes } = collect().complexity;
    const whole = rows.find(({ estimator }) => estimator === 'pe-msrn');
    expect(whole?.at_paper_width).toMatchObject({ width: 64, image: { side: 64 } });
    expect(whole?.at_paper_width?.parameters).toBeGreaterThan(10 * (whole?.parameters ?? NaN));
    // Convolutions do not know how large the image is.
    expect(whole?.at_paper_width?.image?.parameters).toBe(whole?.at_paper_width?.parameters);
    const printed = rows.filter(({ printed: operations }) => operations !== null).map(({ estimator }) => estimator);
    const counted = rows.filter(({ at_paper_width: at }) => at).map(({ estimator }) => estimator);
    expect(counted).toEqual(printed);
    expect(notes.filter((note) => note.startsWith('As wide as'))).toHaveLength(2);
    expect(writePage(collect())).toContain('ours as wide as the paper’s (512)');
  });

  it('sets what the text says of a figure beside ours at the same SNRs, and says where it prints a picture alone', () => {
    const subject = { model: 'cnn', dataset: 's1-3d', split: 'training', seed: 1, dataset_hash: hashOf('s1-3d') };
    const found = [2, 4, 6].map((snrDb) => ({ snrDb, estimates: [snrDb, 0, 0], truth: [0, 0, 0] }));
    write('cnn', 's1-3d', 'grid.json', gridReport(subject, found, 3));
    const report = collect();
    const quoted = report.settings.find(({ dataset }) => dataset === 's1-3d')?.quoted ?? [];
    // Of what lies above 2 dB.
    expect(quoted.find(({ estimator }) => estimator === 'cnn')).toMatchObject({
      snr_db: [4, 6],
      least_m: 3,
      most_m: 3,
      ours: { least_m: 4, most_m: 6 },
    });
    expect(quoted.find(({ estimator }) => estimator === 'fcnet')).toMatchObject({
      least_m: 7,
      most_m: null,
      ours: null,
    });
    expect(report.ablation.quoted.map(({ estimator }) => estimator)).toEqual([
      'pe-msrn',
      'pe-msrn',
      'pe-msn',
      'pe-srn',
    ]);
    const page = writePage(report);
    expect(page).toContain('<td>3.000</td><td>4.000 to 6.000</td>');
    for (const figure of [6, 7, 8, 9, 10, 11]) {
      expect(page).toContain(`The paper prints the curves of figure ${figure} as a picture alone`);
    }
    rmSync(join(folder, 'cnn', 's1-3d', 'grid.json'));
  });

  it('quotes the paper’s text alone: no length of a figure that the text does not hold', () => {
    const { training, settings } = collect();
    expect(training.losses.map(({ estimator }) => estimator)).toEqual(['pe-msrn', 'cnn']);
    expect(training.distribution).toEqual({ epochs: 100, share: 0.8, error_m: 0.78 });
    for (const { quoted } of settings) {
      for (const { words, least_m: least, most_m: most } of quoted) {
        expect(words).not.toBe('');
        expect(least ?? most).not.toBeNull();
      }
    }
  });

  it('works out what the ablation costs by its means', () => {
    const [first] = collect().ablation.notes;
    expect(first).toContain('3.1, 3.0 and 30.3 %');
  });

  it('refuses a broken file by its name', () => {
    write('pe-msn', 's1-3d', 'report.json', '{"mean_m": "far"}');
    expect(collect).toThrow(
      expect.objectContaining({
        code: 'bad-file',
        message: expect.stringContaining(join('pe-msn', 's1-3d', 'report.json')) as string,
      }),
    );
    rmSync(join(folder, 'pe-msn'), { recursive: true });
  });
});
