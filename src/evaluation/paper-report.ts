/**
 * A paper's tables and figures with ours beside them, as `wavefix report` writes it and the page reads it. One schema for
 * both: what is written is what can be read.
 */
import * as v from 'valibot';

const length = v.nullable(v.number());

/** Errors as a table prints them, metres and shares; null where it has none. */
const errors = v.object({
  mean_m: length,
  median_m: length,
  p90_m: length,
  max_m: length,
  min_m: length,
  below_1m: length,
  below_0_5m: length,
});

/** Ours on unseen positions. */
const evaluation = v.object({ ...errors.entries, count: v.number(), with_fix: v.number(), seed: v.number() });

/** Ours on known positions at one SNR. */
const gridPoint = v.object({ snr_db: v.number(), rmse_m: length, count: v.number(), with_fix: v.number() });

/** What the paper's text says of a curve of errors by SNR, which it prints nowhere as numbers, and ours. */
const quoted = v.object({
  estimator: v.string(),
  title: v.string(),
  /** SNRs that it is said of, decibels, both included; null where the text names none. */
  snr_db: v.nullable(v.tuple([v.number(), v.number()])),
  /** Between which lengths the error is said to lie, metres; null for an open end, alike where one length is given. */
  least_m: length,
  most_m: length,
  /** The paper's own words. */
  words: v.string(),
  /** Least and largest RMSE of ours at these SNRs, or at all of the figure's; null where that was not evaluated. */
  ours: v.nullable(v.object({ least_m: v.number(), most_m: v.number() })),
});

const curvePoint = v.object({
  step: v.number(),
  passes: v.number(),
  training_loss: v.number(),
  validation: errors,
});

const row = v.object({
  estimator: v.string(),
  title: v.string(),
  /** What the paper prints, or null where it has no such row. */
  published: v.nullable(errors),
  /** Ours, or null with the reason in `missing`. */
  ours: v.nullable(evaluation),
  missing: v.string(),
  /** RMSE by SNR on known positions; empty where that was not evaluated. */
  grid: v.array(gridPoint),
});

/** What limits a setting: errors by whether the site sees a user. */
export const paperSight = v.object({
  dataset_hash: v.string(),
  seed: v.number(),
  /** Kinds of users, and how many there are of each. */
  kinds: v.array(v.object({ title: v.string(), users: v.number() })),
  /** Errors of some estimators, in the order of the kinds, metres. */
  rows: v.array(
    v.object({
      estimator: v.string(),
      title: v.string(),
      kinds: v.array(v.object({ mean_m: length, median_m: length, p90_m: length, max_m: length })),
    }),
  ),
});

/** What one network is held to in a setting, and what was tried to get there. */
const bar = v.object({
  estimator: v.string(),
  title: v.string(),
  /** Mean error that it has to reach on unseen positions, metres. */
  bar_m: v.number(),
  /** What it reaches, metres; null where it is not trained. */
  mean_m: length,
  /** The same of the users in sight alone; null where that was not measured. */
  in_sight_m: length,
  is_met: v.boolean(),
  /** How the one run that is shipped went, in a sentence: no trial; empty where the bar is met, and where that was not kept. */
  course: v.string(),
  /** Other settings that were tried, and what the validation positions said of them. */
  trials: v.array(v.object({ settings: v.string(), result: v.string() })),
});

/** One setting: one of the tables 8–12 with its figure. */
const setting = v.object({
  dataset: v.string(),
  scene: v.string(),
  title: v.string(),
  table: v.number(),
  figure: v.number(),
  dimensions: v.picklist([2, 3]),
  /** SNR range that unseen positions are sounded at, decibels. */
  snr_db: v.tuple([v.number(), v.number()]),
  /** Accuracy that the paper asks of the scenario, metres. */
  need_m: v.number(),
  rows: v.array(row),
  /** Who is in sight and what becomes of both kinds; null where that was not measured. */
  sight: v.nullable(paperSight),
  bars: v.array(bar),
  /** What the text says of the figure. */
  quoted: v.array(quoted),
  /** What a reader has to know of the printed table, one sentence each. */
  notes: v.array(v.string()),
});

/** What a network costs: parameters, and operations of one forward pass. */
const counts = v.object({ parameters: v.number(), flops: v.number() });

/** One algorithm of table 3. */
const complexity = v.object({
  estimator: v.string(),
  title: v.string(),
  /** Operations per training sample as printed; null for what the paper has not. */
  printed: length,
  /** Epochs that the printed number contains, 1 where it contains none; null without a printed number. */
  printed_epochs: length,
  /** Whether ours is trained in the table's setting; where not, what its recipe would build is counted. */
  is_trained: v.boolean(),
  /** Counted from the layers of ours. */
  ...counts.entries,
  /**
   * The same of ours as wide as the paper's: fed what ours is fed, and where the paper counts a larger image, fed that; null for
   * what table 3 has not.
   */
  at_paper_width: v.nullable(
    v.object({
      width: v.number(),
      ...counts.entries,
      image: v.nullable(v.object({ side: v.number(), ...counts.entries })),
    }),
  ),
});

/** See the file's head. */
export const paperReport = v.object({
  paper: v.literal('pe-msrn'),
  citation: v.string(),
  settings: v.array(setting),
  /** Table 7 and figure 6: the paper's rows beside those of the setting `dataset`. */
  ablation: v.object({
    table: v.number(),
    figure: v.number(),
    dataset: v.string(),
    rows: v.array(v.object({ estimator: v.string(), title: v.string(), published: v.nullable(errors) })),
    /** What the text says of the figure. */
    quoted: v.array(quoted),
    notes: v.array(v.string()),
  }),
  /** Table 6 and figures 4 and 5: errors by training length in the setting `dataset`. */
  training: v.object({
    table: v.number(),
    dataset: v.string(),
    published: v.array(v.object({ epochs: v.number(), ...errors.entries })),
    curves: v.array(
      v.object({
        estimator: v.string(),
        title: v.string(),
        loss: v.string(),
        /** Noise draws of every training position, so that this many passes are one epoch of the paper. */
        draws: v.number(),
        points: v.array(curvePoint),
        /** 80 % of the validation positions err by at most this at the end, metres; null where that was not kept. */
        p80_m: length,
      }),
    ),
    /** Figure 4 at its end: mean squared errors that the text gives. */
    losses: v.array(
      v.object({ estimator: v.string(), title: v.string(), training: v.number(), validation: v.number() }),
    ),
    /** Figure 5: what the text says of the paper's best length. */
    distribution: v.object({ epochs: v.number(), share: v.number(), error_m: v.number() }),
    /** How long those were trained that are shipped: passes over the training positions, and epochs in the paper's sense. */
    lengths: v.array(v.object({ estimator: v.string(), title: v.string(), passes: v.number(), epochs: v.number() })),
    notes: v.array(v.string()),
  }),
  complexity: v.object({ table: v.number(), rows: v.array(complexity), notes: v.array(v.string()) }),
});

/** The whole report. */
export type PaperReport = v.InferOutput<typeof paperReport>;

/** One of the tables 8–12. */
export type PaperSetting = PaperReport['settings'][number];

/** One estimator in one setting. */
export type PaperRow = PaperSetting['rows'][number];

/** What limits a setting. */
export type PaperSight = v.InferOutput<typeof paperSight>;

/** What a network is held to. */
export type PaperBar = PaperSetting['bars'][number];

/** Errors as a table prints them. */
export type PaperErrors = NonNullable<PaperRow['published']>;

/** What the text says of a curve. */
export type PaperQuote = PaperSetting['quoted'][number];
