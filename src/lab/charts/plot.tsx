/** A plotly chart in a box: loaded when first drawn, redrawn when its data rest, or a few times a second. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { loadPlotly, type Plotly } from './plotly.ts';
import { CALM_MILLISECONDS } from '../state/calm-view.ts';
import { PLOT_CONFIG } from './plot-theme.ts';
import styles from './plot.module.css';

/** Least time between two drawings of a chart that grows, milliseconds. */
const REDRAW_MILLISECONDS = 400;

/**
 * How long data must rest before they are drawn, milliseconds. Longer than the calm view waits between two states of
 * something that keeps moving: a drawing takes longer than a fix, and would keep a drag waiting.
 */
const REST_MILLISECONDS = 1.5 * CALM_MILLISECONDS;

/** What a chart shows. The chart is drawn anew when `data` or `layout` is another object. */
export interface PlotProps {
  readonly data: readonly object[];
  readonly layout: object;
  /** What the chart is, for those who cannot see it. */
  readonly label: string;
  /** CSS height. */
  readonly height: number | string;
  /** True while the chart grows: it is then drawn again and again; otherwise once its data rest. */
  readonly growing?: boolean;
}

/** Draws with plotly; a quiet skeleton until it is there, a sentence if it cannot be fetched. */
export function Plot({ data, layout, label, height, growing = false }: PlotProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [plotly, setPlotly] = useState<Plotly | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef({ data, layout });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const lastDrawn = useRef(-Infinity);

  useEffect(() => {
    let gone = false;
    loadPlotly().then(
      (loaded) => {
        if (!gone) setPlotly(loaded);
      },
      () => {
        if (!gone) setFailed(true);
      },
    );
    return () => {
      gone = true;
    };
  }, []);

  useEffect(() => {
    latest.current = { data, layout };
    const element = box.current;
    if (!plotly || !element) return;
    const first = lastDrawn.current === -Infinity;
    if (growing && timer.current !== undefined) return;
    clearTimeout(timer.current);
    const wait = growing || first ? lastDrawn.current + REDRAW_MILLISECONDS - performance.now() : REST_MILLISECONDS;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lastDrawn.current = performance.now();
        void plotly.react(element, latest.current.data, latest.current.layout, PLOT_CONFIG);
      },
      Math.max(0, wait),
    );
  }, [plotly, data, layout, growing]);

  useEffect(() => {
    const element = box.current;
    if (!plotly || !element) return undefined;
    const watcher = new ResizeObserver(() => {
      if (element.firstChild && element.clientWidth > 0) void plotly.Plots.resize(element);
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      clearTimeout(timer.current);
      timer.current = undefined;
      plotly.purge(element);
    };
  }, [plotly]);

  return (
    <div className={styles.frame} style={{ height }} role="img" aria-label={label}>
      <div ref={box} className={styles.box} />
      {!plotly && <div className={styles.skeleton}>{failed ? 'The chart could not be fetched.' : ''}</div>}
    </div>
  );
}
