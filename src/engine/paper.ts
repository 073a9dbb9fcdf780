/** The report of a paper that comes with the page: fetched when somebody opens it. */
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { paperReport, type PaperReport } from '../evaluation/paper-report.ts';

/** Where `wavefix report pe-msrn` puts it, below the page. */
const FILE = 'papers/pe-msrn/report.json';

/**
 * Reads the report.
 *
 * @param assetBase the address that the page lies under
 * @throws LabError 'bad-file' where there is none, or another one
 */
export async function fetchPaper(assetBase: string, signal: AbortSignal): Promise<PaperReport> {
  const { href } = new URL(FILE, assetBase);
  const refuse = (words: string): LabError =>
    new LabError('bad-file', `Cannot show the paper: ${href} ${words}.`, 'Write it with: wavefix report pe-msrn.');
  const response = await fetch(href, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw refuse('cannot be fetched');
  });
  if (!response.ok) throw refuse(`is not there (the server answered ${response.status})`);
  const json: unknown = await response.json().catch(() => {
    throw refuse('is not JSON');
  });
  const parsed = v.safeParse(paperReport, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw refuse(`is no report of this lab (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message})`);
}
