/** What every layer of the network made of the features, and its output beside the truth. */
import { useMemo, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { fixed } from '../format.ts';
import { HeatMap } from './heat-map.tsx';
import { activationImage } from './images.ts';
import { ValueTable } from './value-table.tsx';
import styles from './views.module.css';

type Network = NonNullable<Inspection['network']>;

function Layer({ layer }: { readonly layer: Network['activations'][number] }): ReactElement {
  const image = useMemo(() => activationImage(layer, 1.65), [layer]);
  const shape =
    layer.height * layer.width > 1
      ? `${layer.height} × ${layer.width} × ${layer.channels}`
      : `${layer.channels} values`;
  return (
    <div className={styles.figure}>
      <div className={styles.layer}>
        <HeatMap image={image} label={`Output of ${layer.name}: ${shape}`} />
      </div>
      <p className={styles.caption}>
        <span>{layer.name}</span>
        <span>{shape}</span>
      </p>
    </div>
  );
}

/** Layers and output. */
export function NetworkView({ network }: { readonly network: Network }): ReactElement {
  return (
    <>
      <ValueTable
        corner="normalised coordinate"
        columns={['output', 'truth', 'difference']}
        rows={Array.from(network.output, (value, axis) => ({
          key: String(axis),
          head: ['x, east', 'y, north', 'z, up'][axis] ?? String(axis),
          cells: [value, network.target[axis], value - network.target[axis]].map((number) => fixed(number, 4)),
        }))}
      />
      <h3 className={styles.heading}>
        Layers <span className={styles.note}>every channel a tile, each layer over its own range</span>
      </h3>
      <div className={styles.layers}>
        {network.activations.map((layer) => (
          <Layer key={layer.name} layer={layer} />
        ))}
      </div>
    </>
  );
}
