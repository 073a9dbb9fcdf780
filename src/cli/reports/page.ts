/** The report as one static page: no script, no font, no network. */
import type { PaperErrors, PaperQuote, PaperReport, PaperSetting } from '../../evaluation/paper-report.ts';

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 0.75rem 0; width: 100%; }
  th, td { text-align: right; padding: 0.25rem 0.6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
  th:first-child, td:first-child { text-align: left; }
  td.better { font-weight: 600; }
  caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
  td.trial { text-align: left; padding-left: 2rem; opacity: 0.8; }
  td.trial + td.trial { max-width: 34rem; }
  .note { opacity: 0.8; }
  ul.note { margin: 0 0 2.5rem; padding-left: 1.2rem; }
`;

/** Writes the page. */
export function writePage(report: PaperReport): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>PE-MSRN: the paper and ours</title><style>${STYLE}</style></head>
<body>
<h1>PE-MSRN: the paper and ours</h1>
<p>${report.citation}, tables 3 and 6–12, figures 4–11. Errors in metres. “TOA + AOA” is the fix that geometry alone gives,
without any network. A number of ours in bold is at or below the paper’s. Means and maxima are over the users with a fix.
PE-MSRN is held to the paper’s mean, PE-MSRN plus, which is ours, to half of it.</p>
${report.settings.map(settingTables).join('\n')}
${ablationTable(report)}
${epochTable(report)}
${complexityTable(report)}
</body>
</html>
`;
}

function settingTables(setting: PaperSetting): string {
  const { dataset, title, table, rows, notes } = setting;
  const lines = rows.map((row) => {
    const { published, ours } = row;
    const own = ours
      ? [
          cell(metres(ours.mean_m), isAtOrBelow(ours.mean_m, published?.mean_m)),
          cell(metres(ours.median_m)),
          cell(metres(ours.p90_m), isAtOrBelow(ours.p90_m, published?.p90_m)),
          cell(metres(ours.max_m), isAtOrBelow(ours.max_m, published?.max_m)),
          cell(share(ours.below_1m)),
          cell(`${ours.with_fix} of ${ours.count}`),
        ].join('')
      : `<td colspan="6" class="note">${row.missing}</td>`;
    const paper = [published?.mean_m, published?.p90_m, published?.max_m].map((value) => cell(metres(value)));
    return `<tr><td>${row.title}</td>${paper.join('')}${own}</tr>`;
  });
  return `<table><caption>${title} (${dataset}), table ${table}: unseen positions</caption>
<tr><th></th><th>paper mean</th><th>90 %</th><th>max</th><th>ours mean</th><th>median</th><th>90 %</th><th>max</th><th>&lt; 1 m</th><th>with a fix</th></tr>
${lines.join('\n')}
</table>
${sightTable(setting)}
${barTable(setting)}
${gridTable(setting)}
${quoteTable(setting.figure, setting.quoted)}
${list(notes)}`;
}

function sightTable({ title, sight }: PaperSetting): string {
  if (!sight) return '';
  const lines = sight.rows.map(
    (row) =>
      `<tr><td>${row.title}</td>${row.kinds.map(({ mean_m, median_m }) => cell(metres(mean_m)) + cell(metres(median_m))).join('')}</tr>`,
  );
  const heads = sight.kinds.map((kind) => `<th>${kind.title}, ${kind.users} users: mean</th><th>median</th>`);
  return `<table><caption>${title}: what limits it, ours on the same unseen positions</caption>
<tr><th></th>${heads.join('')}</tr>
${lines.join('\n')}
</table>`;
}

/** Of a bar that is missed. */
const NOTHING_TRIED = 'Nothing else was tried here.';

function barTable({ title, bars }: PaperSetting): string {
  const lines = bars.flatMap((bar) => {
    const verdict = bar.mean_m === null ? 'not trained yet' : bar.is_met ? 'met' : 'missed';
    const head = [metres(bar.bar_m), metres(bar.mean_m), metres(bar.in_sight_m)].map((text) => cell(text)).join('');
    const trials = bar.trials.map(
      ({ settings, result }) =>
        `<tr><td class="trial">${settings}</td><td colspan="4" class="trial">${result}</td></tr>`,
    );
    const across = (words: string): string => `<tr><td colspan="5" class="trial">${words}</td></tr>`;
    return [
      `<tr><td>${bar.title}</td>${head}<td>${verdict}</td></tr>`,
      ...(bar.course === '' ? [] : [across(bar.course)]),
      ...(trials.length > 0 || bar.is_met ? trials : [across(NOTHING_TRIED)]),
    ];
  });
  return `<table><caption>${title}: the bars, and what was tried, by the validation positions</caption>
<tr><th></th><th>bar, mean</th><th>ours</th><th>ours, in sight alone</th><th></th></tr>
${lines.join('\n')}
</table>`;
}

