/** What the clouds have come to at the step on the page: all sites together, the other sampler beside them, and each site alone. */
import type { CSSProperties, ReactElement } from 'react';
import { useStore } from 'zustand';
import type { DenoisingTrace } from '../../engine/frontend.ts';
import { fineMetres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { css, estimatorStyle } from '../styles/palette.ts';
import { companionStep } from './companion.ts';
import styles from './denoising-panel.module.css';
import { shownStep } from './denoising-player.ts';
import { siteColour } from './site-colours.ts';
import { spreadText } from './spread-text.ts';
import { countVoices, errorAt, spreadAt, TOGETHER } from './trace.ts';

/** Who speaks in the fused cloud. */
function voicesText(voices: number): string {
  if (voices === 0) return 'No site listens';
  return voices === 1 ? 'One site alone' : `${voices} sites together`;
}

/** Samples that agree this much better with each other than with the truth are surer than they are right. */
const OVER_SURE = 5;

/** The fused cloud of a sampler; with its name where two are shown. */
export function FixRow({
  trace,
  isNamed,
}: {
  readonly trace: DenoisingTrace;
  readonly isNamed: boolean;
}): ReactElement {
  const { denoising } = useLab();
  const truth = useStore(denoising.store, (state) => state.truth);
  const listening = useStore(denoising.store, (state) => state.listening);
  const title = useLabState(
    (state) => state.session?.estimators.find(({ id }) => id === trace.sampler)?.title ?? trace.sampler,
  );
  const step = useStore(denoising.player.store, (state) => companionStep(trace, shownStep(state)));
  const voices = countVoices(trace, listening);
  const spread = spreadAt(trace, step, TOGETHER);
  const error = errorAt(trace, step, TOGETHER, truth);
  return (
    <div className={styles.together} style={{ '--own': css(estimatorStyle(trace.sampler).colour) } as CSSProperties}>
      <span className={styles.name}>
        <EstimatorMark id={trace.sampler} />
        {isNamed && voices > 0 ? `${title}, step ${step} / ${trace.steps}` : voicesText(voices)}
      </span>
      {voices > 0 && (
        <>
          <span className={styles.spread}>{spreadText(spread)}</span>
          <span className={styles.error}>
            <strong>{fineMetres(error)}</strong> from the user
            {step === trace.steps && error > OVER_SURE * spread && ', and surer than right'}
          </span>
        </>
      )}
    </div>
  );
}

/** The other sampler's fused cloud, why there is none, or that it is on its way. */
export function CompanionRow(): ReactElement | null {
  const companion = useStore(useLab().denoising.store, (state) => state.companion);
  if (!companion) return null;
  if (companion.trace) return <FixRow trace={companion.trace} isNamed />;
  const { sampler, reason } = companion;
  return (
    <div className={styles.together} style={{ '--own': css(estimatorStyle(sampler).colour) } as CSSProperties}>
      <span className={styles.error}>{reason || 'Sampling …'}</span>
    </div>
  );
}

/** One site: whether it listens, and how sure it is alone. */
export function SiteRow({ site, trace }: { readonly site: number; readonly trace: DenoisingTrace }): ReactElement {
  const { denoising } = useLab();
  // The badge says the number already with which the names of many sites begin.
  const name = useLabState((state) => (state.sites[site]?.name ?? '').replace(/^\d+ · /, ''));
  const isListening = useStore(denoising.store, (state) => state.listening[site] ?? false);
  const spread = useStore(denoising.player.store, (state) => spreadText(spreadAt(trace, shownStep(state), 1 + site)));
  const isHeard = trace.heard[site];
  return (
    <label className={styles.site} data-off={!isListening || !isHeard || undefined}>
      <input
        type="checkbox"
        checked={isListening && isHeard}
        disabled={!isHeard}
        onChange={({ currentTarget }) => denoising.setListening(site, currentTarget.checked)}
      />
      <span className={styles.badge} style={{ '--site': css(siteColour(site)) } as CSSProperties}>
        {site + 1}
      </span>
      <span className={styles.name}>{name}</span>
      <span className={styles.spread}>{isHeard ? spread : 'does not hear the user'}</span>
    </label>
  );
}
