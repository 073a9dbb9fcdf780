/** `wavefix report <paper id>`: the paper's tables with ours beside them, as JSON and as a page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '../compute/backend.ts';
import { LabError } from '../errors/lab-error.ts';
import { parseArguments } from './arguments.ts';
import { writePage } from './reports/page.ts';
import { SETTING_IDS } from '../training/experiments/settings.ts';
import { writeModelFile } from './model-files.ts';
import { countAtPaperWidth } from './reports/complexity.ts';
import { collectPeMsrn, DETAILED } from './reports/pe-msrn.ts';
import { measureSight } from './reports/sight.ts';
import { startComputing } from './start-computing.ts';

const OPTIONS = { out: { kind: 'text', shape: 'FOLDER' }, sight: { kind: 'flag' } } as const;

/** Papers that have a report. */
const PAPERS = ['pe-msrn'];

/**
 * Collects a report, writes `report.json` and `index.html` into a folder (public/papers/<paper id> by default, from where
 * the lab shows it), and answers with the former. With --sight it first measures who is in sight in each setting.
 *
 * @throws LabError 'unknown-id' for a paper without a report
 */
export async function report(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  const [paper] = positionals;
  if (positionals.length !== 1 || !PAPERS.includes(paper)) {
    const named = positionals.length === 0 ? 'No paper is named.' : `There is no report "${positionals.join(' ')}".`;
    throw new LabError('unknown-id', named, `Choose one of: ${PAPERS.join(', ')}.`);
  }
  if (values.sight) {
    await startComputing('wasm');
    for (const dataset of SETTING_IDS) {
      writeModelFile('models', 'toa-aoa', dataset, 'sight.json', await measureSight(dataset));
    }
  } else {
    // Networks are built to be counted, not run.
    await startBackend({ requested: 'cpu' });
  }
  const collected = collectPeMsrn('models', countAtPaperWidth(DETAILED));
  const folder = values.out ?? join('public', 'papers', paper);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(collected)}\n`);
  writeFileSync(join(folder, 'index.html'), writePage(collected));
  return collected;
}