function gridTable({ title, figure, rows }: Pick<PaperSetting, 'title' | 'figure' | 'rows'>): string {
  const known = rows.filter(({ grid }) => grid.length > 0);
  if (known.length === 0) return '';
  const snrs = known[0].grid.map(({ snr_db }) => snr_db);
  const lines = known.map(
    (row) => `<tr><td>${row.title}</td>${row.grid.map(({ rmse_m }) => cell(metres(rmse_m))).join('')}</tr>`,
  );
  return `<table><caption>${title}, figure ${figure}: RMSE by SNR over ${known[0].grid[0].count.toLocaleString('en')} soundings of known grid positions, ours</caption>
<tr><th></th>${snrs.map((snr) => `<th>${snr} dB</th>`).join('')}</tr>
${lines.join('\n')}
</table>`;
}

/** What the text says of a figure: the curves themselves are pictures. */
function quoteTable(figure: number, quoted: readonly PaperQuote[]): string {
  const lines = quoted.map(({ title, snr_db: snrs, least_m: least, most_m: most, words, ours }) => {
    const at = snrs === null ? 'not said' : snrs[0] === snrs[1] ? `${snrs[0]} dB` : `${snrs[0]} to ${snrs[1]} dB`;
    const own = ours === null ? 'not evaluated' : between(ours.least_m, ours.most_m);
    return `<tr><td>${title}</td>${[at, `“${words}”`, between(least, most), own].map((text) => cell(text)).join('')}</tr>`;
  });
  return `<table><caption>Figure ${figure}: what the paper’s text says of it, and our RMSE at the same SNRs, at all where it names none</caption>
<tr><th></th><th>SNR</th><th>the text</th><th>paper, metres</th><th>ours, metres</th></tr>
${lines.join('\n')}
</table>
<p class="note">The paper prints the curves of figure ${figure} as a picture alone; nothing is read off it here.</p>`;
}

/** A length, two of them, or one that is not gone beyond. */
function between(least: number | null, most: number | null): string {
  if (least === most) return metres(least);
  if (least === null) return `below ${metres(most)}`;
  return most === null ? `above ${metres(least)}` : `${metres(least)} to ${metres(most)}`;
}

function ablationTable({ ablation, settings }: PaperReport): string {
  const own = settings.find(({ dataset }) => dataset === ablation.dataset)?.rows ?? [];
  const lines = ablation.rows.map(({ estimator, title, published }) => {
    const row = own.find((one) => one.estimator === estimator);
    const ours = row?.ours
      ? errorCells(row.ours)
      : `<td colspan="4" class="note">${row?.missing ?? 'not trained yet'}</td>`;
    return `<tr><td>${title}</td>${errorCells(published)}${ours}</tr>`;
  });
  return `<table><caption>Ablation, indoor hall (3-D), table ${ablation.table}</caption>
<tr><th></th><th>paper mean</th><th>90 %</th><th>max</th><th>&lt; 1 m</th><th>ours mean</th><th>90 %</th><th>max</th><th>&lt; 1 m</th></tr>
${lines.join('\n')}
</table>
${gridTable({
  title: 'Ablation, indoor hall (3-D)',
  figure: ablation.figure,
  rows: own.filter(({ estimator }) => ablation.rows.some((row) => row.estimator === estimator)),
})}
${quoteTable(ablation.figure, ablation.quoted)}
${list(ablation.notes)}`;
}

/** How many points of a curve the table shows. */
const SHOWN_POINTS = 8;

/** Figure 4 at its end, and what the text says of figure 5. */
function lossTable({ losses, curves, distribution }: PaperReport['training']): string {
  const lines = losses.map(({ estimator, title, training, validation }) => {
    const { loss, points } = curves.find((curve) => curve.estimator === estimator) ?? {};
    const end = points?.at(-1)?.training_loss;
    const own = end === undefined ? 'not kept' : `${end.toFixed(4)} (${loss})`;
    return `<tr><td>${title}</td>${[training.toFixed(4), validation.toFixed(4), own].map((text) => cell(text)).join('')}</tr>`;
  });
  const ends = curves.map(({ title, p80_m: p80 }) => `${title} ${metres(p80)} m`).join(', ');
  return `<table><caption>Figure 4 at its end: the losses that the text gives; of the other networks it gives none, and of the courses none</caption>
<tr><th></th><th>paper, training (squared)</th><th>paper, validation (squared)</th><th>ours, training</th></tr>
${lines.join('\n')}
</table>
<p class="note">Figure 5: by the text ${100 * distribution.share} % of the validation set err by at most ${distribution.error_m} m after ${distribution.epochs} epochs. Ours on the validation positions, at the end of each training that was kept: ${ends}.</p>`;
}

