/** Noise and errors over the steps; pointing at them previews a step, pressing chooses it. */
import { useEffect, useMemo, useRef, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { GAIN_KNOWLEDGE } from '../../engine/frontend.ts';
import { decadeText, fineMetres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { acrossOf, CURVE_RANGE, downOf, errorPath, noisePath, stepAcross } from './curve.ts';
import styles from './denoising-panel.module.css';
import { shownStep } from './denoising-player.ts';
import { siteColour } from './site-colours.ts';
import { TOGETHER } from './trace.ts';

/** The curves' own coordinates, and the margins that the words take. */
const BOX = { width: 300, height: 118 } as const;
const LEFT = 46;
const TOP = 6;
const VIEW = { width: LEFT + BOX.width + 6, height: TOP + BOX.height + 20 } as const;

/** Ticks, metres: every other decade. */
const TICKS = [1e-3, 1e-1, 1e1, 1e3].filter((tick) => tick >= CURVE_RANGE.low && tick <= CURVE_RANGE.high);

/** How far along its curve the noise is named. */
const NOISE_WORD = 0.35;

/** The curves. */
export function ErrorCurve(): ReactElement | null {
  const { denoising } = useLab();
  const { player } = denoising;
  const trace = useStore(denoising.store, (state) => state.trace);
  const truth = useStore(denoising.store, (state) => state.truth);
  const showsAlone = useStore(denoising.store, (state) => state.showsAlone);
  const companion = useStore(denoising.store, (state) => state.companion);
  const isSilent = useStore(denoising.store, (state) => state.status.kind === 'silent');
  const limit = useLabState((state) => state.userLimit);
  const gains = useLabState((state) => state.gains);
  const marker = useRef<SVGLineElement>(null);
  const lines = useMemo(() => {
    if (!trace) return null;
    return {
      noise: noisePath(trace, BOX),
      together: errorPath(trace, TOGETHER, truth, BOX),
      beside: companion?.trace ? errorPath(companion.trace, TOGETHER, truth, BOX, trace.steps) : '',
      alone: trace.heard.map((isHeard, site) => (isHeard ? errorPath(trace, 1 + site, truth, BOX) : '')),
    };
  }, [trace, companion, truth]);

  useEffect(() => {
    const move = (): void => {
      const state = player.store.getState();
      const x = String(LEFT + acrossOf(shownStep(state), state.steps, BOX));
      marker.current?.setAttribute('x1', x);
      marker.current?.setAttribute('x2', x);
    };
    move();
    return denoising.onPicture(move);
  }, [denoising, player, trace]);

  if (!trace || !lines) return null;
  const bound = limit?.user === trace.user && limit.together.kind === 'bound' ? limit.together.horizontalError : null;
  const wordNoise = trace.sigma[Math.round(NOISE_WORD * trace.steps)];
  const stepAt = ({ currentTarget, clientX }: PointerEvent<SVGElement>): number => {
    const box = currentTarget.getBoundingClientRect();
    return stepAcross(((clientX - box.left) / box.width) * VIEW.width - LEFT, trace.steps, BOX);
  };
  return (
    <svg
      className={styles.curve}
      viewBox={`0 0 ${VIEW.width} ${VIEW.height}`}
      role="img"
      aria-label="Noise and error of every cloud over the steps, on a logarithmic scale"
      onPointerMove={(event) => player.point(stepAt(event))}
      onPointerLeave={() => player.point(null)}
      onPointerDown={(event) => {
        denoising.stopShow();
        player.seek(stepAt(event));
      }}
    >
      {TICKS.map((tick) => (
        <g key={tick}>
          <line
            className={styles.grid}
            x1={LEFT}
            x2={LEFT + BOX.width}
            y1={TOP + downOf(tick, BOX)}
            y2={TOP + downOf(tick, BOX)}
          />
          <text className={styles.tick} x={LEFT - 6} y={TOP + downOf(tick, BOX) + 4} textAnchor="end">
            {decadeText(tick)}
          </text>
        </g>
      ))}
      <text className={styles.tick} x={LEFT} y={VIEW.height - 4}>
        step 0
      </text>
      <text className={styles.tick} x={LEFT + BOX.width} y={VIEW.height - 4} textAnchor="end">
        {trace.steps}
      </text>
      <g transform={`translate(${LEFT} ${TOP})`} fill="none">
        <path d={lines.noise} stroke="var(--text-faint)" strokeDasharray="2 3" />
        {showsAlone &&
          lines.alone.map(
            (path, site) =>
              path && <path key={site} d={path} stroke={css(siteColour(site))} strokeWidth={1.2} opacity={0.8} />,
          )}
        {companion && !isSilent && (
          <path
            d={lines.beside}
            stroke={css(estimatorStyle(companion.sampler).colour)}
            strokeWidth={2}
            strokeDasharray="6 3"
          />
        )}
        {!isSilent && <path d={lines.together} stroke={css(estimatorStyle(trace.sampler).colour)} strokeWidth={2.4} />}
        {bound !== null && (
          <line
            x1={0}
            x2={BOX.width}
            y1={downOf(bound, BOX)}
            y2={downOf(bound, BOX)}
            stroke="var(--truth)"
            strokeDasharray="5 4"
          />
        )}
      </g>
      <text className={styles.tick} x={LEFT + NOISE_WORD * BOX.width + 4} y={TOP + downOf(wordNoise, BOX) - 3}>
        noise σ
      </text>
      {bound !== null && (
        // At the left, where neither the noise nor a cloud has come down yet.
        <text className={styles.tick} x={LEFT + 4} y={TOP + downOf(bound, BOX) - 4}>
          bound {fineMetres(bound)}: {GAIN_KNOWLEDGE.find(({ id }) => id === gains)?.title.toLowerCase()}
        </text>
      )}
      <line ref={marker} className={styles.now} y1={TOP} y2={TOP + BOX.height} />
    </svg>
  );
}
