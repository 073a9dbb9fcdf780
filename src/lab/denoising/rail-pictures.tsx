/** What the rail draws of a denoising where an estimator of the table would have features and a network. */
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Inspection } from '../../engine/frontend.ts';
import { fixed, withUnit } from '../format.ts';
import figures from '../inspector/figures.module.css';
import { useLab } from '../lab-context.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { acrossOf, downOf, noisePath } from './curve.ts';
import { shownStep } from './denoising-player.ts';
import { siteColour } from './site-colours.ts';

/** Width and height of the drawing's own coordinates. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Largest badge of a site, its radius. */
const LARGEST = 17;

/** The sites whose channels are read, each with its SNR; hollow where it is switched off or does not hear the user. */
export function VoicesPicture({
  links,
  width,
  height,
}: Size & { readonly links: Inspection['links'] }): ReactElement | null {
  const { denoising } = useLab();
  const trace = useStore(denoising.store, (state) => state.trace);
  const listening = useStore(denoising.store, (state) => state.listening);
  if (!trace || links.length !== trace.heard.length) return null;
  const room = width / links.length;
  const radius = Math.min(LARGEST, 0.42 * room);
  return (
    <svg className={figures.figure} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {links.map(({ snrDb }, site) => {
        const isHeard = trace.heard[site];
        const isOn = isHeard && listening[site];
        const x = room * (site + 0.5);
        return (
          <g key={site} textAnchor="middle">
            <circle
              cx={x}
              cy={0.4 * height}
              r={radius}
              fill={isOn ? css(siteColour(site)) : 'none'}
              stroke={css(siteColour(site), isHeard ? 1 : 0.45)}
              strokeWidth={2}
            />
            <text
              x={x}
              y={0.4 * height + 5}
              fontSize={14}
              fontWeight={700}
              fill={isOn ? '#0b0d12' : isHeard ? 'var(--text)' : 'var(--text-faint)'}
            >
              {site + 1}
            </text>
            <text className={figures.tick} x={x} y={0.4 * height + radius + 17}>
              {isHeard ? withUnit(snrDb, 0, 'dB') : fixed(Number.NaN, 0)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** The noise over the steps, and where on its way down the step on the page is. */
export function NoisePicture({ width, height }: Size): ReactElement | null {
  const { denoising } = useLab();
  const trace = useStore(denoising.store, (state) => state.trace);
  const step = useStore(denoising.player.store, shownStep);
  if (!trace) return null;
  const box = { width: width - 12, height: height - 12 };
  const colour = css(estimatorStyle(trace.sampler).colour);
  return (
    <svg className={figures.figure} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <g transform="translate(6 6)" fill="none">
        <line className={figures.rule} x1={0} x2={box.width} y1={box.height} y2={box.height} />
        <path d={noisePath(trace, box)} stroke="var(--text-soft)" strokeWidth={1.5} strokeDasharray="2 3" />
        <circle
          cx={acrossOf(step, trace.steps, box)}
          cy={downOf(trace.sigma[step] ?? Number.NaN, box)}
          r={5}
          fill={colour}
        />
      </g>
    </svg>
  );
}
