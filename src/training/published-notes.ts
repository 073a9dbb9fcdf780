/** Where the PE-MSRN paper contradicts itself or leaves something open, in plain words; percentages are worked out. */
import type { SettingId } from './experiments/settings.ts';
import type { NetworkId } from './networks.ts';
import type { PublishedErrors } from './published.ts';
import { PUBLISHED, PUBLISHED_ABLATION, PUBLISHED_COMPLEXITY, PUBLISHED_EPOCHS, denseOperations } from './published.ts';

const SCENES = 'The paper’s scenes are not published. Ours have the same kind, size and grid, and are synthetic.';

/** What a table prints of PE-MSRN. */
const printed = (dataset: SettingId): PublishedErrors => PUBLISHED[dataset].rows['pe-msrn'];
const centimetres = (length: number): string => `${(100 * length).toFixed(0)} cm`;

/** How much lower the mean of PE-MSRN is than that of another row of the same table, percent. */
function improvement(dataset: SettingId, row: NetworkId): number {
  const other = PUBLISHED[dataset].rows[row]?.mean_m ?? NaN;
  return 100 * (1 - printed(dataset).mean_m / other);
}

/** Table 5 asks one accuracy of a scenario, section 5.4 another in two dimensions. */
function needNote(flat: 's2-2d' | 's3-2d', scenario: 's2-3d' | 's3-3d'): string {
  const [inTable, inText] = [scenario, flat].map((id) => PUBLISHED[id].need_m);
  const words = (need: number): string => (need < 1 ? centimetres(need) : `${need} m`);
  return `Table 5 asks for less than ${words(inTable)} in this scenario, section 5.4 for less than ${words(inText)}.`;
}

const BY_SETTING: Readonly<Record<SettingId, readonly string[]>> = {
  's3-2d': [
    needNote('s3-2d', 's3-3d'),
    `The text speaks of 40 cm at 6 dB, the table of ${centimetres(printed('s3-2d').mean_m)}: the figure asks known grid points, the table unseen ones.`,
  ],
  's2-2d': [
    needNote('s2-2d', 's2-3d'),
    `The 90 % error of PE-MSRN (${printed('s2-2d').p90_m} m) is below its mean (${printed('s2-2d').mean_m} m) and the same to the digit as in table ${PUBLISHED['s3-2d'].table}, like three values of CNN’s row: they were copied.`,
    'PE-MSRN and the geometric fix meet more obstructed users in our factory than in an empty hall: machines hide the site.',
  ],
  's3-3d': [
    `The text wants ${centimetres(PUBLISHED['s3-3d'].need_m)} for this scenario, and the table’s best mean is ${centimetres(printed('s3-3d').mean_m)}.`,
    `The figure’s 20 cm at 6 dB are for known grid points, the table’s ${centimetres(printed('s3-3d').mean_m)} for unseen ones: two questions, kept apart here.`,
  ],
  's2-3d': [
    `The text says that PE-MSRN improves on PE-FCNet (Algorithm 5) by 40.83 % and on CNN (Algorithm 2) by about 9 %; by the table’s means it is ${improvement('s2-3d', 'pe-fcnet').toFixed(1)} and ${improvement('s2-3d', 'cnn').toFixed(1)} %. Its rows fit only when read as Algorithms 1, 3, 4, 5, 2: ${improvement('s2-3d', 'fe-fcnet').toFixed(1)} and ${improvement('s2-3d', 'pe-fcnet').toFixed(1)} %.`,
  ],
  's1-3d': [
    `The text says 2 m above 2 dB (known grid points), the table ${printed('s1-3d').mean_m.toFixed(1)} m on average (unseen ones).`,
    'The text gives 12.64 m to Algorithm 3, the table to Algorithm 2: rows fit the text when read as 1, 3, 4, 5, 2.',
  ],
};

/** Notes on one of the tables 8–12. */
export function settingNotes(dataset: SettingId): readonly string[] {
  return [...BY_SETTING[dataset], SCENES];
}

/** Notes on table 7. */
export function ablationNotes(): readonly string[] {
  const whole = PUBLISHED_ABLATION['pe-msrn'].mean_m;
  const more = (id: keyof typeof PUBLISHED_ABLATION): string =>
    (100 * (PUBLISHED_ABLATION[id].mean_m / whole - 1)).toFixed(1);
  const percent = (id: keyof typeof PUBLISHED_ABLATION): string => (100 * PUBLISHED_ABLATION[id].below_1m).toFixed(2);
  return [
    `The text says that accuracy falls by 52, 75 and 77 % without residuals, scales and encoding; by the table’s means it is ${more('pe-msn')}, ${more('pe-srn')} and ${more('msrn')} %.`,
    `The text finds 72 % of the users of PE-MSRN below 1 m, the table ${percent('pe-msrn')} %; ${percent('msrn')} % is its row of MSRN.`,
    `The table gives PE-MSRN a mean of ${whole} m, table 10 gives the same network in the same hall ${printed('s3-3d').mean_m} m.`,
    SCENES,
  ];
}

/** Notes on table 6. */
export function trainingNotes(): readonly string[] {
  const [before, last] = PUBLISHED_EPOCHS.slice(-2);
  return [
    'An epoch of the paper is one pass over all training samples; a pass of ours is one sample of every training position, and there are sixteen noise draws of each.',
    'Ours are errors of the moving average of the weights on the validation positions, along the way; the loss is the one that the network is trained on.',
    `Table 6 ends at ${last.mean_m} m after ${last.epochs} epochs, worse than the ${before.mean_m} m after ${before.epochs}: the paper stops at ${before.epochs}.`,
  ];
}

/** Notes on table 3. */
export function complexityNotes(): readonly string[] {
  const operations = (id: 'fcnet' | 'fe-fcnet' | 'pe-fcnet'): string => {
    const { dense, epochs } = PUBLISHED_COMPLEXITY[id] ?? {};
    return dense && epochs ? `${(denseOperations(dense) / 1e6).toPrecision(3)} million × ${epochs}` : '';
  };
  const whole = PUBLISHED_COMPLEXITY['pe-msrn'];
  /** How many times cheaper than PE-MSRN the three are, with their epochs or without. */
  const times = (isOneEpoch: boolean): string => {
    const ratios = (['fcnet', 'fe-fcnet', 'pe-fcnet'] as const).map((id) => {
      const { operations: all, epochs } = PUBLISHED_COMPLEXITY[id] ?? { operations: NaN, epochs: NaN };
      const ratio = (whole?.operations ?? NaN) / (isOneEpoch ? all / epochs : all);
      return Number(ratio.toPrecision(2)).toLocaleString('en');
    });
    return `${ratios[0]}, ${ratios[1]} and ${ratios[2]}`;
  };
  return [
    `The rows of table 3 are not in one unit. Eq. 24 gives FCNet ${operations('fcnet')}, FE-FCNet ${operations('fe-fcnet')} and PE-FCNet ${operations('pe-fcnet')}: the printed numbers contain all epochs of a training. Those of PE-MSRN and CNN contain one. As printed they are ${times(false)} times cheaper than PE-MSRN, divided by the epochs ${times(true)} times.`,
    'Eq. 24 counts a multiply–add as one operation in attention and as two elsewhere. Ours are two per multiply–add, for one forward pass of one user, counted from the layers.',
    'The paper counts images of 64×64 pixels, its 32 features fill 6×6. Ours are counted at the size that they have.',
  ];
}
