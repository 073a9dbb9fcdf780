/** The network stage in large: output beside the truth, the diagram of all operations, and any number of them taken apart. */
import { useEffect, useState, type ReactElement } from 'react';
import type { Inspection, NetworkAnatomyView, NumberView, UnitPlace } from '../../engine/frontend.ts';
import { toLabError } from '../../errors/lab-error.ts';
import { fixed } from '../format.ts';
import { ValueTable } from '../inspector/value-table.tsx';
import { useLab } from '../lab-context.ts';
import { ArithmeticView } from './arithmetic-view.tsx';
import { NetworkDiagram } from './network-diagram.tsx';
import styles from './network-view.module.css';
import { PartSwitches } from './part-switches.tsx';
import { strongestPlace } from './places.ts';
import { PlaceFields, UnitDetail } from './unit-detail.tsx';

/** A number that the reader has chosen. */
interface Chosen {
  readonly unit: string;
  readonly place: UnitPlace;
}

/** Output, diagram and detail. */
export function NetworkView({
  user,
  network,
}: {
  readonly user: number;
  readonly network: NonNullable<Inspection['network']>;
}): ReactElement {
  const lab = useLab();
  const [anatomy, setAnatomy] = useState<NetworkAnatomyView | null>(null);
  const [reason, setReason] = useState('');
  const [looked, setLooked] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [number, setNumber] = useState<NumberView | null>(null);

  // Another inspection is another user, place, SNR or network: everything is looked at anew.
  useEffect(() => {
    let gone = false;
    lab.dissectNetwork(user).then(
      (found) => {
        if (gone) return;
        setAnatomy(found);
        setReason('');
      },
      (cause: unknown) => {
        if (!gone) setReason(toLabError(cause).message);
      },
    );
    return () => {
      gone = true;
    };
  }, [lab, user, network]);

  const unit = anatomy?.units.find(({ name }) => name === chosen?.unit);
  useEffect(() => {
    if (!chosen || !unit) return undefined;
    let gone = false;
    lab.explainNumber({ user, unit: chosen.unit, place: chosen.place }).then(
      (found) => {
        if (!gone) setNumber(found);
      },
      (cause: unknown) => {
        if (!gone) setReason(toLabError(cause).message);
      },
    );
    return () => {
      gone = true;
    };
  }, [lab, user, unit, chosen]);

  const shown = anatomy?.units.find(({ name }) => name === looked) ?? unit ?? anatomy?.units[0];
  const explained = number && number.name === chosen?.unit ? number : null;
  return (
    <>
      <PartSwitches estimator={network.estimator} />
      <ValueTable
        corner="normalised coordinate"
        columns={['output', 'truth', 'difference']}
        rows={Array.from(network.output, (value, axis) => ({
          key: String(axis),
          head: ['x, east', 'y, north', 'z, up'][axis] ?? String(axis),
          cells: [value, network.target[axis], value - network.target[axis]].map((one) => fixed(one, 4)),
        }))}
      />
      {reason && <p className={styles.soft}>{reason}</p>}
      {anatomy && shown && (
        <div className={styles.anatomy}>
          <div className={styles.detail}>
            <UnitDetail
              unit={shown}
              place={shown.name === chosen?.unit ? chosen.place : null}
              onPlace={(place) => setChosen({ unit: shown.name, place })}
            />
            {chosen && unit && shown.name === unit.name && (
              <PlaceFields
                unit={unit}
                place={chosen.place}
                onPlace={(place) => setChosen({ unit: chosen.unit, place })}
              />
            )}
            {explained && shown.name === explained.name ? (
              <ArithmeticView number={explained} />
            ) : (
              <p className={styles.soft}>
                Press a layer, or a square of its picture, to see how that number comes about.
              </p>
            )}
          </div>
          <div className={styles.scroll}>
            <NetworkDiagram
              units={anatomy.units}
              chosen={chosen?.unit ?? null}
              looked={looked}
              onLook={setLooked}
              onChoose={(name) => {
                const found = anatomy.units.find((one) => one.name === name);
                if (found) setChosen({ unit: name, place: strongestPlace(found) });
              }}
            />
          </div>
        </div>
      )}
    </>
  );
}
