/** Takes a chart home. */
import type { ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { PLOT_THEMES, type PlotTheme } from '../charts/plot-theme.ts';
import { FIGURE_FORMATS, saveFigure, type Figure, type FigureWords } from '../charts/take-home.ts';
import { useLab } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import styles from './comparison-panel.module.css';

/** One button per format. */
export function FigureButtons({
  name,
  words,
  figure,
}: {
  /** Of the file. */
  readonly name: string;
  readonly words: FigureWords;
  readonly figure: (theme: PlotTheme) => Figure;
}): ReactElement {
  const { store } = useLab();
  return (
    <span className={styles.formats}>
      {FIGURE_FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          className={styles.format}
          title={`Save the chart as ${format.toUpperCase()}`}
          aria-label={`Save ${words.title} as ${format.toUpperCase()}`}
          onClick={() => {
            saveFigure(figure(PLOT_THEMES.light), words, name, format).catch((cause: unknown) =>
              notifyError(store, toLabError(cause)),
            );
          }}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </span>
  );
}
