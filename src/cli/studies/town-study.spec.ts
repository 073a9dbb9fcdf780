import { describe, expect, it } from 'vitest';
import { readModelFile } from '../model-files.ts';
import { townPage } from './town-page.ts';
import type { TownRow } from './town-study.ts';

describe('the study of the town', () => {
  const streets = readModelFile('models', 'site-product', 'tokyo-streets', 'report.json');
  if (!streets?.mean_m) throw new Error('the densities are evaluated');
  const fast = { ...streets, mean_m: 3 * streets.mean_m };
  const alone = [0.9, 0.2, 0.5].map((median_m) => ({ mean_m: 2, median_m, with_fix: 400 }));
  const base = { isAskedAlone: true, streets, fast, alone, prior: null } as const;
  const rows: readonly TownRow[] = [
    {
      ...base,
      model: 'diffloc-unet',
      paper: '0.116 m',
      prior: { kept: { ...alone[0], mean_m: 0.6 }, takenOut: { ...alone[0], mean_m: 0.7 } },
    },
    { ...base, model: 'regression', input: 'fingerprint', isAskedAlone: false, fast: null, alone: [] },
  ];
  const page = townPage({ study: 'town', dataset: 'tokyo-streets', dataset_hash: 'h', asked: 400, rows });
  const lineOf = (start: string, nth = 0): string => page.split('\n').filter((line) => line.startsWith(start))[nth];

  it('has a row for every network and input, beside the paper and with fast vehicles over the others', () => {
    expect(lineOf('| diffloc-unet')).toContain('| 3.00× | 0.116 m |');
    expect(lineOf('| regression, fingerprint')).toMatch(/\| – \| – \| – \| – \|$/);
  });

  it('tells what each site knows alone, the middle of their medians, and what the prior costs', () => {
    expect(lineOf('| diffloc-unet', 1)).toContain('| 0.900 m of 400 | 0.200 m of 400 | 0.500 m of 400 | 0.500 m |');
    expect(lineOf('| regression', 1)).toBeUndefined();
    expect(lineOf('diffloc-unet, the same users')).toContain('mean 0.600 m, and 0.700 m with the prior');
  });
});
