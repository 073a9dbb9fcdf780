/**
 * How long a page keeps its own thread from a hand: as processor time, so that what a busy machine does meanwhile is not counted,
 * and how long it waited for whoever paints, which takes no processor time and keeps a hand off all the same.
 */
import type { Page } from 'playwright-core';

/** The part of an entry of Chromium's trace that is read here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur: number;
  /** Processor time of the thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** What a page's thread did; both in milliseconds, the longest first. */
export interface ThreadTime {
  /** Processor time of every turn of its loop: nothing else runs on it until the turn is over. */
  readonly turns: readonly number[];
  /** Every time that it stood still until the graphics process had come to some point. */
  readonly waits: readonly number[];
}

const TURN = /^ThreadControllerImpl::RunTask$/;
const WAIT = /^CommandBufferProxyImpl::WaitFor/;

/** Name of a page's thread. */
const PAGE_THREAD = 'CrRendererMain';

/** Does something, and tells what the page's thread did meanwhile. */
export async function timeThread(page: Page, action: () => Promise<unknown>): Promise<ThreadTime> {
  const browser = page.context().browser();
  if (!browser) throw new Error('a page has a browser');
  await browser.startTracing(page, { categories: ['toplevel', 'gpu'] });
  await action();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const threads = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === PAGE_THREAD).map(threadOf),
  );
  const own = traceEvents.filter((event) => event.ph === 'X' && threads.has(threadOf(event)));
  const times = (kind: RegExp, timeOf: (event: TraceEvent) => number): number[] =>
    own
      .filter(({ name }) => kind.test(name))
      .map((event) => timeOf(event) / 1000)
      .sort((a, b) => b - a);
  // What is over at once has no processor time of its own.
  return { turns: times(TURN, ({ tdur, dur }) => tdur ?? dur), waits: times(WAIT, ({ dur }) => dur) };
}
