/** What the stage says beside the map: who is sampled, what each site knows alone, what all know together, and what can be changed. */
import { Dices, Play, Square, Target } from 'lucide-react';
import type { CSSProperties, ReactElement } from 'react';
import { useStore } from 'zustand';
import type { DenoisingTrace } from '../../engine/frontend.ts';
import { fineMetres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { Segments } from '../panels/segments.tsx';
import { SidePanel } from '../panels/side-panel.tsx';
import { Hint } from '../panels/tooltip.tsx';
import { css, estimatorStyle } from '../styles/palette.ts';
import { AbsentStage } from './absent-stage.tsx';
import styles from './denoising-panel.module.css';
import { shownStep } from './denoising-player.ts';
import type { DenoisingStatus } from './denoising-state.ts';
import { ErrorCurve } from './error-curve.tsx';
import { LensView } from './lens-view.tsx';
import { RefinedFix } from './refined-fix.tsx';
import { siteColour } from './site-colours.ts';
import { errorAt, spreadAt, TOGETHER } from './trace.ts';

/** Numbers of samples that can be chosen. */
const SAMPLES = [64, 128, 256, 512] as const;

/** How far the stage is, in a sentence. */
export function statusSentence(status: DenoisingStatus): string {
  switch (status.kind) {
    case 'waiting':
      return 'Choose a user on the map.';
    case 'absent':
    case 'unheard':
    case 'failed':
      return status.reason;
    case 'working':
      return status.total > 1 ? `Sampling: step ${status.done} of ${status.total}` : 'Sampling begins …';
    case 'silent':
      return 'All sites are switched off: nobody says anything of the user, and the noise stays noise.';
    case 'stopped':
      return 'Stopped half way; what was there before is shown.';
    case 'ready':
      return '';
    default:
      return status satisfies never;
  }
}

function SiteRow({ site, trace }: { readonly site: number; readonly trace: DenoisingTrace }): ReactElement {
  const { denoising } = useLab();
  const name = useLabState((state) => state.sites[site]?.name ?? `site ${site + 1}`);
  const isListening = useStore(denoising.store, (state) => state.listening[site] ?? false);
  const spread = useStore(denoising.player.store, (state) => fineMetres(spreadAt(trace, shownStep(state), 1 + site)));
  const isHeard = trace.heard[site];
  return (
    <label className={styles.site} data-off={!isListening || !isHeard || undefined}>
      <input
        type="checkbox"
        checked={isListening && isHeard}
        disabled={!isHeard}
        onChange={({ currentTarget }) => denoising.setListening(site, currentTarget.checked)}
      />
      <span className={styles.badge} style={{ '--site': css(siteColour(site, trace.sampler)) } as CSSProperties}>
        {site + 1}
      </span>
      <span className={styles.name}>{name}</span>
      <span className={styles.spread}>{isHeard ? `± ${spread}` : 'does not hear the user'}</span>
    </label>
  );
}

function TogetherRow({ trace }: { readonly trace: DenoisingTrace }): ReactElement {
  const { denoising } = useLab();
  const truth = useStore(denoising.store, (state) => state.truth);
  const listening = useStore(denoising.store, (state) => state.listening);
  const spread = useStore(denoising.player.store, (state) => fineMetres(spreadAt(trace, shownStep(state), TOGETHER)));
  const error = useStore(denoising.player.store, (state) =>
    fineMetres(errorAt(trace, shownStep(state), TOGETHER, truth)),
  );
  const voices = trace.heard.filter((isHeard, site) => isHeard && listening[site]).length;
  return (
    <div className={styles.together} style={{ '--own': css(estimatorStyle(trace.sampler).colour) } as CSSProperties}>
      <span className={styles.name}>
        <EstimatorMark id={trace.sampler} />
        {voices === 1 ? 'One site alone' : `${voices} sites together`}
      </span>
      <span className={styles.spread}>± {spread}</span>
      <span className={styles.error}>
        <strong>{error}</strong> from the user
      </span>
    </div>
  );
}

function Controls({ trace }: { readonly trace: DenoisingTrace }): ReactElement {
  const { denoising } = useLab();
  const { store } = denoising;
  const seed = useStore(store, (state) => state.seed);
  const samples = useStore(store, (state) => state.samples);
  const isFromHere = useStore(store, (state) => state.isFromHere);
  const showsField = useStore(store, (state) => state.showsField);
  const showsAlone = useStore(store, (state) => state.showsAlone);
  const isPriorOut = useStore(store, (state) => state.isPriorOut);
  return (
    <div className={styles.controls}>
      <Hint text="Whether another seed or other sites begin in noise, or go on from the step that is chosen.">
        <div className={styles.line}>
          <span className={styles.label}>A change begins</span>
          <Segments
            label="Where a change begins"
            segments={[
              { id: 'start', title: 'in noise' },
              { id: 'here', title: 'at this step' },
            ]}
            value={isFromHere ? 'here' : 'start'}
            onChange={(id) => denoising.setFromHere(id === 'here')}
          />
        </div>
      </Hint>
      <div className={styles.line}>
        <button type="button" className={styles.button} onClick={() => denoising.reseed()}>
          <Dices size={14} aria-hidden /> Other noise
        </button>
        <span className={styles.soft}>seed {seed}</span>
        <Segments
          label="Samples of each cloud"
          segments={SAMPLES.map((one) => ({ id: String(one), title: String(one) }))}
          value={String(samples)}
          onChange={(id) => denoising.setSamples(Number(id))}
        />
        <span className={styles.soft}>samples</span>
      </div>
      <div className={styles.line}>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={showsAlone}
            onChange={({ currentTarget }) => denoising.setShown({ showsAlone: currentTarget.checked })}
          />
          each site’s cloud
        </label>
        <Hint text="Which way the samples are moved at this noise, all sites together: the score, times σ².">
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={showsField}
              onChange={({ currentTarget }) => denoising.setShown({ showsField: currentTarget.checked })}
            />
            score field
          </label>
        </Hint>
        <Hint text="Every site’s score holds what is known of users beforehand; counted once instead of once a site.">
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={isPriorOut}
              onChange={({ currentTarget }) => denoising.setPriorOut(currentTarget.checked)}
            />
            prior once
          </label>
        </Hint>
      </div>
      <span className={styles.soft}>
        {trace.clouds.length} clouds, {trace.steps} steps
      </span>
    </div>
  );
}

/** The panel. */
export default function DenoisingPanel(): ReactElement {
  const { store, denoising } = useLab();
  const status = useStore(denoising.store, (state) => state.status);
  const trace = useStore(denoising.store, (state) => state.trace);
  const sampler = useStore(denoising.store, (state) => state.sampler);
  const isShow = useLabState((state) => state.isShowing);
  const hasRefined = useStore(denoising.store, (state) => state.refined !== null);
  const title = useLabState((state) => state.session?.estimators.find(({ id }) => id === sampler)?.title ?? sampler);
  const user = useLabState((state) => state.selectedUser);
  const sentence = statusSentence(status);
  const close = (): void => store.setState({ room: null });
  return (
    <SidePanel
      label="Denoising"
      title="Denoising"
      fact={user === null ? title : `${title} · user ${user}`}
      actions={
        status.kind === 'absent' ? undefined : (
          <button
            type="button"
            className={styles.button}
            aria-pressed={isShow}
            onClick={() => (isShow ? denoising.stopShow() : denoising.startShow())}
          >
            {isShow ? <Square size={12} aria-hidden /> : <Play size={12} aria-hidden />} Show
          </button>
        )
      }
      onClose={close}
    >
      <div className={styles.body}>
        {status.kind === 'absent' ? (
          <AbsentStage reason={status.reason} />
        ) : (
          <>
            <p className={styles.lesson}>
              Samples start as noise all over the town. At every step each site says which way they should move, and
              they follow the sum. One site alone often leaves several streets possible; together they agree on one.
            </p>
            {sentence && (
              <p className={styles.status} role="status" data-bad={status.kind === 'failed' || undefined}>
                {sentence}
                {status.kind === 'working' && (
                  <button type="button" className={styles.button} onClick={() => denoising.cancel()}>
                    Stop
                  </button>
                )}
                {(status.kind === 'stopped' || status.kind === 'failed') && (
                  <button type="button" className={styles.button} onClick={() => denoising.again()}>
                    Again
                  </button>
                )}
              </p>
            )}
            {trace && (
              <>
                <TogetherRow trace={trace} />
                <div className={styles.sites} role="group" aria-label="Sites that listen">
                  {trace.heard.map((_, site) => (
                    <SiteRow key={site} site={site} trace={trace} />
                  ))}
                </div>
                <div className={styles.lenses}>
                  <LensView
                    className={styles.lens}
                    isInset={false}
                    label="The clouds from above, around the true position"
                  />
                  {hasRefined && (
                    <LensView className={styles.lens} isInset label="The refined fix from above, in millimetres" />
                  )}
                </div>
                <ErrorCurve />
                <RefinedFix icon={<Target size={14} aria-hidden />} />
                <Controls trace={trace} />
              </>
            )}
          </>
        )}
      </div>
    </SidePanel>
  );
}
