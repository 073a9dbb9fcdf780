import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchPaper } from './paper.ts';

const SHIPPED = readFileSync('public/papers/pe-msrn/report.json', 'utf8');
const never = new AbortController().signal;

function serve(answer: () => Response): void {
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(answer())),
  );
}

describe('the report of a paper', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is read from below the page', async () => {
    serve(() => new Response(SHIPPED));
    const report = await fetchPaper('https://lab.example/wavefix/', never);
    expect(report.settings.map(({ table }) => table)).toEqual([12, 9, 11, 8, 10]);
    expect(vi.mocked(fetch).mock.calls[0][0]).toBe('https://lab.example/wavefix/papers/pe-msrn/report.json');
  });

  it.each([
    ['is not there', () => new Response('', { status: 404 })],
    ['is not JSON', () => new Response('<!doctype html>')],
    ['is no report of this lab (settings', () => new Response(SHIPPED.replace('"settings"', '"setting"'))],
  ])('is refused where it %s', async (words, answer) => {
    serve(answer);
    await expect(fetchPaper('https://lab.example/', never)).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining(words) as string,
    });
  });

  it('leaves an abort as it is', async () => {
    const controller = new AbortController();
    controller.abort();
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new DOMException('gone', 'AbortError'))),
    );
    await expect(fetchPaper('https://lab.example/', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
