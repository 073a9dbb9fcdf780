/** Truth and every estimate, in a plan and in numbers. */
import type { ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { fixed } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark, TruthMark } from '../panels/marker.tsx';
import { EstimatePlan } from './estimate-plan.tsx';
import styles from './views.module.css';
import { shownLink } from '../state/shown-link.ts';

/** Plan and table. */
export function EstimateView({ inspection }: { readonly inspection: Inspection }): ReactElement {
  const ids = useLabState((state) => state.estimators);
  const session = useLabState((state) => state.session);
  const truth = inspection.position;
  return (
    <>
      <EstimatePlan inspection={inspection} ids={ids} width={560} height={330} labelled />
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">metres</th>
            <th scope="col">x</th>
            <th scope="col">y</th>
            <th scope="col">z</th>
            <th scope="col">horizontal</th>
            <th scope="col">vertical</th>
            <th scope="col">error</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <span className={styles.name}>
                <TruthMark />
                truth
              </span>
            </th>
            {truth.map((value, axis) => (
              <td key={axis}>{fixed(value, 2)}</td>
            ))}
            <td />
            <td />
            <td />
          </tr>
          {ids.map((id) => {
            const fix = inspection.fixes[id];
            return (
              <tr key={id}>
                <th scope="row">
                  <span className={styles.name}>
                    <EstimatorMark id={id} />
                    {session?.estimators.find((one) => one.id === id)?.title}
                  </span>
                </th>
                {fix ? (
                  <>
                    {fix.position.map((value, axis) => (
                      <td key={axis}>{fixed(value, 2)}</td>
                    ))}
                    <td>{fixed(Math.hypot(fix.position[0] - truth[0], fix.position[1] - truth[1]), 2)}</td>
                    <td>{fixed(Math.abs(fix.position[2] - truth[2]), 2)}</td>
                    <td>
                      <strong>{fixed(fix.error, 2)}</strong>
                    </td>
                  </>
                ) : (
                  <td colSpan={6}>no fix: {shownLink(inspection).reason}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
