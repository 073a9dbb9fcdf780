/** What the stage says beside the map: who is sampled, what each site knows alone, what all know together, and what can be changed. */
import { Play, Square, Target } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { otherSampler, samplerOf, SAMPLERS, type SamplerWay } from '../../engine/frontend.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { Segments } from '../panels/segments.tsx';
import { SidePanel } from '../panels/side-panel.tsx';
import { Hint } from '../panels/tooltip.tsx';
import { AbsentStage } from './absent-stage.tsx';
import { DenoisingControls } from './denoising-controls.tsx';
import styles from './denoising-panel.module.css';
import type { DenoisingStatus } from './denoising-state.ts';
import { ErrorCurve } from './error-curve.tsx';
import { CompanionRow, FixRow, SiteRow } from './fix-rows.tsx';
import { LensView } from './lens-view.tsx';
import { RefinedFix } from './refined-fix.tsx';

/**
 * How far the stage is, in a sentence.
 *
 * @param hasTrace whether clouds are on the stage all the same
 */
function statusSentence(status: DenoisingStatus, hasTrace: boolean): string {
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
      return 'All sites that hear the user are switched off: nobody says anything of it, and the noise stays noise.';
    case 'stopped':
      return hasTrace ? 'Stopped half way; what was there before stays.' : 'Stopped half way.';
    case 'ready':
      return '';
    default:
      return status satisfies never;
  }
}

/** How a sampler finds a user, in words. */
const LESSONS: Readonly<Record<SamplerWay | 'both', string>> = {
  scores:
    'Samples start as noise all over the town. At every step each site says which way they should move, and they follow the sum. One site alone often leaves several streets possible; together they agree on one.',
  jumps:
    'From noise all over the town every site answers at once where the user may be. The answers are put together, the surer the more, stirred by a little noise, and asked for once more: two steps.',
  both: 'The same noise, two ways: dots follow what the sites say in many small steps, rings jump to what the sites answer and are there after two. Step by step from the beginning shows it best.',
};

/** The ways, by the names of those that are fed as usual. */
const WAYS = SAMPLERS.filter(({ input }) => input === 'measured');

/** What its sites can be fed. */
const INPUTS = [
  { id: 'measured', title: 'what is measured' },
  { id: 'fingerprint', title: 'the channel as received' },
] as const;

function SamplerChoice(): ReactElement {
  const { denoising } = useLab();
  const sampler = useStore(denoising.store, (state) => state.sampler);
  const isBeside = useStore(denoising.store, (state) => state.isBeside);
  const estimators = useLabState((state) => state.session?.estimators);
  const { way: present, input } = samplerOf(sampler);
  const ways = WAYS.map(({ id, way }) => ({ id: way, title: estimators?.find((one) => one.id === id)?.title ?? id }));
  return (
    <>
      <Segments<SamplerWay | 'both'>
        label="Sampler"
        segments={[...ways, { id: 'both', title: 'Side by side' }]}
        value={isBeside ? 'both' : present}
        onChange={(choice) => {
          const way = choice === 'both' ? 'scores' : choice;
          denoising.setSampler(otherSampler(sampler, { way }), choice === 'both');
        }}
      />
      <Hint text="What the networks of the sites are fed: paths that are measured, and known places that look like them; or the first taps of the channel as the beams receive it, of which they have to make something themselves.">
        <div className={styles.line}>
          <span className={styles.label}>Fed</span>
          <Segments
            label="What the sites are fed"
            segments={INPUTS}
            value={input}
            onChange={(id) => denoising.setSampler(otherSampler(sampler, { input: id }), isBeside)}
          />
        </div>
      </Hint>
    </>
  );
}

/** Says where the tracer follows other rays than those that the weights were trained on, for they know nothing of it. */
function OtherRays(): ReactElement | null {
  const { world } = useLab();
  const isOther = useLabState((state) => state.tracing !== state.ownTracing);
  if (!isOther) return null;
  return (
    <p className={styles.status}>
      The rays are not those that the weights were trained on: clouds may be sure of a wrong place. TOA and TDOA need no
      training.
      <button type="button" className={styles.button} onClick={() => world.resetTracing()}>
        Put the rays back
      </button>
    </p>
  );
}

function Lenses(): ReactElement {
  const { denoising } = useLab();
  const hasRefined = useStore(denoising.store, (state) => state.refined !== null);
  const hasCompanion = useStore(denoising.store, (state) => state.companion?.trace != null);
  return (
    <div className={styles.lenses} data-many={(hasCompanion && hasRefined) || undefined}>
      <LensView className={styles.lens} subject="clouds" label="The clouds from above, around the true position" />
      {hasCompanion && (
        <LensView className={styles.lens} subject="beside" label="The other sampler’s cloud from above" />
      )}
      {hasRefined && (
        <LensView className={styles.lens} subject="refined" label="The refined fix from above, in millimetres" />
      )}
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
  const isBeside = useStore(denoising.store, (state) => state.isBeside);
  const title = useLabState((state) => state.session?.estimators.find(({ id }) => id === sampler)?.title ?? sampler);
  const fed = useLabState((state) => state.session?.estimators.find(({ id }) => id === sampler)?.fed ?? '');
  const user = useLabState((state) => state.selectedUser);
  const sentence = statusSentence(status, trace !== null);
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
        <SamplerChoice />
        {status.kind === 'absent' ? (
          <AbsentStage reason={status.reason} />
        ) : (
          <>
            <p className={styles.lesson}>{LESSONS[isBeside ? 'both' : samplerOf(sampler).way]}</p>
            <OtherRays />
            {sentence && (
              <p className={styles.status} role="status" data-bad={status.kind === 'failed' || undefined}>
                {sentence}
                {status.kind === 'working' && (
                  <button type="button" className={styles.button} onClick={() => denoising.cancel()}>
                    Stop
                  </button>
                )}
                {status.kind === 'silent' && (
                  <button type="button" className={styles.button} onClick={() => denoising.listenToAll()}>
                    Switch all on
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
                <FixRow trace={trace} isNamed={isBeside} />
                <CompanionRow />
                <div className={styles.sites} role="group" aria-label="Sites that listen">
                  {trace.heard.map((_, site) => (
                    <SiteRow key={site} site={site} trace={trace} />
                  ))}
                </div>
                <Lenses />
                <ErrorCurve />
                <RefinedFix icon={<Target size={14} aria-hidden />} />
                <DenoisingControls trace={trace} />
                <p className={styles.lesson}>{fed}</p>
              </>
            )}
          </>
        )}
      </div>
    </SidePanel>
  );
}
