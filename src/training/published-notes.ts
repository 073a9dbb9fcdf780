/** Where the PE-MSRN paper contradicts itself or leaves something open, in plain words; percentages are worked out. */
import type { SettingId } from './experiments/settings.ts';
import type { NetworkId } from './networks.ts';
import type { PublishedErrors } from './published.ts';
import { PUBLISHED, PUBLISHED_ABLATION, PUBLISHED_COMPLEXITY, PUBLISHED_EPOCHS, denseOperations } from './published.ts';
import { QUOTED_ERRORS, QUOTED_LOSS_OF_ACCURACY } from './published-figures.ts';

const SCENES = 'The paper’s scenes are not published. Ours have the same kind, size and grid, and are synthetic.';

/** What the text gives a network in a figure at one SNR, or at none that it names, metres. */
function quoted(figure: keyof typeof QUOTED_ERRORS, id: NetworkId, at: number | null = null): number {
  const found = QUOTED_ERRORS[figure].find(
    ({ networks, snrDb }) =>
      networks.includes(id) && (at === null ? snrDb === null : snrDb?.[0] === at && snrDb[1] === at),
  );
  return found?.errors[1] ?? NaN;
}

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
    `Figure 9 has PE-MSRN at ${centimetres(quoted(9, 'pe-msrn', 6))} at 6 dB, figure 6 has the same network in the same hall at ${centimetres(quoted(6, 'pe-msrn', 6))}.`,
    `The figure’s ${centimetres(quoted(9, 'pe-msrn', 6))} at 6 dB are for known grid points, the table’s ${centimetres(printed('s3-3d').mean_m)} for unseen ones: two questions, kept apart here.`,
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
  const said = (id: keyof typeof QUOTED_LOSS_OF_ACCURACY): string => (100 * QUOTED_LOSS_OF_ACCURACY[id]).toFixed(0);
  const gain = (id: 'pe-msn' | 'pe-srn'): string => (100 * (1 - quoted(6, 'pe-msrn', 6) / quoted(6, id))).toFixed(0);
  const percent = (id: keyof typeof PUBLISHED_ABLATION): string => (100 * PUBLISHED_ABLATION[id].below_1m).toFixed(2);
  return [
    `The text says that accuracy falls by ${said('pe-msn')}, ${said('pe-srn')} and ${said('msrn')} % without residuals, scales and encoding; by the table’s means it is ${more('pe-msn')}, ${more('pe-srn')} and ${more('msrn')} %.`,
    `The former two fit what the text says of figure 6: ${centimetres(quoted(6, 'pe-msrn', 6))} at 6 dB are ${gain('pe-msn')} % below its ${quoted(6, 'pe-msn')} m without residuals and ${gain('pe-srn')} % below its ${quoted(6, 'pe-srn')} m without scales. Without encoding it gives no length.`,
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
    'The paper’s losses are mean squared errors of coordinates that are normalised in a way that it does not give; ours are mean distances in our normalisation. The two cannot be compared, only their courses.',
    `Tables 6 and 7 give PE-MSRN after 100 epochs the same mean, ${PUBLISHED_ABLATION['pe-msrn'].mean_m} m, and other 90 % errors, ${PUBLISHED_EPOCHS.find(({ epochs }) => epochs === 100)?.p90_m} and ${PUBLISHED_ABLATION['pe-msrn'].p90_m} m: the former on the test set, by the text, the latter on the validation set.`,
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
    'The paper counts images of 64×64 pixels, its 32 features fill 6×6. Ours are counted at the size that they have; as wide as the paper’s, at both.',
    'Section 4.6 counts a dense layer on 8×8×512 values of PE-MSRN, section 4.1 averages them to 512 before, as ours does. It lets the channels of CNN reach 256, table 2 lists 32, 64 and 128, which ours has.',
  ];
}
