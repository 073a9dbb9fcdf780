/** Which interactions the tracer follows. */
import { RotateCcw, Timer } from 'lucide-react';
import type { ReactElement } from 'react';
import { MOST_REFLECTIONS, type Tracing } from '../../engine/frontend.ts';
import { useLab, useLabState } from '../lab-context.ts';
import {
  mostReflections,
  SCATTERING,
  scatteringKind,
  tracingCost,
  type ScatteringKind,
} from '../state/tracing-choices.ts';
import { Segments, type Segment } from './segments.tsx';
import styles from './world-panel.module.css';

const counts = (...numbers: readonly number[]): Segment<string>[] =>
  numbers.map((number) => ({ id: String(number), title: String(number) }));

const TRANSMISSIONS = counts(0, 1, 2, 4);

const DIFFRACTION: readonly Segment<Tracing['diffraction']>[] = [
  { id: 'none', title: 'None' },
  { id: 'edge', title: 'Edge' },
  { id: 'edge-and-reflection', title: 'Edge and reflection' },
];

const SCATTERINGS: readonly Segment<ScatteringKind>[] = [
  { id: 'off', title: 'Off' },
  { id: 'lambertian', title: 'Lambertian' },
  { id: 'directive', title: 'Directive' },
];

function Choice<Id extends string>({
  title,
  explained,
  ...segments
}: {
  readonly title: string;
  readonly explained: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}): ReactElement {
  return (
    <div className={styles.choice}>
      <h2 className={styles.term}>{title}</h2>
      <Segments label={title} {...segments} />
      <p className={styles.explained}>{explained}</p>
    </div>
  );
}

/** Why fewer are offered than there can be; begins with a space. */
function limitOf(most: number): string {
  if (most === MOST_REFLECTIONS) return '';
  return ` Among so many surfaces, ${most + 1} would take seconds to minutes a user: the terminal follows up to ${MOST_REFLECTIONS}.`;
}

/** All switches, each with a sentence, and what they cost. */
export function InteractionsPanel(): ReactElement {
  const { world } = useLab();
  const tracing = useLabState((state) => state.tracing);
  const isOwn = useLabState((state) => state.tracing === state.ownTracing);
  const triangles = useLabState((state) => (state.session?.scene.indices.length ?? 0) / 3);
  const sites = useLabState((state) => state.sites.length);
  const cost = tracingCost(tracing, triangles, sites);
  const scattering = scatteringKind(tracing.scattering);
  const most = mostReflections(triangles);
  return (
    <>
      <Choice
        title="Reflections"
        explained={`Most mirrors that a path may meet on its way; every further order finds fainter paths.${limitOf(most)}`}
        segments={counts(...Array.from({ length: most + 1 }, (_, order) => order))}
        value={String(tracing.maximumReflections)}
        onChange={(id) => world.setTracing({ maximumReflections: Number(id) })}
      />
      <Choice
        title="Transmissions"
        explained="Most surfaces that a path may go through, with the loss of their material; 0 lets every wall block."
        segments={TRANSMISSIONS}
        value={String(tracing.maximumTransmissions)}
        onChange={(id) => world.setTracing({ maximumTransmissions: Number(id) })}
      />
      <Choice
        title="Diffraction"
        explained="Paths that bend around one edge into the shadow, alone or with one reflection before or after it."
        segments={DIFFRACTION}
        value={tracing.diffraction}
        onChange={(diffraction) => world.setTracing({ diffraction })}
      />
      <Choice
        title="Scattering"
        explained={SCATTERING[scattering].explained}
        segments={SCATTERINGS}
        value={scattering}
        onChange={(kind) => world.setTracing({ scattering: SCATTERING[kind].options })}
      />
      {cost && (
        <p className={styles.cost} role="status">
          <Timer size={15} aria-hidden />
          {cost}
        </p>
      )}
      <div className={styles.actions}>
        <button type="button" className={styles.button} disabled={isOwn} onClick={() => world.resetTracing()}>
          <RotateCcw size={14} aria-hidden />
          Reset
        </button>
      </div>
    </>
  );
}