function epochTable({ training, settings }: PaperReport): string {
  const shipped = settings.find(({ dataset }) => dataset === training.dataset)?.rows ?? [];
  const lengths = training.lengths.map(({ estimator, title, passes, epochs }) => {
    const ours = shipped.find((row) => row.estimator === estimator)?.ours ?? null;
    return `<tr><td>${title}, shipped, ${passes} passes (${epochs.toFixed(1)} epochs), test positions</td><td></td>${errorCells(ours)}</tr>`;
  });
  const paper = training.published.map(
    ({ epochs, ...errors }) => `<tr><td>paper, ${epochs} epochs</td><td></td>${errorCells(errors)}</tr>`,
  );
  const ours = training.curves.flatMap(({ title, draws, points }) => {
    const every = Math.max(1, Math.floor(points.length / SHOWN_POINTS));
    const shown = points.filter((_, i) => (points.length - 1 - i) % every === 0);
    return shown.map(
      ({ passes, training_loss, validation }) =>
        `<tr><td>${title}, ${passes} passes (${(passes / draws).toFixed(1)} epochs)</td>${cell(training_loss.toExponential(2))}${errorCells(validation)}</tr>`,
    );
  });
  return `<table><caption>Errors by training length, indoor hall (3-D), table ${training.table}; ours shipped on the test positions, and along each training that was kept on the validation positions</caption>
<tr><th></th><th>training loss</th><th>mean</th><th>90 %</th><th>max</th><th>&lt; 1 m</th></tr>
${[...paper, ...lengths, ...ours].join('\n')}
</table>
${lossTable(training)}
${list(training.notes)}`;
}

function complexityTable({ complexity }: PaperReport): string {
  const lines = complexity.rows.map(({ title, is_trained, printed, printed_epochs, parameters, flops, ...row }) => {
    const perEpoch = printed !== null && printed_epochs !== null ? printed / printed_epochs : null;
    const cells = [
      printed === null ? '–' : printed.toExponential(2),
      printed_epochs ?? '–',
      millions(perEpoch),
      parameters.toLocaleString('en'),
      millions(flops),
    ];
    const name = is_trained ? title : `${title} (not trained here)`;
    const own = `<tr><td>${name}</td>${cells.map((value) => cell(String(value))).join('')}</tr>`;
    return [own, ...wideLines(row.at_paper_width)].join('\n');
  });
  return `<table><caption>Complexity, indoor hall (3-D), table ${complexity.table}; ours counted from the layers as trained, or as the recipe would build them where they are not</caption>
<tr><th></th><th>paper, operations a sample</th><th>epochs in it</th><th>million an epoch</th><th>our parameters</th><th>million a fix</th></tr>
${lines.join('\n')}
</table>
${list(complexity.notes)}`;
}

/** Ours at the paper's width, on its own image and on the one that the paper counts. */
function wideLines(wide: PaperReport['complexity']['rows'][number]['at_paper_width']): string[] {
  if (!wide) return [];
  const line = (words: string, parameters: number, flops: number): string =>
    `<tr><td class="trial">${words}</td>${['', '', '', parameters.toLocaleString('en'), millions(flops)].map((text) => cell(text)).join('')}</tr>`;
  const { width, parameters, flops, image } = wide;
  return [
    line(`ours as wide as the paper’s (${width})`, parameters, flops),
    ...(image
      ? [line(`the same on an image of ${image.side}×${image.side} pixels`, image.parameters, image.flops)]
      : []),
  ];
}

function errorCells(errors: PaperErrors | null): string {
  const { mean_m, p90_m, max_m, below_1m } = errors ?? {};
  return [metres(mean_m), metres(p90_m), metres(max_m), share(below_1m)].map((text) => cell(text)).join('');
}

function cell(text: string, isBetter = false): string {
  return isBetter ? `<td class="better">${text}</td>` : `<td>${text}</td>`;
}

function isAtOrBelow(ours: number | null, paper: number | null | undefined): boolean {
  return ours !== null && paper != null && ours <= paper;
}

function list(notes: readonly string[]): string {
  return `<ul class="note">${notes.map((note) => `<li>${note}</li>`).join('')}</ul>`;
}

function metres(value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(3);
}

function millions(value: number | null): string {
  return value === null ? '–' : (value / 1e6).toPrecision(3);
}

function share(value: number | null | undefined): string {
  return value == null ? '–' : `${(100 * value).toFixed(1)} %`;
}
