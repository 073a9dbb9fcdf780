/** Truth and every estimate, in a plan and in numbers. */
import type { ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { fixed } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark, TruthMark } from '../panels/marker.tsx';
import { EstimatePlan } from './estimate-plan.tsx';
import { ValueTable } from './value-table.tsx';
import styles from './views.module.css';
import { noFixReason } from '../state/shown-link.ts';

/** Plan and table. */
export function EstimateView({ inspection }: { readonly inspection: Inspection }): ReactElement {
  const ids = useLabState((state) => state.estimators);
  const limit = useLabState((state) => state.userLimit);
  const session = useLabState((state) => state.session);
  const truth = inspection.position;
  const reason = noFixReason(inspection.links);
  return (
    <>
      <EstimatePlan inspection={inspection} ids={ids} limit={limit} width={560} height={330} labelled />
      <ValueTable
        corner="metres"
        columns={['x', 'y', 'z', 'horizontal', 'vertical', 'error']}
        rows={[
          {
            key: 'truth',
            head: (
              <span className={styles.name}>
                <TruthMark />
                truth
              </span>
            ),
            cells: [...truth.map((value) => fixed(value, 2)), '', '', ''],
          },
          ...ids.map((id) => {
            const fix = inspection.fixes[id];
            return {
              key: id,
              head: (
                <span className={styles.name}>
                  <EstimatorMark id={id} />
                  {session?.estimators.find((one) => one.id === id)?.title}
                </span>
              ),
              cells: fix
                ? [
                    ...fix.position.map((value) => fixed(value, 2)),
                    fixed(Math.hypot(fix.position[0] - truth[0], fix.position[1] - truth[1]), 2),
                    fixed(Math.abs(fix.position[2] - truth[2]), 2),
                    <strong key="error">{fixed(fix.error, 2)}</strong>,
                  ]
                : [`no fix: ${reason}`],
            };
          }),
        ]}
      />
    </>
  );
}
