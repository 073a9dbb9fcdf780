/** What can be changed of a sampling: where a change begins, the noise, the number of samples, and what is drawn. */
import { Dices } from 'lucide-react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { samplerOf, type DenoisingTrace, type SamplerWay } from '../../engine/frontend.ts';
import { useLab } from '../lab-context.ts';
import { Segments } from '../panels/segments.tsx';
import { Hint } from '../panels/tooltip.tsx';
import styles from './denoising-panel.module.css';

/** Numbers of samples that can be chosen. */
const SAMPLES = [64, 128, 256, 512] as const;

/** What the arrows are. */
const FIELD_WORDS: Readonly<Record<SamplerWay, string>> = {
  scores: 'Which way the samples are moved at this noise, all sites together: the score, times σ².',
  jumps: 'Where the next jump leads from there at this noise, all sites together.',
};

/** The controls. */
export function DenoisingControls({ trace }: { readonly trace: DenoisingTrace }): ReactElement {
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
      </div>
      <div className={styles.line}>
        <span className={styles.label}>Samples a cloud</span>
        <Segments
          label="Samples of each cloud"
          segments={SAMPLES.map((one) => ({ id: String(one), title: String(one) }))}
          value={String(samples)}
          onChange={(id) => denoising.setSamples(Number(id))}
        />
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
        <Hint text={FIELD_WORDS[samplerOf(trace.sampler).way]}>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={showsField}
              onChange={({ currentTarget }) => denoising.setShown({ showsField: currentTarget.checked })}
            />
            score field
          </label>
        </Hint>
        {samplerOf(trace.sampler).way === 'scores' && (
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
        )}
      </div>
    </div>
  );
}
