/** What 3GPP asks of positioning, and which estimators would pass here: shares of the answered users within a horizontal error. */
import { Check, X } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { checkTargets, type TargetResult } from '../../engine/frontend.ts';
import { percent, withUnit } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { answeredErrors } from '../state/fix-table.ts';
import styles from './targets-table.module.css';

/** One row a target, one column an estimator in use. */
export function TargetsTable(): ReactElement | null {
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const ids = useLabState((state) => state.estimators);
  const session = useLabState((state) => state.session);
  const columns = useMemo(() => {
    // The arrays change in place; their version says when.
    void fixesVersion;
    return ids.flatMap((id) => {
      const title = session?.estimators.find((one) => one.id === id)?.title;
      return title ? [{ id, title, results: checkTargets(answeredErrors(fixes, id, 'horizontal')) }] : [];
    });
  }, [fixes, fixesVersion, ids, session]);
  const [first] = columns;
  if (!first) return null;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Table of targets">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">target, horizontal error</th>
            {columns.map(({ id, title }) => (
              <th key={id} scope="col">
                <span className={styles.estimator}>
                  <EstimatorMark id={id} size={10} />
                  {title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first.results.map(({ target }, row) => (
            <tr key={target.id}>
              <th scope="row">
                {target.title}
                <span className={styles.asked}>
                  {percent(target.share)} within {withUnit(target.limit, target.limit < 1 ? 1 : 0, 'm')}
                </span>
              </th>
              {columns.map(({ id, results }) => (
                <td key={id}>
                  <Verdict result={results[row]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Verdict({ result: { share, met } }: { readonly result: TargetResult }): ReactElement {
  return (
    <span className={styles.verdict} data-met={met}>
      {percent(share)}
      {met ? <Check size={13} aria-label="met" /> : <X size={13} aria-label="not met" />}
    </span>
  );
}
