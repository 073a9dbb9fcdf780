/** One operation in large: what it made of the user, and a number of it taken apart. */
import { useMemo, type MouseEvent, type ReactElement } from 'react';
import type { UnitPlace, UnitView } from '../../engine/frontend.ts';
import { count, significant } from '../format.ts';
import { HeatMap } from '../inspector/heat-map.tsx';
import { activationImage } from '../inspector/images.ts';
import styles from './network-view.module.css';
import { boxOf, placeAt } from './places.ts';
import { shapeText, unitTitle } from './unit-text.ts';

/** Width over height of the picture. */
const ASPECT = 1.5;

/**
 * The picture of all channels; a press chooses a number.
 *
 * @param place the number that is taken apart, or null while the operation is only looked at
 */
export function UnitDetail({
  unit,
  place,
  onPlace,
}: {
  readonly unit: UnitView;
  readonly place: UnitPlace | null;
  readonly onPlace: (place: UnitPlace) => void;
}): ReactElement {
  const image = useMemo(() => activationImage(unit, ASPECT), [unit]);
  const range = useMemo(() => {
    const all = [...unit.values];
    return [Math.min(...all), Math.max(...all)] as const;
  }, [unit]);
  const choose = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const found = placeAt(unit, ASPECT, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    if (found) onPlace(found);
  };
  const [left, top, width, height] = place ? boxOf(unit, ASPECT, place) : [0, 0, 0, 0];
  const percent = (fraction: number): string => `${100 * fraction}%`;
  return (
    <section aria-label={unitTitle(unit)}>
      <h3 className={styles.heading}>
        {unitTitle(unit)} <span className={styles.soft}>{shapeText(unit)}</span>
      </h3>
      <p className={styles.soft}>
        {unit.parts.join(' → ')}
        {unit.parameters > 0 && ` · ${count(unit.parameters)} parameters`}
      </p>
      <div className={styles.picture} onClick={choose}>
        <HeatMap image={image} label={`Output of ${unitTitle(unit)}, ${shapeText(unit)}`} />
        {place && (
          <span
            className={styles.mark}
            style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
          />
        )}
      </div>
      <p className={styles.soft}>
        dark {significant(range[0], 3)}, bright {significant(range[1], 3)}
        {unit.name.endsWith('attention_weights') && ' · how much of each channel passes, 0 to 1'}
      </p>
    </section>
  );
}

/** Row, column and channel by number: what the picture is for a pointer. */
export function PlaceFields({
  unit,
  place,
  onPlace,
}: {
  readonly unit: UnitView;
  readonly place: UnitPlace;
  readonly onPlace: (place: UnitPlace) => void;
}): ReactElement {
  const fields = [
    ['row', unit.height],
    ['column', unit.width],
    ['channel', unit.channels],
  ] as const;
  return (
    <div className={styles.fields}>
      {fields.map(
        ([name, size]) =>
          size > 1 && (
            <label key={name}>
              {name}
              <input
                type="number"
                min={1}
                max={size}
                value={place[name] + 1}
                onChange={({ target }) => {
                  const index = Math.round(target.valueAsNumber) - 1;
                  if (index >= 0 && index < size) onPlace({ ...place, [name]: index });
                }}
              />
            </label>
          ),
      )}
    </div>
  );
}
