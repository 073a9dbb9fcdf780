/** The report as one static page: no script, no font, no network. */
import type { Curve, PeMsrnReport, ReportRow, ReportSetting } from './pe-msrn.ts';

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; margin: 0.75rem 0 2rem; width: 100%; }
  th, td { text-align: right; padding: 0.25rem 0.6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
  th:first-child, td:first-child { text-align: left; }
  td.better { font-weight: 600; }
  caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
  .note { opacity: 0.75; }
`;

/** Writes the page. */
export function writePage(report: PeMsrnReport): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>PE-MSRN: the paper and ours</title><style>${STYLE}</style></head>
<body>
<h1>PE-MSRN: the paper and ours</h1>
<p>Shen et al., Sensors 25(17):5578, 2025, tables 6 and 8–12. Unseen positions; errors in metres. The paper’s scenes are not
published: ours have the same kind and grid, and are synthetic. “TOA + AOA” is the fix that geometry alone gives, without any
network. A number of ours in bold is at or below the paper’s.</p>
${report.settings.map(settingTable).join('\n')}
${epochTable(report)}
${complexityTable(report)}
</body>
</html>
`;
}

function settingTable({ dataset, title, table, rows }: ReportSetting): string {
  const lines = rows.map((row) => {
    const { published, ours } = row;
    const better = published && ours?.mean_m != null && ours.mean_m <= published.mean_m;
    const own = ours
      ? [ours.mean_m, ours.median_m, ours.p90_m, ours.max_m]
          .map((value, i) =>
            i === 0 && better ? `<td class="better">${metres(value)}</td>` : `<td>${metres(value)}</td>`,
          )
          .join('') + `<td>${share(ours.below_1m)}</td><td>${ours.with_fix} of ${ours.count}</td>`
      : `<td colspan="6" class="note">${row.missing}</td>`;
    const paper = [published?.mean_m, published?.p90_m, published?.max_m].map((value) => `<td>${metres(value)}</td>`);
    return `<tr><td>${row.title}</td>${paper.join('')}${own}</tr>`;
  });
  return `<table><caption>${title} (${dataset})${table === null ? '' : `, table ${table}`}</caption>
<tr><th></th><th>paper mean</th><th>90 %</th><th>max</th><th>ours mean</th><th>median</th><th>90 %</th><th>max</th><th>&lt; 1 m</th><th>with a fix</th></tr>
${lines.join('\n')}
</table>`;
}

/** How many points of a curve the table shows. */
const SHOWN_POINTS = 8;

function epochTable({ epochs, settings }: PeMsrnReport): string {
  const paper = epochs.map(
    (row) =>
      `<tr><td>paper, ${row.epochs} epochs</td><td>${metres(row.mean_m)}</td><td>${metres(row.p90_m)}</td><td>${metres(row.max_m)}</td><td>${share(row.below_1m)}</td><td>${share(row.below_0_5m)}</td></tr>`,
  );
  const rows = settings.find(({ dataset }) => dataset === 's3-3d')?.rows ?? [];
  const ours = rows.flatMap((row) => (row.curve ? curveLines(row, row.curve) : []));
  return `<table><caption>Errors by training length, indoor hall (3-D), table 6; ours on the validation users, a pass being one sample of every training position</caption>
<tr><th></th><th>mean</th><th>90 %</th><th>max</th><th>&lt; 1 m</th><th>&lt; 0.5 m</th></tr>
${[...paper, ...ours].join('\n')}
</table>`;
}

function curveLines({ title }: ReportRow, { points }: Curve): string[] {
  const every = Math.max(1, Math.floor(points.length / SHOWN_POINTS));
  const shown = points.filter((_, i) => (points.length - 1 - i) % every === 0);
  return shown.map(({ passes, validation }) => {
    const full = 'p90_m' in validation ? validation : null;
    const cells = [
      metres(validation.mean_m),
      metres(full?.p90_m),
      metres(full?.max_m),
      share(full?.below_1m),
      share(full?.below_0_5m),
    ];
    return `<tr><td>${title}, ${passes} passes</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
}

function complexityTable({ settings }: PeMsrnReport): string {
  const rows = settings.find(({ dataset }) => dataset === 's3-3d')?.rows ?? [];
  const lines = rows.map(
    ({ title, parameters, flops }) =>
      `<tr><td>${title}</td><td>${parameters.toLocaleString('en')}</td><td>${(flops / 1e6).toFixed(2)}</td></tr>`,
  );
  return `<table><caption>Complexity of the networks as trained here (indoor hall, 3-D), counted from their layers</caption>
<tr><th></th><th>parameters</th><th>MFLOP per fix</th></tr>
${lines.join('\n')}
</table>
<p class="note">Table 3 of the paper is not comparable row by row: its Algorithms 3–5 count a whole training of so many epochs a
sample, Algorithms 1 and 2 one epoch; and a multiply–add counts once in attention maps and twice elsewhere. Ours are two operations
per multiply–add of one forward pass throughout.</p>`;
}

function metres(value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(3);
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : `${(100 * value).toFixed(1)} %`;
}
