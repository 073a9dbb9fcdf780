/** The operations of a network as a diagram, made from the network itself: hover to look at one, press to keep it. */
import { useMemo, type ReactElement } from 'react';
import type { UnitView } from '../../engine/frontend.ts';
import { layOut } from './layout.ts';
import styles from './network-view.module.css';
import { shapeText, unitTitle } from './unit-text.ts';

/** CSS pixels of the diagram. */
const NODE = { width: 102, height: 36, gapX: 6, gapY: 15 } as const;

/** CSS pixels on either side, for lines that go around. */
const MARGIN = 18;

/** @param onLook told where the pointer or the focus is, null where it is nowhere */
export function NetworkDiagram({
  units,
  chosen,
  looked,
  onLook,
  onChoose,
}: {
  readonly units: readonly UnitView[];
  readonly chosen: string | null;
  readonly looked: string | null;
  readonly onLook: (name: string | null) => void;
  readonly onChoose: (name: string) => void;
}): ReactElement {
  const diagram = useMemo(() => layOut(units), [units]);
  const width = diagram.columns * (NODE.width + NODE.gapX) + 2 * MARGIN;
  const height = diagram.rows * (NODE.height + NODE.gapY);
  const centre = new Map(
    diagram.units.map(({ unit, x, y }) => [
      unit.name,
      [width / 2 + x * (NODE.width + NODE.gapX), y * (NODE.height + NODE.gapY) + NODE.height / 2] as const,
    ]),
  );
  const lit = looked ?? chosen;
  return (
    <div className={styles.diagram} style={{ height, width }} role="group" aria-label="Layers">
      <svg className={styles.links} viewBox={`0 0 ${width} ${height}`} style={{ width, height }} aria-hidden>
        {diagram.links.map(({ from, to, span }) => {
          const [x1, y1] = centre.get(from) ?? [0, 0];
          const [x2, y2] = centre.get(to) ?? [0, 0];
          const top = y1 + NODE.height / 2;
          const bottom = y2 - NODE.height / 2;
          // A line that passes other operations goes around them.
          const side = span > 1 && x1 === x2 ? NODE.width / 2 + 8 + 5 * Math.min(4, span) : 0;
          const middle = (top + bottom) / 2;
          const path =
            side > 0
              ? `M${x1} ${top} C${x1 + side} ${top + 8} ${x1 + side} ${top + 8} ${x1 + side} ${middle} S${x2 + side} ${bottom - 8} ${x2} ${bottom}`
              : `M${x1} ${top} C${x1} ${middle} ${x2} ${middle} ${x2} ${bottom}`;
          return (
            <path
              key={`${from} ${to}`}
              d={path}
              className={styles.link}
              data-lit={from === lit || to === lit || undefined}
              data-far={span > 1 || undefined}
            />
          );
        })}
      </svg>
      {diagram.units.map(({ unit }) => {
        const [x, y] = centre.get(unit.name) ?? [0, 0];
        return (
          <button
            key={unit.name}
            type="button"
            className={styles.node}
            style={{ left: x - NODE.width / 2, top: y - NODE.height / 2, width: NODE.width, height: NODE.height }}
            aria-pressed={unit.name === chosen}
            aria-label={`${unitTitle(unit)}: ${unit.parts.join(', ')}, ${shapeText(unit)}`}
            onPointerEnter={() => onLook(unit.name)}
            onPointerLeave={() => onLook(null)}
            onFocus={() => onLook(unit.name)}
            onBlur={() => onLook(null)}
            onClick={() => onChoose(unit.name)}
          >
            <span className={styles.nodeTitle}>{unit.parts[0]}</span>
            <span className={styles.nodeName}>{unitTitle(unit)}</span>
          </button>
        );
      })}
    </div>
  );
}
